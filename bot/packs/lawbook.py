"""Reading laws' packs: the shipped ones, a user's own, and which of them the office and the contracts have switched on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from bot.packs.conditions import EVENTS, references
from bot.packs.laws import SCHEMA, LawPack
from bot.packs.merging import extended
from bot.packs.nodes import read_yaml
from bot.packs.problems import Place, Problem, dotted
from bot.packs.refusals import problems_of
from bot.packs.tree import Node

SHIPPED_LAWS = Path(__file__).parent / "data" / "laws"
"""The laws that come with Hansho, one file each, named by its id."""


def shipped_ids() -> tuple[str, ...]:
    """Return the ids of every law that comes with Hansho."""
    return tuple(sorted(path.stem for path in SHIPPED_LAWS.glob("*.yaml")))


@lru_cache(maxsize=64)
def shipped_law(law_id: str) -> LawPack:
    """Return a law that comes with Hansho. Raises KeyError when there is none of that id, or it does not pass (a fault of ours)."""
    path = SHIPPED_LAWS / f"{law_id}.yaml"
    law, problems = read_law(path) if path.is_file() else (None, [])
    if law is None or problems:
        raise KeyError("; ".join(str(problem) for problem in problems) or law_id)
    return law


def law_named(law_id: str, own: Mapping[str, LawPack]) -> LawPack | None:
    """Return the law of an id: the user's own before the shipped one; None when there is none."""
    return own.get(law_id) or (shipped_law(law_id) if law_id in shipped_ids() else None)


def says_law(file: Path) -> bool:
    """Whether the file calls itself a law: looked for in its text, since reading YAML twice would double every start."""
    try:
        return f"schema: {SCHEMA}" in file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return False  # whatever is wrong with it is said by whoever reads it as a pack


def read_law(path: Path) -> tuple[LawPack | None, list[Problem]]:
    """Read one law, lay it on the shipped one it extends, and check it; None with problems when it cannot be used."""
    tree, problems = read_yaml(path)
    if tree is None:
        return None, problems
    whole, problems = extended(tree, (path.parent, SHIPPED_LAWS))
    if whole is None:
        return None, problems
    try:
        law = LawPack.model_validate(whole.plain())
    except ValidationError as error:
        return None, problems_of(error, whole, LawPack)
    found = [*_languages(law, whole), *_events(law, whole)]
    return (None if found else law), found


def switched_on(
    named: Iterable[tuple[Node | None, Place, str]], own: Mapping[str, LawPack]
) -> tuple[dict[str, LawPack], list[Problem]]:
    """Return the laws that are named, by id, and what is wrong with the names.

    Args:
        named: (file it stands in, place in it, id) of every name under `laws`.
        own: the laws of the user's own folder; one of a shipped law's id stands in its place.
    """
    laws: dict[str, LawPack] = {}
    problems: list[Problem] = []
    for tree, place, law_id in named:
        law = law_named(law_id, own)
        if law is None:
            known = ", ".join(sorted({*own, *shipped_ids()}))
            problems.append(_problem(tree, place, f"there is no law {law_id}", f"one of {known}"))
        elif law.standing == "watch":
            message = f"{law_id} is only watched and cannot run: {law.why.en}"
            problems.append(_problem(tree, place, message, "leave it out; `hansho packs show` tells what it waits for"))
        else:
            laws[law_id] = law
    return laws, problems


def _languages(law: LawPack, tree: Node) -> list[Problem]:
    texts: list[tuple[Place, object]] = [(("title",), law.title), (("short",), law.short), (("who",), law.who)]
    for number, rule in enumerate(law.rules):
        texts += [(("rules", number, "summary"), rule.summary), (("rules", number, "recipient"), rule.recipient)]
    return [
        _problem(tree, place, f"this has no {language}", "write {ja: ..., en: ...}")
        for place, words in texts
        for language in ("ja", "en")
        if not getattr(words, language)
    ]


def _events(law: LawPack, tree: Node) -> list[Problem]:
    """A law is switched by answers alone: an event of a contract would never happen to it, and the rule never fire."""
    found: list[Problem] = []
    conditions = [(("when",), law.when), *((("rules", n, "when"), rule.when) for n, rule in enumerate(law.rules))]
    for place, condition in conditions:
        for kind in EVENTS:
            for path, _ in references(condition, kind):
                message = f"{kind} is an event of a contract and never happens to a law"
                found.append(_problem(tree, (*place, *path), message, "write facts, for example {regions: [jp]}"))
    return found


def _problem(tree: Node | None, place: Place, message: str, hint: str) -> Problem:
    if tree is None:
        return Problem("", 0, 0, dotted(place), message, hint)
    node = tree.at(place)
    return Problem(node.file, node.line, node.column, dotted(place), message, hint)
