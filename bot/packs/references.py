"""Whether everything a pack's rules name is there: desks, other rules, each id once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.domain.facts import FACTS
from bot.domain.people import Role
from bot.packs.conditions import nearest, references
from bot.packs.problems import Place
from bot.packs.schema import Pack

Finding = tuple[Place, str, str]
"""(place, message, hint)"""


def broken_references(pack: Pack) -> Iterator[Finding]:
    """Yield everything that is named and does not exist, and every id that is used twice."""
    ids = [rule.id for _, _, rule in pack.rules()]
    yield from _twice(pack)
    yield from _desks(pack)
    for list_name, number, rule in pack.rules():
        place = (list_name, number)
        for field in ("then", "merge_with"):
            yield from _missing(getattr(rule, field, ()), ids, (*place, field))
        alternative = getattr(rule, "alternative", None)
        if alternative is not None:
            yield from _missing([alternative.consult], ids, (*place, "alternative", "consult"), many=False)
        for field in ("when", "opens_when"):
            condition = getattr(rule, field, None) or {}
            for kind in ("duty", "overdue"):
                for path, name in references(condition, kind):
                    yield from _missing([name], ids, (*place, field, *path), many=False)
    for number, part in enumerate(pack.survival):
        yield from _missing(part.rules, ids, ("survival", number, "rules"))
    yield from _vocabulary(pack)


def _twice(pack: Pack) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for list_name, number, rule in pack.rules():
        if rule.id in seen:
            yield (
                (list_name, number, "id"),
                f"{rule.id} is already the id of one of the {seen[rule.id]}",
                "give it its own id",
            )
        seen.setdefault(rule.id, list_name)


def _desks(pack: Pack) -> Iterator[Finding]:
    desks = tuple(pack.contacts)
    for number, duty in enumerate(pack.duties):
        if duty.to and duty.to not in desks:
            hint = f"one of {', '.join(desks)}{nearest(duty.to, desks)}" if desks else "describe it under contacts"
            yield ("duties", number, "to"), f"there is no desk {duty.to}", hint
        elif duty.type == "notice" and not duty.to:
            yield ("duties", number), "a notice needs a desk", f"write to: {desks[0] if desks else 'desk'}"
    for number, step in enumerate(pack.escalate.client):
        name, _, rest = step.who.partition(".")
        if name not in desks:
            message = f"there is no desk {name}"
            yield ("escalate", "client", number), message, "write for example desk.primary.phone"
        elif not rest:
            yield (
                ("escalate", "client", number),
                f"{step.who} names no place of the desk",
                f"write {name}.primary.phone",
            )
    roles = tuple(role.value for role in Role)
    for number, step in enumerate(pack.escalate.internal):
        if step.who not in roles:
            hint = f"one of {', '.join(roles)}{nearest(step.who, roles)}"
            yield ("escalate", "internal", number), f"{step.who} is not a role", hint


def _vocabulary(pack: Pack) -> Iterator[Finding]:
    kinds, events = FACTS["info_kind"].values, FACTS["event"].values
    for section in ("incident_definition", "info_definition"):
        definition = getattr(pack, section)
        for field, allowed in (("event", events), ("info_kind", kinds)):
            for number, word in enumerate(getattr(definition, field)):
                if word not in allowed:
                    yield _no_answer((section, field, number), word, field, allowed)
    for said, taken in pack.info_alias.items():
        for word in (said, taken):
            if word not in kinds:
                yield _no_answer(("info_alias", said), word, "info_kind", kinds)


def _no_answer(place: Place, word: str, fact: str, allowed: tuple[str, ...]) -> Finding:
    return place, f"{word} is not an answer of {fact}", f"one of {', '.join(allowed)}{nearest(word, allowed)}"


def _missing(names: Iterable[str], ids: list[str], place: Place, *, many: bool = True) -> Iterator[Finding]:
    for number, name in enumerate(names):
        if name not in ids:
            close = nearest(name, tuple(ids)).removeprefix("; ")
            at = (*place, number) if many else place
            yield at, f"there is no rule {name}", close or "write the id of a rule of this pack"
