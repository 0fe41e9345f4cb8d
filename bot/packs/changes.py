"""What a new version of a pack changes, in words of either language: rules that came, went or say something else; clocks first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bot.packs.schema import Pack

Weight = Literal["looser", "stricter", "other"]
"""Whether a change gives the client less, more, or neither can be told."""
Language = Literal["ja", "en"]

_LISTS = ("duties", "consents", "consultations", "submissions", "recurring", "end_of_contract")
_BESIDE = ("id", "extends", "schema", *_LISTS)
_WORDS = {
    "duties": ("義務", "duty"),
    "consents": ("承諾", "consent"),
    "consultations": ("協議", "consultation"),
    "submissions": ("届出", "submission"),
    "recurring": ("日ごろの決まり", "recurring rule"),
    "end_of_contract": ("契約の終わり", "end rule"),
    "gone": ("なくなる（{said}）", "is gone ({said})"),
    "new": ("新しく加わる（{said}）", "is new ({said})"),
    "renamed": ("{new} という名前になる（中身は同じ）", "is called {new} now, and says the same"),
    "clock": ("時計がつく", "has a clock now"),
    "no_clock": ("時計がなくなる", "has no clock any more"),
    "limit": ("期限 {old} → {new}", "limit {old} -> {new}"),
    "clock_part": ("時計の {name} {old} → {new}", "clock {name} {old} -> {new}"),
    "part": ("{old} → {new}", "{old} -> {new}"),
    "nothing": ("なし", "nothing"),
    "deadline": ("{length}（契約の期限）", "{length} (a deadline)"),
    "no_deadline": ("期限の数字なし", "none (no deadline)"),
    "on_order": ("指示または求めのとおり", "as instructed or requested"),
    "bare": ("要約なし", "without a summary"),
}
"""Japanese and English of everything a change is told in; names of fields stay those of the YAML."""
_LENGTHS = {
    "TM": (60, "分", "minute"), "TH": (3600, "時間", "hour"), "D": (86_400, "日", "day"), "BD": (86_401, "営業日", "business day"),
    "W": (7 * 86_400, "週間", "week"), "M": (30 * 86_400, "か月", "month"), "Y": (365 * 86_400, "年", "year"),
}  # fmt: skip
"""Seconds (roughly, to compare), and the words of each unit."""


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


def changes(old: Pack, new: Pack, language: Language = "en") -> list[Change]:
    """Return what differs between two versions, what is taken from the client first.

    Both are whole packs (a client's pack laid over its form), so that a change of the form shows as well.
    """
    return _Comparing(language).packs(_plain(old), _plain(new))


def _plain(pack: Pack) -> dict[str, Any]:
    return pack.model_dump(mode="json", by_alias=True)


class _Comparing:
    """Compares two packs and tells it in one language."""

    def __init__(self, language: Language) -> None:
        self._place = 0 if language == "ja" else 1

    def _say(self, key: str, **values: object) -> str:
        return _WORDS[key][self._place].format(**values)

    def packs(self, before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
        found = [change for name in _LISTS for change in self._rules(name, before.get(name, []), after.get(name, []))]
        beside = ({k: v for k, v in pack.items() if k not in _BESIDE} for pack in (before, after))
        found += self._fields("", *beside)
        order = {"looser": 0, "stricter": 1, "other": 2}
        return sorted(found, key=lambda change: order[change.weight])

    def _rules(self, name: str, old: list[dict[str, Any]], new: list[dict[str, Any]]) -> Iterator[Change]:
        before = {rule["id"]: rule for rule in old}
        after = {rule["id"]: rule for rule in new}
        renamed = _renamed(before, after)
        for key, rule in before.items():
            where = f"{self._say(name)} {key}"
            if key in renamed:
                yield Change(where, self._say("renamed", new=renamed[key]))
            elif key not in after:
                yield Change(where, self._say("gone", said=self._said(rule)), "looser")
        for key, rule in after.items():
            where = f"{self._say(name)} {key}"
            if key in renamed.values():
                continue
            if key not in before:
                yield Change(where, self._say("new", said=self._said(rule)), "stricter")
                continue
            yield from self._clock(where, before[key].get("clock"), rule.get("clock"))
            rest = ({k: v for k, v in one.items() if k != "clock"} for one in (before[key], rule))
            yield from self._fields(where, *rest)

    def _said(self, rule: Mapping[str, Any]) -> str:
        summary = rule.get("summary") or {}
        cited = ", ".join(rule.get("cite") or ())
        return " · ".join(part for part in (self._words_of(summary), cited) if part) or self._say("bare")

    def _words_of(self, words: Mapping[str, Any]) -> str:
        own, other = ("ja", "en") if self._place == 0 else ("en", "ja")
        return str(words.get(own) or words.get(other) or "")

    def _clock(self, where: str, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> Iterator[Change]:
        if old == new:
            return
        if old is None or new is None:
            yield Change(
                where, self._say("clock" if old is None else "no_clock"), "stricter" if old is None else "looser"
            )
            return
        if (old["limit"], old["kind"]) != (new["limit"], new["kind"]):
            words = self._say("limit", old=self._limit(old), new=self._limit(new))
            yield Change(where, words, _weight(old, new))
        for name in (
            "word",
            "start",
            "count",
            "first_day",
            "roll",
            "target",
            "alarm",
            "cap",
            "basis",
            "tiers",
            "reading",
        ):
            if old[name] != new[name]:
                words = self._say("clock_part", name=name, old=self._short(old[name]), new=self._short(new[name]))
                yield Change(where, words)

    def _limit(self, clock: Mapping[str, Any]) -> str:
        if clock["kind"] == "hard":
            return self._say("deadline", length=self._length(clock["limit"]))
        return self._say("on_order") if clock["limit"] else self._say("no_deadline")

    def _length(self, duration: str) -> str:
        found = _parts(duration)
        if found is None:
            return duration
        number, (_, ja, en) = found
        return f"{number}{ja}" if self._place == 0 else f"{number} {en}{'' if number == 1 else 's'}"

    def _fields(self, where: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
        for name in dict.fromkeys([*old, *new]):
            before, after = old.get(name), new.get(name)
            if before == after:
                continue
            place = f"{where} {name}".strip()
            inside = name != "when" and isinstance(before, dict) and isinstance(after, dict)
            if inside and {*(before or ()), *(after or ())} != {"ja", "en"}:
                yield from self._fields(place, before or {}, after or {})
            else:
                yield Change(place, self._say("part", old=self._short(before), new=self._short(after)))

    def _short(self, value: Any) -> str:
        if value in (None, "", [], {}):
            return self._say("nothing")
        if isinstance(value, dict) and set(value) <= {"ja", "en"}:
            value = self._words_of(value)
        elif isinstance(value, str) and _parts(value) is not None:
            value = self._length(value)
        elif isinstance(value, dict):
            value = ", ".join(
                f"{name} {self._short(inner)}" for name, inner in value.items() if inner not in (None, "", [], {})
            )
        elif isinstance(value, list):
            value = ", ".join(self._short(inner) for inner in value)
        text = str(value)
        return text if len(text) <= 120 else f"{text[:117]}..."


def _renamed(before: Mapping[str, dict[str, Any]], after: Mapping[str, dict[str, Any]]) -> dict[str, str]:
    """Return old id to new id of rules that only got another name."""
    gone = {key: rule for key, rule in before.items() if key not in after}
    come = {key: rule for key, rule in after.items() if key not in before}
    found: dict[str, str] = {}
    for key, rule in gone.items():
        same = [
            name
            for name, other in come.items()
            if name not in found.values() and {**other, "id": ""} == {**rule, "id": ""}
        ]
        if same:
            found[key] = same[0]
    return found


def _weight(old: Mapping[str, Any], new: Mapping[str, Any]) -> Weight:
    if old["kind"] != new["kind"]:
        return "stricter" if new["kind"] == "hard" else "looser"
    before, after = _parts(str(old["limit"])), _parts(str(new["limit"]))
    if before is None or after is None or old["count"] != new["count"]:
        return "other"
    lengths = before[0] * before[1][0], after[0] * after[1][0]
    return "looser" if lengths[1] > lengths[0] else "stricter" if lengths[1] < lengths[0] else "other"


def _parts(duration: str) -> tuple[int, tuple[int, str, str]] | None:
    """Return number and unit of a duration of one unit (PT60M, P5BD), None for anything else."""
    found = re.fullmatch(r"P(?P<time>T?)(?P<n>[0-9]+)(?P<unit>BD|[MHDWY])", duration)
    unit = _LENGTHS.get(f"{found['time']}{found['unit']}") if found else None
    return (int(found["n"]), unit) if found and unit else None
