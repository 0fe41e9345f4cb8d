"""A time stamp from an authority: a real one, made of openssl, on loopback."""

import shutil
import subprocess

import pytest
from aiohttp import web

from bot.transports.time_stamp import StampRefused, stamp

CONFIG = """
[ tsa ]
default_tsa = here
[ here ]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256
accuracy = secs:1
"""


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    """The files of an authority; skipped where there is no openssl to make one of."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed: there is no time stamp authority to ask")
    folder = tmp_path_factory.mktemp("tsa")
    (folder / "serial").write_text("01", encoding="ascii")
    (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder), encoding="ascii")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "tsa.key", "-out", "tsa.pem", "-subj", "/CN=practice", "-days", "2",
         "-addext", "extendedKeyUsage=critical,timeStamping"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    return folder


async def served(aiohttp_answer):
    app = web.Application()
    app.router.add_post("/", aiohttp_answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}/"


def reply(folder, query):
    (folder / "query.tsq").write_bytes(query)
    subprocess.run(
        ["openssl", "ts", "-reply", "-config", "tsa.cnf", "-section", "here", "-queryfile", "query.tsq", "-out", "reply.tsr"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    return (folder / "reply.tsr").read_bytes()


def verified_by_openssl(folder, place):
    command = ["openssl", "ts", "-verify", "-data", "manifest.json", "-in", "manifest.tsr"]
    command += ["-CAfile", str(folder / "tsa.pem"), "-untrusted", str(folder / "tsa.pem")]
    return subprocess.run(command, cwd=place, capture_output=True, text=True)


async def test_the_stamp_is_about_this_file_and_openssl_agrees(authority, tmp_path):
    async def answer(request):
        return web.Response(body=reply(authority, await request.read()), content_type="application/timestamp-reply")

    runner, url = await served(answer)
    try:
        got = await stamp(url, b"manifest")
    finally:
        await runner.cleanup()
    (tmp_path / "manifest.json").write_bytes(b"manifest")
    (tmp_path / "manifest.tsr").write_bytes(got)
    verified = verified_by_openssl(authority, tmp_path)
    assert "Verification: OK" in verified.stdout + verified.stderr


async def test_a_stamp_of_another_file_is_refused(authority):
    first = []

    async def answer(request):
        query = await request.read()
        first.append(query)
        return web.Response(body=reply(authority, first[0]))

    runner, url = await served(answer)
    try:
        await stamp(url, b"one")
        with pytest.raises(StampRefused, match="no stamp for this file"):
            await stamp(url, b"two")
    finally:
        await runner.cleanup()


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (503, b"", "answered 503"),
        (200, b"<html>", "no answer that can be read"),
        (200, b"", "no answer that can be read"),
    ],
)
async def test_what_is_no_stamp_is_refused(status, body, reason):
    async def answer(_request):
        return web.Response(status=status, body=body)

    runner, url = await served(answer)
    try:
        with pytest.raises(StampRefused, match=reason):
            await stamp(url, b"x")
    finally:
        await runner.cleanup()


async def test_an_authority_that_is_not_there_is_said():
    with pytest.raises(StampRefused, match="cannot be reached"):
        await stamp("http://127.0.0.1:9/", b"x")
