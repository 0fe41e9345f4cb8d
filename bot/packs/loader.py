"""Reading packs and the office file from disk. Every fault is a Problem with its real line; nothing is ever raised."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from bot.domain.facts import FACTS
from bot.packs.lawbook import read_law, says_law, switched_on
from bot.packs.laws import LawPack
from bot.packs.lint import check
from bot.packs.merging import extended
from bot.packs.nodes import read_yaml
from bot.packs.office import SCHEMA as OFFICE_SCHEMA
from bot.packs.office import Office
from bot.packs.problems import Place, Problem, dotted
from bot.packs.references import broken_references
from bot.packs.refusals import problems_of
from bot.packs.schema import Pack
from bot.packs.tree import Node

SHIPPED = Path(__file__).parent / "data"
"""The packs that come with Hansho."""
DEMO = SHIPPED / "demo"
"""Two made-up clients and an office, for `hansho demo`."""
OFFICE_FILE = "office.yaml"
PACK_SCHEMA = "hansho/pack-1"

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class LoadedPack:
    """What reading one file came to. `pack` is None when it cannot be used at all."""

    path: Path
    pack: Pack | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class PackSet:
    """What reading a folder came to. `packs` holds every pack that could be read, by id, drafts included."""

    packs: Mapping[str, Pack] = field(default_factory=dict)
    laws: Mapping[str, LawPack] = field(default_factory=dict)
    """The laws that the office file or a pack in force switches on, by id."""
    office: Office | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What stops the folder from being used (`open` problems of drafts do not)."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def in_force(self) -> Mapping[str, Pack]:
        """The packs that new incidents are measured by: active ones, and ended ones with what survives."""
        return {name: pack for name, pack in self.packs.items() if pack.in_force}


def load_pack(path: Path, base_dir: Path = SHIPPED, *, office: Office | None = None) -> LoadedPack:
    """Read one pack, lay it on what it extends, and check it.

    `base_dir` holds the packs that `extends` may name, besides the pack's own folder. With `office`, roles that the office
    fills need not be filled by the pack.
    """
    tree, problems = read_yaml(path)
    if tree is None:
        return LoadedPack(path, None, tuple(problems))
    problems = _header(tree, PACK_SCHEMA)
    if problems:
        return LoadedPack(path, None, tuple(problems))
    whole, problems = extended(tree, (path.parent, base_dir))
    if whole is None:
        return LoadedPack(path, None, tuple(problems))
    truths = list(_bare_truths(whole, ()))
    pack, problems = _validated(whole, Pack)
    if pack is None:
        said = {(problem.file, problem.line, problem.column) for problem in truths}
        others = [problem for problem in problems if (problem.file, problem.line, problem.column) not in said]
        return LoadedPack(path, None, _in_order([*truths, *others]))
    broken = [_located(whole, place, message, hint) for place, message, hint in broken_references(pack)]
    found = [*truths, *broken]
    if found:
        return LoadedPack(path, None, _in_order(found))
    if pack.in_force:
        pack.warm()
    return LoadedPack(path, pack, _in_order(check(pack, office=office, tree=whole, folder=path.parent)))


def read_office(path: Path) -> tuple[Office | None, list[Problem]]:
    """Read the office file; None with problems when it cannot be used."""
    tree, problems = read_yaml(path)
    if tree is None:
        return None, problems
    problems = _header(tree, OFFICE_SCHEMA)
    return (None, problems) if problems else _validated(tree, Office)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Let the collector of circles look only at what was read last: to look through all that stays each time is a third of the time."""
    paused = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.collect()  # now, and not in the middle of the next report
        if paused:
            gc.enable()


