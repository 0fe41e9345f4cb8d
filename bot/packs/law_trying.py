"""A law in the terminal: its rows, and a trial of it on made-up answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from bot.domain.clocks import Times, times_of
from bot.packs.law_tables import counted, started
from bot.packs.lawbook import shipped_ids, shipped_law
from bot.packs.laws import LawPack, LawRule


def listed(on: Mapping[str, LawPack], locale: str) -> Iterator[str]:
    """Give a line for each law that comes with Hansho or is switched on, and how it stands."""
    laws = {**{law_id: shipped_law(law_id) for law_id in shipped_ids()}, **on}
    for law_id, law in sorted(laws.items()):
        standing = "watched only" if law.standing == "watch" else "on" if law_id in on else "off"
        yield f"{law_id}  law, {standing}  {_words(law.short, locale)}"


def law_lines(law: LawPack, locale: str) -> Iterator[str]:
    """Give one law: whom it binds, how it stands, and each of its rows."""
    yield f"{law.id}  {_words(law.title, locale)}"
    yield f"  binds: {_words(law.who, locale)}"
    yield f"  as understood {law.as_of}, " + (
        f"confirmed by {law.confirmed_by}" if law.confirmed_by else "have it confirmed by counsel"
    )
    if law.standing == "watch":
        yield f"  watched only: {_words(law.why, locale)}"
    for rule in law.rules:
        yield (
            f"  {rule.id}  {'' if rule.clock.after else 'from '}{started(rule.clock)}  {counted(rule.clock)}  {', '.join(rule.cite)}  "
            f"{_words(rule.summary, locale)} -> {_words(rule.recipient, locale)}"
        )


def trial_lines(law: LawPack, facts: Mapping[str, object], at: datetime, locale: str) -> Iterator[str]:
    """Give what one report would set going under a law, in the order of time.

    Every moment is taken to be the first recognition (decided at once), and every stage to be sent when it is due.

    Raises CalendarOutOfRange.
    """
    zone = law.place.tz
    yield f"{law.id}: first recognised {_when(at, law)} ({law.calendar.tz}); decided at once, each stage sent when it is due"
    if law.standing == "watch":
        yield f"It is only watched and cannot run: {_words(law.why, locale)}"
        return
    sent: dict[str, datetime] = {}
    found: list[tuple[datetime, str]] = []
    for one in law.fired(facts):
        times = _times(law, one.rule, facts, at, sent)
        ends = [(times.due_at, "DUE"), (times.target_at if times.due_at is None else None, "team target")]
        unknown = f"  (not known yet: {', '.join(one.why.unknown)})" if one.why.unknown else ""
        words = f"{one.rule.id}  {_words(one.rule.summary, locale)} -> {_words(one.rule.recipient, locale)}{unknown}"
        for end, kind in ends:
            if end is not None:
                found.append((end, f"{kind}  {words}"))
                sent.setdefault(one.rule.id, end)
    yield f"{len(found)} duties fire:" if found else "Nothing is owed."
    for end, words in sorted(found):
        yield f"  {_when(end.astimezone(zone), law)}  {words}"


def _times(
    law: LawPack, rule: LawRule, facts: Mapping[str, object], at: datetime, sent: Mapping[str, datetime]
) -> Times:
    start = max((sent[name] for name in rule.clock.after if name in sent), default=at)
    return times_of(
        law.clock_spec(rule, facts), start, law.place, cap_from=at if rule.clock.cap and rule.clock.cap.start else None
    )


def _when(instant: datetime, law: LawPack) -> str:
    local = instant.astimezone(law.place.tz)
    return f"{local:%Y-%m-%d %H:%M} {('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun')[local.weekday()]}"


def _words(words: object, locale: str) -> str:
    return str(getattr(words, locale, "") or getattr(words, "ja", ""))
