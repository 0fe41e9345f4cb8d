"""The thirteen dates that every deadline clock of the field has to get right, from the shipped packs and laws themselves."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.calendars import Calendar
from bot.domain.clocks import ClockSpec, Times, end_of_day, parse_duration, times_of
from bot.domain.recurring import last_day_before, safe_day, terms
from bot.packs.lawbook import shipped_law
from bot.packs.loader import SHIPPED, load_pack
from bot.packs.schema import Pack

TOKYO, BRUSSELS, NEW_YORK, SINGAPORE = (
    ZoneInfo(name) for name in ("Asia/Tokyo", "Europe/Brussels", "America/New_York", "Asia/Singapore")
)
FRIDAY = datetime(2026, 12, 4, 15, 0, tzinfo=TOKYO)


def form(name: str) -> Pack:
    pack = load_pack(SHIPPED / f"{name}.yaml").pack
    assert pack is not None
    return pack


def notify_60(start: datetime) -> datetime:
    """When the sixty minutes of the contract form are over."""
    pack = form("seed-002")
    rule = next(rule for rule in pack.duties if rule.id == "notify-60")
    due = times_of(pack.clock_spec(rule), start, Calendar(pack.calendar.days, pack.calendar.tz)).due_at
    assert due is not None
    return due


def law(law_id: str, rule_id: str, start: datetime, cap_from: datetime | None = None, **facts: object) -> Times:
    """The instants of one row of a law."""
    found = shipped_law(law_id)
    return times_of(found.clock_spec(found.by_id[rule_id], facts), start, found.place, cap_from=cap_from)


def ends(law_id: str, day: date) -> datetime:
    return end_of_day(day, shipped_law(law_id).place)


def test_01_sixty_minutes_from_the_recognition_and_not_from_the_report() -> None:
    assert notify_60(datetime(2026, 11, 21, 2, 47, tzinfo=TOKYO)) == datetime(2026, 11, 21, 3, 47, tzinfo=TOKYO)


def test_02_a_subcontractors_recognition_is_everybodys() -> None:
    theirs, ours = datetime(2026, 11, 21, 2, 20, tzinfo=TOKYO), datetime(2026, 11, 21, 2, 47, tzinfo=TOKYO)
    assert next(rule for rule in form("seed-002").duties if rule.id == "notify-60").clock.tiers == "all"  # type: ignore[union-attr]
    assert notify_60(min(theirs, ours)) == datetime(2026, 11, 21, 3, 20, tzinfo=TOKYO)


def test_03_the_renewal_between_two_companies() -> None:
    term = form("seed-004").term
    assert term.opt_out is not None
    year = parse_duration(term.length or "")
    end = next(iter(terms(date(2026, 4, 1), None, year, parse_duration(term.auto_renew or ""))))
    last = last_day_before(end, parse_duration(term.opt_out.before_end))
    assert (end, last) == (date(2027, 3, 31), date(2027, 2, 28))
    reminded = [last_day_before(end, parse_duration(f"P{days}D")) for days in (90, 60, 45, 35)]
    assert reminded == [date(2026, 12, 31), date(2027, 1, 30), date(2027, 2, 14), date(2027, 2, 24)]
    assert safe_day(last, Calendar("jp-business", "Asia/Tokyo")) <= date(2027, 2, 21)


def test_04_the_prompt_report_is_about_three_to_five_days_and_soft() -> None:
    times = law("jp-appi", "prompt", FRIDAY)
    assert times.due_at is None
    assert (times.target_at, times.alarm_at) == (ends("jp-appi", date(2026, 12, 6)), ends("jp-appi", date(2026, 12, 8)))


def test_05_thirty_days_with_the_day_known_as_the_first_and_the_new_year_rest() -> None:
    assert law("jp-appi", "final", FRIDAY, malicious="no").due_at == ends("jp-appi", date(2027, 1, 4))


def test_06_sixty_days_for_an_attack() -> None:
    assert law("jp-appi", "final", FRIDAY, malicious="yes").due_at == ends("jp-appi", date(2027, 2, 1))


def test_07_seventy_two_hours_run_through_the_weekend() -> None:
    aware = datetime(2026, 11, 20, 18, 0, tzinfo=BRUSSELS)
    assert law("eu-gdpr", "authority", aware).due_at == datetime(2026, 11, 23, 18, 0, tzinfo=BRUSSELS)


def test_08_dora_four_hours_a_cap_of_a_day_and_seventy_two_from_what_was_sent() -> None:
    aware = datetime(2026, 11, 19, 10, 0, tzinfo=BRUSSELS)

    def initial(day: int, hour: int) -> datetime | None:
        return law("eu-dora", "initial", datetime(2026, 11, day, hour, tzinfo=BRUSSELS), aware).due_at

    assert initial(19, 20) == datetime(2026, 11, 20, 0, 0, tzinfo=BRUSSELS)
    assert initial(20, 9) == datetime(2026, 11, 20, 10, 0, tzinfo=BRUSSELS)
    sent = datetime(2026, 11, 19, 23, 30, tzinfo=BRUSSELS)
    assert law("eu-dora", "intermediate", sent).due_at == sent + timedelta(hours=72)


def test_09_four_business_days_skip_thanksgiving() -> None:
    determined = datetime(2026, 11, 25, 10, 0, tzinfo=NEW_YORK)
    assert law("us-sec", "filing", determined).due_at == ends("us-sec", date(2026, 12, 2))


def test_10_three_calendar_days_after_the_day_of_the_assessment() -> None:
    assessed = datetime(2026, 11, 20, 11, 0, tzinfo=SINGAPORE)
    assert law("sg-pdpa", "commission", assessed).due_at == ends("sg-pdpa", date(2026, 11, 23))


def test_11_seventy_two_hours_of_the_defence_clause_and_ninety_days_of_images() -> None:
    discovered = datetime(2026, 11, 24, 9, 0, tzinfo=NEW_YORK)
    assert law("us-dfars", "report", discovered).due_at == datetime(2026, 11, 27, 9, 0, tzinfo=NEW_YORK)
    keep = shipped_law("us-dfars").by_id["images"].keep
    reported = datetime(2026, 11, 25, 9, 0, tzinfo=NEW_YORK)
    spec = ClockSpec(limit=parse_duration(keep or ""), count="calendar")
    assert times_of(spec, reported, shipped_law("us-dfars").place).due_at == ends("us-dfars", date(2027, 2, 23))


def test_12_a_start_moved_earlier_moves_the_end_as_much() -> None:
    first = notify_60(datetime(2026, 11, 21, 2, 47, tzinfo=TOKYO))
    assert first - notify_60(datetime(2026, 11, 21, 2, 30, tzinfo=TOKYO)) == timedelta(minutes=17)


@pytest.fixture(params=["Asia/Tokyo", "America/New_York", "UTC"])
def machine_zone(request: pytest.FixtureRequest) -> Iterator[str]:
    """The machine stands elsewhere for a moment."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    if before is None:
        os.environ.pop("TZ", None)
    else:
        os.environ["TZ"] = before
    time.tzset()


def test_13_an_instant_is_an_instant_whatever_the_machine_or_summer_time_says(machine_zone: str) -> None:
    assert machine_zone
    back = datetime(2026, 10, 24, 18, 0, tzinfo=BRUSSELS)
    due = law("eu-gdpr", "authority", back).due_at
    assert due is not None
    assert due == back.astimezone(UTC) + timedelta(hours=72)
    assert due.astimezone(BRUSSELS) == datetime(2026, 10, 27, 17, 0, tzinfo=BRUSSELS), (
        "a night of 25 hours lies between"
    )
    assert notify_60(datetime(2026, 11, 21, 2, 47, tzinfo=TOKYO)) == datetime(2026, 11, 20, 18, 47, tzinfo=UTC)