@_collector_paused()
def load_directory(path: Path, base_dir: Path = SHIPPED) -> PackSet:
    """Read every `*.yaml` of a folder: `office.yaml` as the office, the others as packs or as laws of one's own.

    Two packs of one id are a problem of the second; the first one counts.
    """
    office_path = path / OFFICE_FILE
    if not path.is_dir():
        hint = "create it, or set PACKS_DIR to the folder with your packs"
        return PackSet(problems=(Problem(str(path), 1, 1, "", "is not a folder", hint),))
    problems: list[Problem] = []
    office: Office | None = None
    if office_path.is_file():
        office, problems = read_office(office_path)
    else:
        hint = f"write one; {DEMO / OFFICE_FILE} shows how"
        problems.append(Problem(str(office_path), 1, 1, "", "there is no office file", hint))
    packs: dict[str, Pack] = {}
    laws: dict[str, LawPack] = {}
    files: dict[str, Path] = {}
    for file in sorted([*path.glob("*.yaml"), *path.glob("*.yml")]):
        if file.name == OFFICE_FILE:
            continue
        if says_law(file):
            law, found = read_law(file)
            problems += found
            if law is not None:
                laws[law.id] = law
            continue
        loaded = load_pack(file, base_dir, office=office)
        gc.collect(0)  # what the reading of one file leaves behind
        problems += loaded.problems
        if loaded.pack is None:
            continue
        if loaded.pack.id in packs:
            message = f"{loaded.pack.id} is already the id of {files[loaded.pack.id].name}"
            problems.append(Problem(str(file), _line_of_id(file), 1, "id", message, "give it its own id"))
            continue
        packs[loaded.pack.id] = loaded.pack
        files[loaded.pack.id] = file
    on, found = _laws_on(office, office_path, packs, files, laws)
    return PackSet(packs=packs, laws=on, office=office, problems=(*problems, *found))


def _laws_on(
    office: Office | None,
    office_path: Path,
    packs: Mapping[str, Pack],
    files: Mapping[str, Path],
    own: Mapping[str, LawPack],
) -> tuple[dict[str, LawPack], list[Problem]]:
    names: list[tuple[Node | None, Place, str]] = []
    if office is not None and office.laws:
        tree, _ = read_yaml(office_path)
        names += [(tree, ("laws", number), name) for number, name in enumerate(office.laws)]
    for pack in packs.values():
        if pack.laws and pack.in_force:
            tree, _ = read_yaml(files[pack.id])
            names += [(tree, ("laws", number), name) for number, name in enumerate(pack.laws)]
    return switched_on(names, own)


def _header(tree: Node, schema: str) -> list[Problem]:
    if not isinstance(tree.value, dict):
        return [Problem(tree.file, tree.line, tree.column, "", "must be a mapping", f"begin with schema: {schema}")]
    found = tree.value.get("schema")
    if found is None:
        return [Problem(tree.file, 1, 1, "schema", "schema is missing", f"begin with schema: {schema}")]
    if found.value != schema:
        said = found.value if isinstance(found.value, str | int | float) else "this"
        message = f"{said} is not a schema this version reads"
        return [Problem(tree.file, found.line, found.column, "schema", message, f"write schema: {schema}")]
    return []


def _validated(tree: Node, model: type[M]) -> tuple[M | None, list[Problem]]:
    try:
        return model.model_validate(tree.plain()), []
    except ValidationError as error:
        return None, problems_of(error, tree, model)


def _bare_truths(node: Node, path: Place) -> Iterable[Problem]:
    """Find unquoted yes, no, on, off among the answers of a fact."""
    if not node.holds_truth:
        return
    if isinstance(node.value, dict):
        for key, inner in node.value.items():
            yield from _bare_truths(inner, (*path, key))
    elif isinstance(node.value, list):
        for number, inner in enumerate(node.value):
            yield from _bare_truths(inner, (*path, number))
    elif node.bare_truth and any(part in FACTS for part in path[-2:]):
        message = f"{node.value} without quotes is a truth value to many readers of YAML"
        yield Problem(
            node.file, node.line, node.column, dotted(path), message, f"write '{str(node.value).lower()}' in quotes"
        )


def _located(tree: Node, place: Place, message: str, hint: str) -> Problem:
    node = tree.at(place)
    return Problem(node.file, node.line, node.column, dotted(place), message, hint)


def _in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: (problem.file, problem.line, problem.column)))


def _line_of_id(path: Path) -> int:
    tree, _ = read_yaml(path)
    return tree.at(("id",)).line if tree else 1
