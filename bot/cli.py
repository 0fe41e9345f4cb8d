"""The `hansho` command. Each command reads the settings, does one thing, and ends with a code of docs/exit-codes.md."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from bot import packs_commands
from bot.exits import Exit, StartRefused, refusing
from bot.packs_commands import ENV, EnvFile, PacksDir

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # they print local variables, and some of those are secret
    help="半鐘 Hansho: keeps the promises of a contract when something goes wrong.",
)
audit_app = typer.Typer(no_args_is_help=True, help="The append-only log.")
app.add_typer(packs_commands.app, name="packs")
register_app = typer.Typer(no_args_is_help=True, help="What is on record for a contract, or for the house.")
app.add_typer(audit_app, name="audit")
app.add_typer(register_app, name="register")


@app.command()
def run(env_file: EnvFile = ENV) -> None:
    """Run against Slack, until stopped."""
    from bot import app as program
    from bot.logs import configure_logs
    from bot.settings import load_settings

    settings = load_settings(env_file)
    configure_logs(settings.log_format, settings.log_level)
    raise typer.Exit(asyncio.run(program.run(settings)))


@app.command()
def demo(
    keep: Annotated[bool, typer.Option("--keep/--fresh", help="Go on with the last practice, or begin anew.")] = False,
    at: Annotated[str, typer.Option("--at", help='Practice time, for example "2026-11-21T02:40+09:00".')] = "",
    http: Annotated[bool, typer.Option("--http", help="Signed HTTP instead of Socket Mode.")] = False,
    port: Annotated[int, typer.Option(help="Port of the practice workspace; 0 takes any free one.")] = 8765,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in a browser.")] = True,
    folder: Annotated[Path, typer.Option(help="Where the practice database and clock are kept.")] = Path(
        ".hansho-demo"
    ),
    packs: PacksDir = None,
) -> None:
    """Try everything without an account: the bot and a practice workspace on this machine."""
    from bot.demo import Demo

    practice = Demo(folder=folder, keep=keep, at=at, http=http, port=port, browser=browser, packs=packs)
    raise typer.Exit(practice.run(typer.echo))


@app.command()
def doctor(env_file: EnvFile = ENV) -> None:
    """Check settings, packs, database, Slack and the other roads; say what to do."""
    from bot.doctor import examine

    worst = asyncio.run(examine(env_file, typer.echo))
    raise typer.Exit(worst)


@app.command()
def status(env_file: EnvFile = ENV, packs: PacksDir = None) -> None:
    """Show the open incidents with their clocks, and count what is owed beside them."""
    from bot.reporting import count_matters, matters_line, open_pictures, status_lines

    with _reading(env_file, packs) as (store, rules):
        pictures, now = store.read_now(lambda uow: open_pictures(uow, None))
        office = rules.office
        for line in status_lines(pictures, now, office.language, office.timezone):
            typer.echo(line)
        typer.echo(matters_line(store.read_now(lambda uow: count_matters(uow, None)), office.language))


@app.command()
def export(
    ref: Annotated[str, typer.Argument(help="The incident, for example INC-261121-01.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; default: standard output.")
    ] = None,
    evidence: Annotated[
        bool, typer.Option("--evidence", help="An evidence pack (ZIP) that anybody can check.")
    ] = False,
    client: Annotated[
        str, typer.Option("--for", help="Id of a client's pack: its evidence pack, with nothing of another.")
    ] = "",
    env_file: EnvFile = ENV,
    packs: PacksDir = None,
) -> None:
    """Write one incident with its log as JSON, or as an evidence pack for the house or for one client."""
    from bot.proof import evidence_pack, incident_json

    with _reading(env_file, packs) as (store, _):
        if evidence or client:
            body = evidence_pack(store, ref, client=client, tsa_url=_settings(env_file).tsa_url)
        else:
            body = incident_json(store, ref)
    if output is None and (evidence or client):
        raise StartRefused(Exit.BAD_INPUT, "an evidence pack is a ZIP: name its file with --output")
    _write(body, output)
    if evidence or client:
        typer.echo(
            f"{output}: check it anywhere with `python3 verify.py` from inside it, or `hansho audit verify {output}`"
        )


@register_app.command("export")
def export_register(
    contract: Annotated[
        str, typer.Argument(help="Id of the contract's pack, or `house` for the house's own register.")
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; default: standard output.")
    ] = None,
    env_file: EnvFile = ENV,
    packs: PacksDir = None,
) -> None:
    """Write a register as a table (CSV), every version of everything in it."""
    from bot.register_table import pack_named, register_table

    with _reading(env_file, packs) as (store, rules):
        pack_id = pack_named(contract)
        if pack_id and pack_id not in rules.packs:
            raise StartRefused(Exit.BAD_INPUT, f"there is no pack {contract} in force; `hansho packs check` lists them")
        body = store.read_now(lambda uow: register_table(uow, pack_id, rules.office.language))
    _write(body, output)


@app.command()
def migrate(env_file: EnvFile = ENV) -> None:
    """Bring the database to this version's tables."""
    from bot.settings import load_settings
    from storage.migrating import HEAD
    from storage.migrating import migrate as bring

    with refusing():
        before = bring(load_settings(env_file).database_url.get_secret_value())
    typer.echo(f"already at revision {HEAD}" if before == HEAD else f"revision {before or 'none'} -> {HEAD}")


