from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.errors import CalendarOutOfRange
from bot.packs.loader import SHIPPED, load_pack
from bot.packs.simulation import simulate
from bot.packs.trying import answers_of, lines_of

PACKS = {n: load_pack(SHIPPED / f"seed-00{n}.yaml").pack for n in range(5)}
NIGHT = datetime(2026, 12, 31, 23, 40, tzinfo=ZoneInfo("Asia/Tokyo"))
INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2034, 1, 1), timezones=st.just(UTC))


def test_new_years_eve_under_the_60_minutes():
    trial = simulate(PACKS[2], {"status": "suspected"}, NIGHT)
    due = [moment for moment in trial.moments if moment.kind == "due"]
    assert [(m.what, m.at) for m in due] == [("notify-60", NIGHT.astimezone(UTC) + timedelta(minutes=60))]
    assert [m.what for m in trial.moments if m.kind == "ring"][:5] == [
        "incident_lead", "duty_manager", "responsible", "security_manager", "executive",
    ]  # fmt: skip
    hour, count = trial.busiest
    assert (hour.isoformat(), count) == ("2027-01-01T00:00:00+09:00", 18)  # twelve rings and six instants of clocks


def test_what_fires_nothing_rings_nobody():
    facts = {
        "status": "occurred",
        "event": ["outage"],
        "where": ["elsewhere"],
        "info_kind": ["none"],
        "terms_broken": "no",
    }
    trial = simulate(PACKS[0], facts, NIGHT)
    notices = [item for item in trial.fired if item.duty.type == "notice"]
    assert bool(notices) == any(m.kind == "ring" for m in trial.moments)


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(sorted(PACKS)), INSTANTS, st.sampled_from([{}, {"status": "occurred"}, {"status": "future_risk"}])
)
@example(0, datetime(2028, 3, 12, 5, 0, tzinfo=UTC), {})  # two hours before New York's clocks skip one
def test_nothing_happens_before_the_start_and_the_zone_of_the_instant_does_not_matter(number, at, facts):
    trial = simulate(PACKS[number], facts, at)
    assert all(moment.at >= at for moment in trial.moments)
    assert list(trial.moments) == sorted(trial.moments, key=lambda m: (m.at, m.kind, m.what))
    assert simulate(PACKS[number], facts, at.astimezone(ZoneInfo("America/New_York"))) == trial
    if trial.busiest:
        hour, count = trial.busiest
        assert count == sum(hour <= m.at < hour + timedelta(hours=1) for m in trial.moments)


def test_a_year_beyond_the_holiday_tables_is_said(tmp_path):
    path = tmp_path / "p.yaml"
    path.write_text(
        (SHIPPED / "seed-001.yaml")
        .read_text(encoding="utf-8")
        .replace("速やかに: {target: PT4H", "速やかに: {target: P2BD"),
        encoding="utf-8",
    )
    pack = load_pack(path).pack
    with pytest.raises(CalendarOutOfRange):
        simulate(pack, {"status": "occurred"}, datetime(2199, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("status: [", "not YAML"),
        ("- a\n", "expected answers by name"),
        ("statsu: occurred", "no fact is called 'statsu'; nearest: status"),
        ("status: perhaps", "status cannot be 'perhaps'"),
    ],
)
def test_answers_that_cannot_be_used_are_named(text, reason):
    with pytest.raises(ValueError, match=reason):
        answers_of(text)


def test_the_lines_tell_what_is_not_known_yet_in_the_reader_s_language():
    trial = simulate(PACKS[2], {"status": "suspected"}, NIGHT)
    ja, en = ("\n".join(lines_of(PACKS[2], trial, NIGHT, locale)) for locale in ("ja", "en"))
    assert "甲の窓口に連絡する" in ja and "Tell the client's desk within 60 minutes" in en
    assert "DUE  notify-60" in en and "2027-01-01 00:40 Fri" in en
    assert "(not known yet: caused_by)" in en
