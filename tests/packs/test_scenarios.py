"""Eight scenarios and five packs: which duties fire from the answers of the first form, exactly.

How the scenarios are read where their one-line description leaves it open:
- The lead's questions (cause, terms broken, ...) have not been asked yet. `once_asked` keeps a rule on broken terms silent
  until then; the reporter can still tick "a rule was broken", and not knowing what happened leaves that possible.
- Suspicion (S2, S3) is `suspected`; a rule break or near miss with nothing lost (S4, S6) is `future_risk`.
- S3: nobody knows what happened, only that the client's data is said to lie elsewhere.
- S5: the subcontractor's mis-sent mail also broke the rule against sending data without approval.
- Compared are the notices, and the containing and evidence duties of the memorandum (004); 000's general duty to take
  measures goes with any of its notices.
"""

from __future__ import annotations

import pytest

from bot.domain.facts import FACTS
from bot.domain.matching import Verdict, match
from bot.packs.evaluate import evaluate, widened
from bot.packs.loader import SHIPPED, load_pack

UNKNOWN = {
    "status": "unknown",
    "raised_by": "unknown",
    "event": ["unknown"],
    "where": ["unknown"],
    "contracts": ["unknown"],
    "ongoing": "unknown",
    "info_kind": ["unknown"],
}


def answers(**given):
    return {**UNKNOWN, "raised_by": "own_finding", **given}


SCENARIOS = {
    "S1 laptop with client data lost, sure": answers(
        status="occurred", event=["loss_theft"], where=["carried_device"], info_kind=["client_provided"]
    ),
    "S2 malware on a PC in the same network": answers(
        status="suspected", event=["malware"], where=["same_network"], info_kind=["unknown"]
    ),
    "S3 an outsider says your data is on a forum": answers(
        status="suspected",
        raised_by="external_report",
        event=["unknown"],
        where=["elsewhere"],
        info_kind=["client_provided"],
    ),
    "S4 copied without consent, nothing leaked": answers(
        status="future_risk", event=["clause_breach"], where=["elsewhere"], info_kind=["none"]
    ),
    "S5 subcontractor mis-sent a mail with personal data": answers(
        status="occurred",
        event=["missend", "clause_breach"],
        where=["subcontractor_site", "sent_outside"],
        info_kind=["personal"],
    ),
    "S6 near miss, nothing left": answers(
        status="future_risk", event=["missend"], where=["elsewhere"], info_kind=["client_provided"]
    ),
    "S7 leak found after the end": answers(
        status="occurred",
        raised_by="external_report",
        event=["leak"],
        where=["elsewhere"],
        info_kind=["client_provided"],
    ),
    "S8 everything unknown": UNKNOWN,
}
ALL_004 = ["contain", "notify", "preserve-evidence"]
TABLE = {
    "S1": [["first-report"], ["incident"], ["notify-60", "report-incident"], ["incident"], ALL_004],
    "S2": [["infected-neighbour", "risk"], ["incident"], ["notify-60", "report-incident"], ["incident"], ALL_004],
    "S3": [
        ["pointed-out", "risk"],
        ["breach", "incident"],
        ["notify-60", "report-breach", "report-incident"],
        ["breach", "incident"],
        ALL_004,
    ],
    "S4": [[], ["breach", "incident"], ["report-breach", "report-incident"], ["breach", "incident"], []],
    "S5": [
        [],
        ["breach", "incident"],
        ["notify-60", "report-breach", "report-incident"],
        ["breach", "incident"],
        ALL_004,
    ],
    "S6": [["risk"], ["incident"], ["report-incident"], ["incident"], []],
    "S7": [
        ["first-report", "pointed-out"],
        ["incident"],
        ["notify-60", "report-incident"],
        ["incident"],
        ALL_004,
    ],
    "S8": [
        ["first-report", "infected-neighbour", "infected-store", "pointed-out", "risk"],
        ["breach", "incident"],
        ["notify-60", "report-breach", "report-incident"],
        ["breach", "incident"],
        ALL_004,
    ],
}


@pytest.fixture(scope="module")
def packs():
    loaded = [load_pack(SHIPPED / f"seed-00{number}.yaml") for number in range(5)]
    assert all(one.pack for one in loaded)
    return [one.pack for one in loaded]