@app.command()
def backup(target: Annotated[Path, typer.Argument(help="The file to write.")], env_file: EnvFile = ENV) -> None:
    """Copy the SQLite database while the bot runs (PostgreSQL: pg_dump)."""
    from bot.settings import load_settings
    from storage.backup import backup as copy

    with refusing():
        size = copy(load_settings(env_file).database_url.get_secret_value(), target)
    typer.echo(f"{target}: {size:,} bytes, checked")


@audit_app.command("verify")
def audit_verify(
    pack: Annotated[
        Path | None, typer.Argument(help="An evidence pack to check; without: the whole log of the database.")
    ] = None,
    env_file: EnvFile = ENV,
    packs: PacksDir = None,
) -> None:
    """Check the hash chain of the whole log, or an evidence pack."""
    from storage.log_reader import verify_log

    if pack is not None:
        from bot.documents.verify_evidence import Broken, check, read

        try:
            lines = check(read(pack))
        except Broken as broken:
            raise StartRefused(Exit.LOG_BROKEN, f"{pack}: {broken}") from broken
        for line in lines:
            typer.echo(line)
        return
    with _reading(env_file, packs) as (store, _), refusing():
        count = verify_log(store)
    typer.echo(f"{count} entries, every chain whole")


@app.command()
def version() -> None:
    """Show the version."""
    from importlib.metadata import version as of

    typer.echo(of("hansho"))


def _settings(env_file: Path) -> Any:
    from bot.settings import load_settings

    return load_settings(env_file)


def _write(body: bytes, output: Path | None) -> None:
    """Write to a file, or to standard output. Raises StartRefused when the file cannot be written."""
    if output is None:
        typer.echo(body.decode(), nl=False)
        return
    try:
        output.write_bytes(body)
    except OSError as error:
        raise StartRefused(
            Exit.BAD_INPUT, f"cannot write {output}: {error.strerror}. Whatever stands there now is not complete"
        ) from error


class _reading:  # noqa: N801 - used as a function
    """The store, opened to read only, with the rules; works while the bot runs."""

    def __init__(self, env_file: Path, packs: Path | None) -> None:
        self._env_file, self._packs = env_file, packs

    def __enter__(self) -> tuple[Any, Any]:
        from bot.outlets import clock_of
        from bot.rulebook import PackBook
        from bot.settings import load_settings
        from storage.opening import open_store

        settings = load_settings(self._env_file)
        rules = PackBook.load(self._packs or settings.packs_dir)
        with refusing():
            self._store = open_store(
                settings.database_url.get_secret_value(), clock_of(settings), rules, read_only=True
            )
        return self._store, rules

    def __exit__(self, *_: object) -> None:
        self._store.close()


def main() -> None:
    """Run the command line; a refusal is one line on stderr and its own exit code."""
    try:
        app(standalone_mode=True)
    except StartRefused as refused:
        typer.echo(f"hansho: {refused}", err=True)
        sys.exit(refused.code)


if __name__ == "__main__":
    main()
