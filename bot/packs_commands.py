"""`hansho packs ...`: check, show, compare, try packs, and draft one from a contract's text."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Annotated

import typer

from bot.exits import Exit, StartRefused

if TYPE_CHECKING:
    from bot.packs.laws import LawPack
    from bot.packs.schema import Pack

app = typer.Typer(no_args_is_help=True, help="Rule packs: check, show, compare, try, and draft from a contract.")

EnvFile = Annotated[Path, typer.Option("--env-file", help="Settings file; the environment wins over it.")]
PacksDir = Annotated[
    Path | None, typer.Option("--packs", help="Folder of the packs; default: PACKS_DIR, else the shipped ones.")
]
ENV = Path(".env")


@app.command()
def check(
    packs: PacksDir = None,
    drafts: Annotated[bool, typer.Option("--drafts", help="Also show what drafts still lack.")] = False,
    env_file: EnvFile = ENV,
) -> None:
    """Check every pack and the office file; name file and line of what is wrong."""
    from bot.rulebook import check_folder, folder_of
    from bot.settings import load_settings

    folder = folder_of(packs or load_settings(env_file).packs_dir)
    loaded = check_folder(folder)
    for problem in loaded.problems if drafts else loaded.errors:
        typer.echo(str(problem), err=problem.severity == "error")
    if loaded.errors:
        raise StartRefused(Exit.BAD_INPUT, f"{folder}: {len(loaded.errors)} to correct before these packs can be used")
    laws = f", {len(loaded.laws)} laws switched on" if loaded.laws else ""
    typer.echo(f"{folder}: {len(loaded.packs)} packs pass, {len(loaded.in_force)} in force{laws}")
    if loaded.problems and not drafts:
        typer.echo(f"{len(loaded.problems)} places of drafts are still to be filled in (--drafts shows them)")
    complete = [pack.id for pack in loaded.packs.values() if pack.status == "draft"] if not loaded.problems else []
    if complete:
        typer.echo(f"complete: {', '.join(complete)}; confirmed against the contract, write status: active")


@app.command()
def show(
    pack_id: Annotated[str, typer.Argument(help="The pack; without it all are listed.")] = "",
    packs: PacksDir = None,
    locale: Annotated[str, typer.Option(help="ja or en")] = "ja",
    env_file: EnvFile = ENV,
) -> None:
    """List the packs and laws, or the duties of one: word, limit, citation."""
    from bot.packs.law_trying import law_lines, listed
    from bot.packs.lawbook import law_named
    from bot.rulebook import check_folder, folder_of, shown
    from bot.settings import load_settings

    loaded = check_folder(folder_of(packs or load_settings(env_file).packs_dir))
    law = law_named(pack_id, loaded.laws) if pack_id not in loaded.packs else None
    for line in law_lines(law, locale) if law else shown(loaded.packs, pack_id, locale):
        typer.echo(line)
    for line in () if pack_id else listed(loaded.laws, locale):
        typer.echo(line)


@app.command()
def new(
    contract: Annotated[
        Path, typer.Argument(help="The contract: text (UTF-8, Shift_JIS, EUC-JP, UTF-16), Word or PDF.")
    ],
    pack_id: Annotated[str, typer.Option("--id", help="The pack's id; default: from the file's name.")] = "",
    folder: Annotated[Path, typer.Option("--into", help="Folder to write the draft into.")] = Path(),
    force: Annotated[bool, typer.Option("--force", help="Write over a draft that is there.")] = False,
) -> None:
    """Draft a pack from a contract's text. A proposal to be read against the contract, never a pack in force."""
    from bot.contracts import Unreadable, draft, read_contract, read_file

    name = pack_id or _id_from(contract)
    target = folder / f"{name}.yaml"
    beside = folder / f"{name}.contract.txt"
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,63}", name):
        raise StartRefused(Exit.BAD_INPUT, f"--id {name}: small letters, digits and hyphens only")
    if contract.resolve() in (target.resolve(), beside.resolve()):
        raise StartRefused(Exit.BAD_INPUT, f"{contract} would be written over; choose another --id or --into")
    if not force and (target.exists() or beside.exists()):
        raise StartRefused(
            Exit.BAD_INPUT, f"{target} or {beside} is there already; --force writes over both, or choose another --id"
        )
    try:
        made = draft(read_contract(read_file(contract)), pack_id=name, source=contract.name)
    except Unreadable as error:
        raise StartRefused(Exit.BAD_INPUT, str(error)) from error
    try:
        _write_both({beside: made.contract_text, target: made.yaml})
    except OSError as error:
        raise StartRefused(
            Exit.BAD_INPUT, f"cannot write {target}: {error.strerror}; nothing was written or changed"
        ) from error
    typer.echo(f"{target}: {made.entries} entries, {made.unsure} of them less than sure")
    typer.echo(f"{made.unclear} sentences not understood (the end of the draft lists them)")
    if not made.entries:
        typer.echo(f"Nothing was recognised. Look into {beside}: is it the contract, and in Japanese or English?")
    typer.echo(
        f"Read every entry against its quote, fill in what says REQUIRED, then: hansho packs check --drafts --packs {folder}"
    )


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(help="The pack as it was (YAML).")],
    new: Annotated[Path, typer.Argument(help="The pack as it is now (YAML).")],
    locale: Annotated[str, typer.Option(help="ja or en")] = "en",
) -> None:
    """Tell in words what a new version of a pack changes. `!` takes something from the client, `+` gives it more."""
    from bot.packs.changes import changes

    found = changes(_pack(old), _pack(new), "ja" if locale == "ja" else "en")
    for change in found:
        typer.echo(str(change))
    said = (
        (f"変更 {len(found)} 件", "違いはありません。")
        if locale == "ja"
        else (f"{len(found)} changes", "They say the same.")
    )
    typer.echo(said[0] if found else said[1])