def compared(pack, fired):
    kinds = {"notice", "contain"} if pack.id == "seed-004" else {"notice"}
    return sorted(item.duty.id for item in fired if item.duty.type in kinds)


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_scenario_fires_its_row_of_the_table(packs, name):
    phase = "expired" if name.startswith("S7") else "active"
    assert [compared(pack, evaluate(pack, SCENARIOS[name], phase)) for pack in packs] == TABLE[name[:2]]


def test_after_the_end_only_what_survives_is_owed(packs):
    fired = [
        {
            item.duty.id: item.recommended
            for item in evaluate(pack, SCENARIOS["S7 leak found after the end"], "expired")
            if item.duty.type in {"notice", "contain", "cost"}
        }
        for pack in packs
    ]
    assert fired[0] == {"first-report": False, "pointed-out": False, "measures": False, "cost": False}
    for number in (1, 2, 3):
        assert fired[number] and all(fired[number].values()), number
    assert fired[4] == {"notify": True, "contain": True, "preserve-evidence": True, "cost-by-cause": False}
    assert "third-party-disclosure" in packs[4].survivors


def test_before_the_end_nothing_is_merely_recommended(packs):
    for pack in packs:
        for phase in ("active", "completed"):
            assert not any(item.recommended for item in evaluate(pack, UNKNOWN, phase))


def test_no_answer_at_all_fires_like_everything_unknown(packs):
    for pack in packs:
        assert compared(pack, evaluate(pack, {}, "active")) == compared(pack, evaluate(pack, UNKNOWN, "active"))


def test_what_waits_for_an_event_never_fires_from_answers(packs):
    for pack in packs:
        waiting = {duty.id for duty in pack.duties if set(duty.when) & {"spawned", "request", "plan", "dispute"}}
        assert waiting
        assert not waiting & {item.duty.id for item in evaluate(pack, UNKNOWN, "active")}


def test_the_lead_not_knowing_about_broken_terms_fires_the_breach_report(packs):
    facts = SCENARIOS["S1 laptop with client data lost, sure"]
    for answer, fires in (("unknown", True), ("likely", True), ("yes", True), ("no", False)):
        fired = {item.duty.id for item in evaluate(packs[2], {**facts, "terms_broken": answer}, "active")}
        assert ("report-breach" in fired) is fires, answer


def test_client_data_is_taken_for_protected_only_where_the_pack_says_so(packs):
    facts = SCENARIOS["S1 laptop with client data lost, sure"]
    first = next(item for item in evaluate(packs[0], facts, "active") if item.duty.id == "first-report")
    assert first.why.verdict == "yes"
    assert facts["info_kind"] == ["client_provided"]
    plain = packs[0].model_copy(update={"info_alias": {}})
    assert "first-report" not in {item.duty.id for item in evaluate(plain, facts, "active")}


def test_a_fired_duty_says_why(packs):
    fired = {item.duty.id: item for item in evaluate(packs[2], SCENARIOS["S8 everything unknown"], "active")}
    assert fired["notify-60"].why.verdict == "unknown"
    assert set(fired["notify-60"].why.unknown) <= set(FACTS)
    sure = {
        item.duty.id: item for item in evaluate(packs[2], SCENARIOS["S1 laptop with client data lost, sure"], "active")
    }
    assert sure["report-incident"].why.why == ("status: occurred",)


@pytest.mark.parametrize("number", range(5))
def test_a_condition_that_remembers_says_what_one_without_memory_says(number):
    """Two reports in turn, again and again, against one pack: what was remembered never answers for other answers."""
    pack = load_pack(SHIPPED / f"seed-00{number}.yaml").pack
    for _ in range(2):
        for facts in SCENARIOS.values():
            for phase in ("active", "expired"):
                answers = widened(pack, facts, phase)
                fresh = [match(condition.condition, answers) for condition in pack.conditions]
                assert [condition.match(answers) for condition in pack.conditions] == fresh
                fired = [duty.id for duty, one in zip(pack.duties, fresh, strict=True) if one.verdict is not Verdict.NO]
                assert [item.duty.id for item in evaluate(pack, facts, phase)] == fired
