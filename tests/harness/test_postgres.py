from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.harness.postgres import NoPostgres, PostgresServer, find_bin_dir

if TYPE_CHECKING:
    from collections.abc import Iterator


def conninfo(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def test_a_fresh_database_is_empty_and_speaks_utf8(postgres_url: str) -> None:
    with psycopg.connect(conninfo(postgres_url)) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
        encoding = connection.execute("SHOW server_encoding").fetchone()
        echoed = connection.execute("SELECT %s::text", ["半鐘 髙﨑"]).fetchone()
    assert (tables, encoding, echoed) == ((0,), ("UTF8",), ("半鐘 髙﨑",))


def test_a_database_is_gone_after_its_test_even_while_somebody_is_connected(postgres_server: PostgresServer) -> None:
    with postgres_server.database() as url:
        left_open = psycopg.connect(conninfo(url))
        name = url.rsplit("/", 1)[1]
    left_open.close()
    with pytest.raises(psycopg.OperationalError, match=name):
        psycopg.connect(conninfo(url))


def test_a_template_is_built_once_and_copied(postgres_server: PostgresServer) -> None:
    built: list[str] = []

    def build(url: str) -> None:
        built.append(url)
        with psycopg.connect(conninfo(url)) as connection:
            connection.execute("CREATE TABLE bell (rung integer)")

    for _ in range(2):
        with (
            postgres_server.database(template=postgres_server.template("with_a_bell", build)) as url,
            psycopg.connect(conninfo(url)) as connection,
        ):
            connection.execute("INSERT INTO bell VALUES (1)")
            assert connection.execute("SELECT count(*) FROM bell").fetchone() == (1,)
    assert len(built) == 1


def test_the_server_asks_for_its_password(postgres_server: PostgresServer) -> None:
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(host="127.0.0.1", port=postgres_server.port, user="hansho", password="wrong", dbname="postgres")


def test_the_server_is_another_users_when_we_are_root(postgres_server: PostgresServer) -> None:
    with psycopg.connect(postgres_server.conninfo("postgres")) as connection:
        row = connection.execute("SELECT current_setting('data_directory')").fetchone()
    assert row is not None
    owner = Path(row[0]).stat().st_uid
    assert owner != 0
    assert os.geteuid() in {0, owner}


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Unlike tmp_path, a folder that another user can enter, as the server's user must."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        yield folder


def test_the_server_stops_and_clears_its_folder_when_the_test_process_is_killed(open_folder: Path) -> None:
    program = (
        "import sys, time\n"
        "from tests.harness.postgres import running_server\n"
        "with running_server() as server:\n"
        "    print(server.conninfo('postgres'), flush=True)\n"
        "    sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"TMPDIR": str(open_folder)},
    ) as child:
        assert child.stdout is not None
        address = child.stdout.readline().strip()
        psycopg.connect(address).close()
        child.send_signal(signal.SIGKILL)
    give_up = time.monotonic() + 20
    while time.monotonic() < give_up:
        try:
            psycopg.connect(address).close()
        except psycopg.OperationalError:
            break
        time.sleep(0.05)
    else:
        pytest.fail("the server outlived the process that started it")
    while time.monotonic() < give_up and any(open_folder.glob("hansho-postgres-*/data")):
        time.sleep(0.05)
    assert not list(open_folder.glob("hansho-postgres-*/data"))


def test_without_binaries_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tests.harness.postgres._candidates", lambda: iter([tmp_path]))
    with pytest.raises(NoPostgres, match="script/setup dev"):
        find_bin_dir()
