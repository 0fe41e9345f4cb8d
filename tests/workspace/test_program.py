"""`python -m workspace`: what it says, where it listens, two side by side."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import aiohttp
import pytest

from workspace import Workspace, people
from workspace.__main__ import arguments, warning

ROOT = Path(__file__).parents[2]


async def run(*options):
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "workspace",
        *options,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, complained = await process.communicate()
    return process.returncode, said.decode(), complained.decode()


def test_the_help_names_every_option_and_fits_a_terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    parser = arguments()
    said = parser.format_help()
    for action in parser._actions:
        assert action.help and action.option_strings[-1] in said
    assert max(len(line) for line in said.splitlines()) <= 140


REFUSED = {
    "an open address": (["--host", "0.0.0.0"], "loopback only, not on 0.0.0.0"),
    "no address": (["--host", "localhost"], "localhost"),
    "no manifest": (["--manifest", "nowhere.json"], "nowhere.json"),
    "no people": (["--people", "nowhere.json"], "nowhere.json"),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_it_ends_with_one_line_that_says_why(name):
    options, why = REFUSED[name]
    code, said, complained = await run(*options)
    assert (code, said, len(complained.splitlines())) == (2, "", 1)
    assert complained.startswith("workspace: ") and why in complained


async def test_other_names_are_refused_unless_told_otherwise():
    async with Workspace() as closed, aiohttp.ClientSession() as session:
        port = closed.url.rsplit(":", 1)[1].strip("/")
        async with session.get(f"{closed.url}", headers={"Host": f"practice.example:{port}"}) as response:
            assert response.status == 403
    async with Workspace(anywhere=True) as ajar, aiohttp.ClientSession() as session:
        async with session.get(f"{ajar.url}", headers={"Host": "practice.example"}) as response:
            assert response.status == 200
        strange = {"Host": "practice.example", "Origin": "http://other.example"}
        async with session.get(f"{ajar.url}_practice/usage", headers=strange) as response:
            assert response.status == 403, "a page of another site may not act here"


def test_told_to_listen_anywhere_it_warns():
    """Nothing is bound here: tests listen on loopback only."""
    wide = ["--host", "0.0.0.0"]
    said = warning(arguments().parse_args([*wide, "--listen-anywhere"]))
    assert said.startswith("workspace: WARNING: listening on 0.0.0.0") and "no sign-in" in said
    assert warning(arguments().parse_args(["--listen-anywhere"])) == ""
    assert warning(arguments().parse_args(wide)) == ""


async def test_two_workspaces_side_by_side():
    async with Workspace() as one, Workspace() as two:
        assert one.url != two.url and one.smtp_url != two.smtp_url
        one.person("U0SATO").say("C0DESK", "here")
        assert two.messages("C0DESK") == []


async def test_the_company_of_the_documentation_moves_in(tmp_path):
    page = (ROOT / "docs" / "practice-workspace.md").read_text(encoding="utf-8")
    path = tmp_path / "people.yaml"
    path.write_text(page.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    async with Workspace(who=people.load(path)) as ws:
        assert ws.state.member("U0KEN").is_foreign
        assert ws.channel("room").shared_with == ["T0CLIENT"]
        assert ws.state.groups["S0DUTY"].users == ["U0ANN"]
