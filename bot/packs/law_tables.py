"""Every law that comes with Hansho as a table for people: `docs/laws.md`. `python -m bot.packs.law_tables`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.packs.lawbook import shipped_ids, shipped_law
from bot.packs.laws import LawClock, LawPack, LawRule

TARGET = Path(__file__).parents[2] / "docs" / "laws.md"
BEGIN, END = "<!-- table of laws -->", "<!-- end of the table -->"
AREAS = {
    "jp": "Japan",
    "eu": "European Union",
    "uk": "United Kingdom",
    "us": "United States",
    "apac": "Asia-Pacific",
    "other": "Elsewhere",
}


def counted(clock: LawClock) -> str:
    """Return a rule's limit in one line: the law's number or its word, the cap, what makes it longer, days and roll."""
    words = clock.word.en
    parts = [clock.limit] if clock.limit else [f"“{words}”"] if words else []
    if clock.longer:
        parts.append(f"{clock.longer.limit} if {_condition(clock.longer.when)}")
    if clock.cap:
        start = f" from {_moment(clock.cap.start)}" if clock.cap.start else ""
        parts.append(f"at most {clock.cap.limit}{start}")
    if clock.count != "elapsed":
        parts.append(f"{clock.count} days" + (", the first is day 1" if clock.first_day else ""))
    if clock.roll:
        parts.append(clock.roll.replace("_", " "))
    if clock.until:
        parts.append(f"again and again until {_moment(clock.until)}")
    if not clock.is_hard and clock.target:
        parts.append(f"our target {clock.target}")
    return "; ".join(parts)


def started(clock: LawClock) -> str:
    """Return what a rule's clock counts from."""
    return f"after {', '.join(clock.after)}" if clock.after else _moment(clock.start)


def table() -> str:
    """Return the table as the document holds it."""
    return "\n".join(_lines())


def written(document: str) -> str:
    """Return the document with the table of today in the place of the one in it."""
    before, _, rest = document.partition(BEGIN)
    return f"{before}{BEGIN}\n{table()}\n{END}{rest.partition(END)[2]}"


def _lines() -> Iterator[str]:
    laws = [shipped_law(law_id) for law_id in shipped_ids()]
    for area, heading in AREAS.items():
        mine = [law for law in laws if law.area == area]
        yield from (
            f"### {heading}",
            "",
            "| law | who | duty | to | counted from | limit | source |",
            "|---|---|---|---|---|---|---|",
        )
        for law in mine:
            yield from _rows(law)
        yield ""


def _rows(law: LawPack) -> Iterator[str]:
    name = f"`{law.id}` {law.short.en}"
    if law.standing == "watch":
        yield f"| {name} | {law.who.en} | *watched only: {law.why.en}* | | | | |"
    for number, rule in enumerate(law.rules):
        yield f"| {name if not number else ''} | {law.who.en if not number else ''} | {_duty(rule)} |"


def _duty(rule: LawRule) -> str:
    keep = f" (kept {rule.keep})" if rule.keep else ""
    told = f"{rule.summary.en}{keep} | {rule.recipient.en} | {started(rule.clock)} | {counted(rule.clock)}"
    return f"{told} | {', '.join(rule.cite)}".replace("\n", " ")


def _moment(name: str | None) -> str:
    return (name or "").removesuffix("_at").replace("_", " ")


def _condition(when: object) -> str:
    return str(when).replace("'", "").strip("{}")


if __name__ == "__main__":
    TARGET.write_text(written(TARGET.read_text(encoding="utf-8")), encoding="utf-8")
