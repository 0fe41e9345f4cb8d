"""A line's versions, what stands, and sums that add up whatever was entered in which order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.bearing import BEARERS, WHOLE, Borne, Shares
from bot.domain.errors import BadAnswer, NotAllowed, NotPossibleNow
from bot.domain.ledger import (
    CAUSES,
    COST_ITEMS,
    CostLine,
    Ledger,
    ShareTerms,
    Stage,
    Standing,
    approved,
    corrected,
    ledger_of,
    priced,
    spent,
    struck_out,
)
from bot.domain.money import MAX_MINOR, MINOR_DIGITS, YEN, Tax
from bot.domain.overview import overview

NOON = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
counting = iter(range(10**9))


def line(**given: object) -> CostLine:
    number = next(counting)
    values: dict[str, object] = {
        "id": f"V{number}",
        "incident_id": "I1",
        "lane_id": "L1",
        "line_id": f"K{number}",
        "number": number,
        "item": "forensics",
        "amount_minor": 1000,
        "payer": "us",
        "by": "U1",
        "at": NOON,
    }
    return priced(CostLine(**{**values, **given}))  # type: ignore[arg-type]


def terms(us: int, client: int, third: int = 0, **given: object) -> ShareTerms:
    number = next(counting)
    values: dict[str, object] = {
        "id": f"T{number}",
        "incident_id": "I1",
        "lane_id": "L1",
        "consultation_id": "C1",
        "number": number,
        "standing": Standing.PROPOSED,
        "by": "U1",
        "at": NOON,
    }
    return ShareTerms(us_bp=us * 100, client_bp=client * 100, third_party_bp=third * 100, **{**values, **given})  # type: ignore[arg-type]


@st.composite
def lines(draw: st.DrawFn) -> CostLine:
    currency = draw(st.sampled_from(sorted(MINOR_DIGITS)))
    return line(
        item=draw(st.sampled_from(COST_ITEMS)),
        amount_minor=draw(st.integers(1, MAX_MINOR)),
        currency=currency,
        rate="" if currency == YEN else draw(st.sampled_from(["1", "151.23", "0.11", "999999.999999"])),
        tax=draw(st.sampled_from(list(Tax))),
        stage=draw(st.sampled_from(list(Stage))),
        payer=draw(st.sampled_from(BEARERS)),
        struck=draw(st.booleans()),
        version=draw(st.integers(1, 3)),
    )


@st.composite
def some_terms(draw: st.DrawFn) -> ShareTerms:
    us = draw(st.integers(0, 100))
    client = draw(st.integers(0, 100 - us))
    item = draw(st.sampled_from((WHOLE, *COST_ITEMS)))
    cap = draw(st.none() | st.integers(0, 10**13)) if item == WHOLE else None
    standing = draw(st.sampled_from(list(Standing)))
    return terms(us, client, 100 - us - client, item=item, cap_yen=cap, standing=standing)


ledgers = st.builds(ledger_of, st.lists(lines(), max_size=25), st.lists(some_terms(), max_size=8))


@given(ledger=ledgers)
def test_everything_adds_up(ledger: Ledger) -> None:
    found = overview(ledger)
    assert found.total.total == sum(one.gross_yen for one in ledger.standing)
    assert found.total.net + found.total.tax == found.total.total
    for stage in Stage:
        at_stage = sum(one.gross_yen for one in ledger.standing if one.stage is stage)
        assert (
            at_stage == getattr(found.total, stage.value) == sum(getattr(s, stage.value) for s in found.items.values())
        )
    assert {item: sums.total for item, sums in found.items.items()} == {
        item: borne.total for item, borne in found.bearing.items.items()
    }
    for whose, total in ((found.bearing, found.total.total), (found.settled, found.total.actual)):
        assert whose.total.total == total
        for name in (*BEARERS, "undecided"):
            assert getattr(whose.total, name) == sum(getattr(borne, name) for borne in whose.items.values())
    assert sum(found.paid.values()) == found.total.actual
    assert sum(found.balance.values()) == found.settled.total.undecided
    after = dict(found.balance)
    for payer, payee, amount in found.transfers:
        assert amount > 0
        after[payer] += amount
        after[payee] -= amount
    assert all(left >= 0 for left in after.values()), "everybody has borne their part"


@given(versions=st.lists(lines(), max_size=15), told=st.lists(some_terms(), max_size=5), data=st.data())
def test_the_order_of_entering_changes_nothing(
    versions: list[CostLine], told: list[ShareTerms], data: st.DataObject
) -> None:
    shuffled = ledger_of(data.draw(st.permutations(versions)), data.draw(st.permutations(told)))
    assert shuffled == ledger_of(versions, told)
    assert overview(shuffled) == overview(ledger_of(versions, told))


@given(ledger=ledgers, more=lines())
def test_one_more_cost_never_makes_the_sum_smaller(ledger: Ledger, more: CostLine) -> None:
    grown = ledger_of([*ledger.lines, replace(more, struck=False)], ledger.terms)
    assert overview(grown).total.total == overview(ledger).total.total + more.gross_yen


@given(one=lines(), rate=st.sampled_from(["1", "0.000001", "151.23"]))
def test_the_yen_of_a_version_are_frozen(one: CostLine, rate: str) -> None:
    """A later version with another rate leaves the earlier one as it was; words alone change no yen."""
    kept = replace(one, struck=False)
    other = corrected(kept, id="V", by="U2", at=NOON, reason="r", description="other words")
    assert (other.net_yen, other.tax_yen) == (kept.net_yen, kept.tax_yen)
    if kept.currency != YEN:
        before = (kept.net_yen, kept.tax_yen, kept.rate)
        corrected(kept, id="V", by="U2", at=NOON, reason="r", rate=rate)
        assert (kept.net_yen, kept.tax_yen, kept.rate) == before


def test_a_line_goes_from_estimate_over_approval_to_what_it_came_to() -> None:
    first = line(amount_minor=110_000, tax=Tax.INCLUDED_10, by="U1")
    second = approved(first, id="V2", by="U2", at=NOON)
    third = spent(
        second, id="V3", by="U1", at=NOON, reason="invoice", amount_minor=121_000, incurred_on=date(2026, 12, 1)
    )
    assert [one.stage for one in (first, second, third)] == [Stage.ESTIMATE, Stage.APPROVED, Stage.ACTUAL]
    assert (third.version, third.approved_by, third.net_yen, third.tax_yen) == (3, "U2", 110_000, 11_000)
    assert ledger_of([third, first, second], []).lines == (third,)
    with pytest.raises(NotPossibleNow):
        approved(third, id="V4", by="U2", at=NOON)
    with pytest.raises(NotPossibleNow):
        spent(third, id="V4", by="U2", at=NOON, reason="again")


def test_nobody_approves_the_amount_they_wrote() -> None:
    with pytest.raises(NotAllowed) as refusal:
        approved(line(by="U1"), id="V2", by="U1", at=NOON)
    assert refusal.value.key == "refused.own_cost"


def test_an_approval_covers_the_amount_it_was_given_for_and_no_other() -> None:
    given = approved(line(by="U1"), id="V2", by="U2", at=NOON)
    words = corrected(given, id="V3", by="U1", at=NOON, reason="typo", description="scope")
    assert (words.stage, words.approved_by) == (Stage.APPROVED, "U2")
    for change in ({"amount_minor": 1001}, {"tax": Tax.EXCLUDED_8}, {"currency": "USD", "rate": "150"}):
        again = corrected(given, id="V3", by="U1", at=NOON, reason="more", **change)
        assert (again.stage, again.approved_by) == (Stage.ESTIMATE, ""), change
    paid = spent(given, id="V3", by="U1", at=NOON, reason="invoice")
    assert corrected(paid, id="V4", by="U1", at=NOON, reason="typo", amount_minor=5).stage is Stage.ACTUAL


def test_a_struck_line_stays_to_be_read_and_changes_no_more() -> None:
    gone = struck_out(line(), id="V2", by="U2", at=NOON, reason="twice")
    ledger = ledger_of([gone], [])
    assert ledger.lines == (gone,)
    assert overview(ledger).total.total == 0
    for change in (corrected, spent, struck_out):
        with pytest.raises(NotPossibleNow):
            change(gone, id="V3", by="U3", at=NOON, reason="r")
    with pytest.raises(NotPossibleNow):
        approved(gone, id="V3", by="U3", at=NOON)


def test_working_time_is_hours_times_its_rate() -> None:
    assert line(item="own_hours", amount_minor=0, minutes=450, hourly_minor=8_000).gross_yen == 60_000
    assert line(item="client_hours", amount_minor=0, minutes=1, hourly_minor=10_001).amount_minor == 167


def test_a_tax_that_cannot_be_is_refused() -> None:
    with pytest.raises(BadAnswer):
        line(tax=Tax.INCLUDED_10, tax_stated=999)


def test_new_terms_for_the_whole_replace_those_for_items_and_agreed_ones_come_before_proposed() -> None:
    told = [
        terms(70, 30),
        terms(100, 0, item="forensics"),
        terms(50, 50, standing=Standing.COUNTERED),
    ]
    cost = [line(item="forensics", amount_minor=100), line(item="lawyers", amount_minor=100)]
    ledger = ledger_of(cost, told)
    assert overview(ledger).bearing.total == Borne(us=170, client=30)
    assert overview(ledger).standing is Standing.PROPOSED
    again = ledger_of(cost, [*told, terms(60, 40)])
    assert overview(again).bearing.total == Borne(us=120, client=80), "a proposal for the whole begins anew"
    part = ledger_of(cost, [*told, terms(10, 90, item="lawyers", standing=Standing.AGREED)])
    assert overview(part).bearing.total == Borne(us=110, client=90)
    assert overview(part).standing is Standing.PROPOSED, "one item is still open"
    whole = ledger_of(cost, [*told, terms(60, 40, standing=Standing.AGREED)])
    assert overview(whole).bearing.total == Borne(us=120, client=80)
    assert overview(whole).standing is Standing.AGREED
    assert overview(ledger_of(cost, [])).standing is None


def test_a_limit_for_the_contract_leaves_what_earlier_incidents_did_not_use() -> None:
    capped = terms(70, 30, cap_yen=1_000_000, cap_per="contract", cap_used_yen=900_000, standing=Standing.AGREED)
    found = overview(ledger_of([line(amount_minor=1_000_000)], [capped]))
    assert found.bearing.total == Borne(us=100_000, client=900_000)
    assert found.bearing.capped
    used_up = replace(capped, cap_used_yen=2_000_000)
    assert overview(ledger_of([line()], [used_up])).bearing.total == Borne(client=1000)


def test_who_owes_whom_is_what_was_paid_less_what_is_borne_of_the_actual_costs() -> None:
    cost = [
        line(amount_minor=900_000, stage=Stage.ACTUAL, payer="us"),
        line(amount_minor=100_000, stage=Stage.ACTUAL, payer="client", item="client_hours"),
        line(amount_minor=5_000_000, stage=Stage.ESTIMATE, payer="us"),
    ]
    found = overview(ledger_of(cost, [terms(60, 40, standing=Standing.AGREED)]))
    assert found.settled.total == Borne(us=600_000, client=400_000)
    assert dict(found.balance) == {"us": 300_000, "client": -300_000, "third_party": 0}
    assert found.transfers == (("client", "us", 300_000),)
    assert found.bearing.total == Borne(us=3_600_000, client=2_400_000)


def test_shares_of_terms_are_whole() -> None:
    assert terms(60, 40).shares == Shares(6000, 4000)
    with pytest.raises(ValueError, match="add up"):
        _ = terms(60, 50).shares
    assert set(CAUSES) >= {"us", "client"}
