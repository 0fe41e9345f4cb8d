"""What a new version of a pack changes, in words: rules that came, went or say something else; clocks first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bot.packs.schema import Pack

Weight = Literal["looser", "stricter", "other"]
"""Whether a change gives the client less, more, or neither can be told."""

_LISTS = ("duties", "consents", "consultations", "submissions", "recurring", "end_of_contract")
_NAMES = {
    "duties": "duty", "consents": "consent", "consultations": "consultation", "submissions": "submission", "recurring": "recurring rule",
    "end_of_contract": "end rule",
}  # fmt: skip
_BESIDE = ("id", "extends", "schema", *_LISTS)


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `where` is the place as people write it (duty notify-60), `words` what is different there."""

    where: str
    words: str
    weight: Weight = "other"

    def __str__(self) -> str:
        """Return the line for the terminal; what takes something from the client is marked."""
        mark = {"looser": "! ", "stricter": "+ ", "other": "  "}[self.weight]
        return f"{mark}{self.where}: {self.words}"


def changes(old: Pack, new: Pack) -> list[Change]:
    """Return what differs between two versions, what is taken from the client first.

    Both are whole packs (a client's pack laid over its form), so that a change of the form shows as well.
    """
    before, after = _plain(old), _plain(new)
    found = [
        *(change for name in _LISTS for change in _rules(name, before.get(name, []), after.get(name, []))),
        *_fields(
            "",
            {k: v for k, v in before.items() if k not in _BESIDE},
            {k: v for k, v in after.items() if k not in _BESIDE},
        ),
    ]
    order = {"looser": 0, "stricter": 1, "other": 2}
    return sorted(found, key=lambda change: order[change.weight])


def _plain(pack: Pack) -> dict[str, Any]:
    return pack.model_dump(mode="json", by_alias=True)


def _rules(name: str, old: list[dict[str, Any]], new: list[dict[str, Any]]) -> Iterator[Change]:
    before = {rule["id"]: rule for rule in old}
    after = {rule["id"]: rule for rule in new}
    for key, rule in before.items():
        if key not in after:
            yield Change(f"{_NAMES[name]} {key}", f"is gone ({_said(rule)})", "looser")
    for key, rule in after.items():
        if key not in before:
            yield Change(f"{_NAMES[name]} {key}", f"is new ({_said(rule)})", "stricter")
            continue
        where = f"{_NAMES[name]} {key}"
        yield from _clock(where, before[key].get("clock"), rule.get("clock"))
        rest = {k: v for k, v in before[key].items() if k != "clock"}, {k: v for k, v in rule.items() if k != "clock"}
        yield from _fields(where, *rest)


def _said(rule: Mapping[str, Any]) -> str:
    summary = rule.get("summary") or {}
    cited = ", ".join(rule.get("cite") or ())
    return " · ".join(part for part in (summary.get("en") or summary.get("ja"), cited) if part) or "without a summary"


def _clock(where: str, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> Iterator[Change]:
    if old == new:
        return
    if old is None or new is None:
        yield Change(
            where,
            "has a clock now" if old is None else "has no clock any more",
            "stricter" if old is None else "looser",
        )
        return
    if (old["limit"], old["kind"]) != (new["limit"], new["kind"]):
        weight: Weight = "other"
        if old["kind"] != new["kind"]:
            weight = "stricter" if new["kind"] == "hard" else "looser"
        yield Change(where, f"limit {_limit(old)} -> {_limit(new)}", weight)
    for name in ("word", "start", "count", "first_day", "roll", "target", "alarm", "cap", "basis", "tiers", "reading"):
        if old[name] != new[name]:
            yield Change(where, f"clock {name} {_short(old[name])} -> {_short(new[name])}")


def _limit(clock: Mapping[str, Any]) -> str:
    return f"{clock['limit'] or 'none'} ({'a deadline' if clock['kind'] == 'hard' else 'no deadline'})"


def _fields(where: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for name in dict.fromkeys([*old, *new]):
        before, after = old.get(name), new.get(name)
        if before == after:
            continue
        place = f"{where} {name}".strip()
        if (
            isinstance(before, dict)
            and isinstance(after, dict)
            and set(before) | set(after) != {"ja", "en"}
            and name != "when"
        ):
            yield from _fields(place, before, after)
        else:
            yield Change(place, f"{_short(before)} -> {_short(after)}")


def _short(value: Any) -> str:
    if value in (None, "", [], {}):
        return "nothing"
    if isinstance(value, dict) and set(value) <= {"ja", "en"}:
        value = value.get("en") or value.get("ja")
    text = str(value)
    return text if len(text) <= 120 else f"{text[:117]}..."