@app.command("try")
def try_out(
    pack: Annotated[Path, typer.Argument(help="The pack or law (YAML), or the id of a law that comes with Hansho.")],
    facts: Annotated[
        Path | None,
        typer.Option("--facts", help="Answers as YAML, for example `status: suspected`; without: all unknown."),
    ] = None,
    at: Annotated[
        str, typer.Option("--at", help='First recognised, for example "2026-12-31T23:40+09:00"; default: now.')
    ] = "",
    locale: Annotated[str, typer.Option(help="ja or en")] = "ja",
) -> None:
    """Show which duties and clocks a report would set going, when, whom it would ring, and the busiest hour."""
    from bot.domain.errors import CalendarOutOfRange
    from bot.packs.law_trying import trial_lines
    from bot.packs.simulation import simulate
    from bot.packs.trying import answers_of, lines_of
    from bot.transports.clock import SystemClock

    law = _law(pack)
    chosen = _pack(pack) if law is None else None
    lines: list[str] = []
    try:
        start = datetime.fromisoformat(at) if at else SystemClock().now()
    except ValueError:
        start = None
    if start is None or start.utcoffset() is None:
        raise StartRefused(Exit.BAD_INPUT, '--at: write an instant with its zone, for example "2026-12-31T23:40+09:00"')
    try:
        answers = answers_of(facts.read_text(encoding="utf-8") if facts else "")
        if chosen is not None:
            lines = list(lines_of(chosen, simulate(chosen, answers, start), start, locale))
        elif law is not None:
            lines = list(trial_lines(law, answers, start, locale))
    except OSError as error:
        raise StartRefused(Exit.BAD_INPUT, f"cannot read {facts}: {error.strerror}") from error
    except (ValueError, CalendarOutOfRange) as error:
        raise StartRefused(Exit.BAD_INPUT, f"{facts or pack}: {error}") from error
    for line in lines:
        typer.echo(line)


def _write_both(texts: Mapping[Path, str]) -> None:
    """Write all of these files or none: each whole beside its place first, then every one into it.

    A full disk shows while the new files are written; after that only names change. Raises OSError, with all as it was.
    """
    made: list[tuple[Path, Path]] = []
    try:
        for path, text in texts.items():
            with NamedTemporaryFile(
                "w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}.", delete=False
            ) as file:
                made.append((Path(file.name), path))
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
        before = {path: path.read_bytes() for path in texts if path.is_file()}
        done: list[Path] = []
        try:
            for new, path in made:
                new.replace(path)
                done.append(path)
        except OSError:
            for path in done:
                if path in before:
                    path.write_bytes(before[path])
                else:
                    path.unlink()
            raise
    finally:
        for new, _ in made:
            new.unlink(missing_ok=True)


def _id_from(contract: Path) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", contract.stem.lower()).strip("-")
    return words[:60] or "contract"


def _pack(path: Path) -> Pack:
    from bot.packs.loader import OFFICE_FILE, load_pack, read_office

    beside = path.parent / OFFICE_FILE
    office, _ = read_office(beside) if beside.is_file() else (None, [])  # what is wrong with it, `packs check` says
    loaded = load_pack(path, office=office)
    errors = [problem for problem in loaded.problems if problem.severity == "error"]
    if loaded.pack is None or errors:
        raise StartRefused(Exit.BAD_INPUT, str(errors[0]) if errors else f"{path} is no pack")
    return loaded.pack


def _law(path: Path) -> LawPack | None:
    """The law a file holds, or that comes with Hansho under this id; None when it is a contract's pack. Raises StartRefused."""
    from bot.packs.lawbook import law_named, read_law, says_law

    if not path.exists():
        return law_named(str(path), {})
    if not says_law(path):
        return None
    law, problems = read_law(path)
    if law is None:
        raise StartRefused(Exit.BAD_INPUT, str(problems[0]))
    return law
