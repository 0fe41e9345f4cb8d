"""Made-up pictures for tests of screens: a city, a trading house, an English client. Nobody here exists."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

from bot.views.action_picture import ActionPicture
from bot.views.board_picture import BoardPicture, BoardRow
from bot.views.following_pictures import (
    AfterPicture,
    EmergencyPicture,
    FindingPicture,
    GatePicture,
    InstructionPicture,
    JointPicture,
    ReleasePicture,
    SurveyPicture,
)
from bot.views.law_pictures import LawSummary
from bot.views.pictures import (
    ApprovalPicture,
    AttemptPicture,
    BiText,
    ConsultationPicture,
    DeskSlot,
    DigestItem,
    DigestKind,
    DutyPicture,
    HomePicture,
    IncidentPicture,
    LanePicture,
    Reader,
    RoundPicture,
    TierPicture,
)

TOKYO = "Asia/Tokyo"
REPORTED = datetime(2026, 11, 20, 18, 5, tzinfo=UTC)
"""03:05 on 21 November in Tokyo."""
FIRST = REPORTED - timedelta(minutes=18)
"""02:47."""
DUE = FIRST + timedelta(minutes=60)
"""03:47."""

HOSTILE = "<!channel> <@U0123456789> <https://evil.example|click> & \x00\x07\u202e*bold* `code`\n" + "長" * 3000

JA = Reader("U0000000001", "ja", TOKYO)
EN = Reader("U0000000002", "en", TOKYO)
BERLIN = Reader("U0000000003", "en", "Europe/Berlin")
OFFICE_JA = Reader("", "ja", TOKYO)
OFFICE_EN = Reader("", "en", TOKYO)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def slot(**more: Any) -> DeskSlot:
    return DeskSlot(
        **{
            "slot": "primary",
            "name": "情報政策課 架空様",
            "phone": "03-0000-0001",
            "email": "desk@kawabata.example",
            **more,
        }
    )


def duty(**more: Any) -> DutyPicture:
    given: dict[str, Any] = {
        "id": "D1",
        "rule_id": "notify-60",
        "type": "notice",
        "title": BiText("窓口へ第一報", "First report to the desk"),
        "word": "60分以内",
        "cite": ("遵守事項2(2)",),
        "hard": True,
        "recommended": False,
        "state": "running",
        "start_at": FIRST,
        "due_at": DUE,
        "checklist": (BiText("切り離す", "Disconnect"),) * 3,
    }
    return DutyPicture(**{**given, **more})


def consultation(**more: Any) -> ConsultationPicture:
    given: dict[str, Any] = {
        "id": "C1",
        "lane_id": "L1",
        "topic": "cost",
        "title": BiText("費用の負担を協議する", "Consult on who bears the cost"),
        "cite": ("特記14",),
        "good_practice": False,
        "state": "talking",
        "owner_name": "佐藤",
        "our_position": "調査費用は当社が負担する",
        "our_reason": "委託した作業の範囲だから",
        "next_date": date(2026, 11, 27),
        "last_activity_at": REPORTED,
        "rounds": (
            RoundPicture(
                held_on=date(2026, 11, 24),
                who="架空課長、佐藤",
                our_position="半分",
                their_position="全部",
                by_name="佐藤",
            ),
        ),
    }
    return ConsultationPicture(**{**given, **more})


def lane(**more: Any) -> LanePicture:
    given: dict[str, Any] = {
        "id": "L1",
        "position": 1,
        "pack_id": "kawabata",
        "client": BiText("川端市", "City of Kawabata"),
        "desk_label": "情報政策課",
        "desk": (
            slot(),
            slot(slot="backup", name="総務課 仮名様", phone="03-0000-0002", email=""),
            slot(slot="after_hours", name="守衛室", phone="03-0000-0003", email=""),
        ),
        "language": "ja",
        "zone": TOKYO,
        "word": "60分以内",
        "cite": ("遵守事項2(1)", "遵守事項2(2)"),
        "hard": True,
        "start_at": FIRST,
        "due_at": DUE,
        "duties": (duty(),),
    }
    return LanePicture(**{**given, **more})


def soft_lane(**more: Any) -> LanePicture:
    given: dict[str, Any] = {
        "id": "L2",
        "position": 2,
        "pack_id": "higashi",
        "client": BiText("東部商事", "Tobu Trading"),
        "desk_label": "総務部",
        "desk": (slot(name="東部 次郎様", phone="06-0000-0009", email="higashi@tobu.example"),),
        "word": "直ちに",
        "cite": ("第3条",),
        "hard": False,
        "due_at": None,
        "target_at": FIRST + minutes(30),
        "alarm_at": FIRST + minutes(60),
        "duties": (
            duty(
                id="D2",
                rule_id="report",
                word="直ちに",
                hard=False,
                due_at=None,
                title=BiText("直ちに報告", "Report at once"),
            ),
        ),
    }
    return lane(**{**given, **more})


def english_lane(**more: Any) -> LanePicture:
    given: dict[str, Any] = {
        "id": "L3",
        "position": 3,
        "pack_id": "northern",
        "client": BiText("ノーザン・エグザンプル社", "Northern Example plc"),
        "language": "en",
        "zone": "Europe/London",
        "word": "within 24 hours",
        "cite": ("Clause 9.2",),
        "due_at": FIRST + timedelta(hours=24),
    }
    return lane(**{**given, **more})


def attempted(base: LanePicture) -> LanePicture:
    tries = (
        AttemptPicture(at=REPORTED + minutes(1), by_name="佐藤", channel="phone", slot="primary", result="no_answer"),
        AttemptPicture(at=REPORTED + minutes(3), by_name="佐藤", channel="phone", slot="backup", result="voicemail"),
    )
    return replace(
        base,
        owner_id="U0000000009",
        owner_name="佐藤",
        owned_at=REPORTED + minutes(7),
        attempts=tries,
        next_slot=base.desk[-1],
    )


def reached(base: LanePicture, *, after: float = 31) -> LanePicture:
    return replace(
        attempted(base),
        reached_at=REPORTED + minutes(after),
        reached_who="架空 守",
        reached_how="phone",
        reached_ref="受付 17",
        reached_by_name="佐藤",
        next_report_at=REPORTED + minutes(115),
        consultations=(
            consultation(),
            consultation(id="C2", topic="remediation", title=BiText("", ""), good_practice=True),
        ),
    )


def incident(*lanes: LanePicture, **more: Any) -> IncidentPicture:
    given: dict[str, Any] = {
        "id": "I1",
        "ref": "INC-1121-01",
        "drill": False,
        "state": "triage",
        "summary": "持ち出し用PCを電車に置き忘れた",
        "reporter_id": "U0000000008",
        "reporter_name": "山田",
        "reported_at": REPORTED,
        "first_recognised_at": FIRST,
        "start_uncertain": False,
        "recognised_by": "",
        "facts": {
            "event": ["loss_theft"],
            "status": "occurred",
            "raised_by": "own_finding",
            "where": ["carried_device"],
            "contracts": ["kawabata"],
            "ongoing": "no",
            "info_kind": ["client_provided", "personal"],
        },
        "permalink": "https://practice.example/archives/C1/p1",
        "lead_name": "佐藤",
        "lanes": lanes or (lane(),),
        "company": BiText("架空ソフト株式会社", "Kakuu Software"),
        "callback": "03-9999-0000",
    }
    return IncidentPicture(**{**given, **more})


def poor_lane() -> LanePicture:
    """As little as there can be: no desk, no word, no duties, no deadline."""
    return LanePicture(
        id="L9",
        position=1,
        pack_id="p",
        client=BiText("名前", "Name"),
        desk_label="",
        desk=(),
        language="en",
        zone="UTC",
        word="",
        cite=(),
        hard=False,
        start_at=FIRST,
    )


def poor_incident(*lanes: LanePicture) -> IncidentPicture:
    """Every answer "don't know", nobody named."""
    return IncidentPicture(
        id="I9",
        ref="INC-1121-09",
        drill=False,
        state="triage",
        summary="",
        reporter_id="U1",
        reporter_name="",
        reported_at=REPORTED,
        first_recognised_at=FIRST,
        start_uncertain=True,
        recognised_by="",
        facts={"event": ["unknown"], "status": "unknown", "contracts": ["unknown"]},
        lanes=lanes,
    )


def hostile_lane() -> LanePicture:
    """Everything a person or a pack can write, written by somebody who means ill."""
    bad = BiText(HOSTILE, HOSTILE)
    tries = tuple(
        AttemptPicture(at=REPORTED, by_name=HOSTILE, channel=HOSTILE, slot=HOSTILE, result=HOSTILE, note=HOSTILE)
        for _ in range(5)
    )
    talk = consultation(
        title=bad,
        cite=(HOSTILE[:500],),
        owner_name=HOSTILE,
        our_position=HOSTILE,
        our_reason=HOSTILE,
        outcome=HOSTILE,
        subject=HOSTILE,
        asked_on=date(2026, 11, 24),
        asked_who=HOSTILE,
        asked_how=HOSTILE,
        minute_on=date(2026, 11, 24),
        minute_ours=HOSTILE,
        minute_theirs=HOSTILE,
        minute_ref=HOSTILE,
        closed_reason=HOSTILE,
        actions=tuple(
            action(
                id=f"X{n}", description=HOSTILE, owner_name=HOSTILE, evidence=HOSTILE, dropped_reason=HOSTILE, state=s
            )
            for n, s in enumerate(("open", "done", "dropped", "verified", "open") * 8)
        ),
        rounds=tuple(
            RoundPicture(
                held_on=date(2026, 11, 24), who=HOSTILE, our_position=HOSTILE, their_position=HOSTILE, by_name=HOSTILE
            )
            for _ in range(30)
        ),
    )
    return replace(
        attempted(lane()),
        client=bad,
        desk_label=HOSTILE,
        desk=tuple(slot(slot=f"s{n}", name=HOSTILE, phone=HOSTILE, email=HOSTILE) for n in range(8)),
        next_slot=slot(slot="s1", name=HOSTILE, phone=HOSTILE),
        owner_name=HOSTILE,
        attempts=tries,
        delay_reason=HOSTILE,
        reached_who=HOSTILE,
        reached_ref=HOSTILE,
        reached_by_name=HOSTILE,
        confirmed_ref=HOSTILE,
        stood_down_reason=HOSTILE,
        duties=tuple(duty(id=f"D{n}", title=bad, reason=HOSTILE) for n in range(60)),
        consultations=(talk,),
        exposures=(bad, bad, bad, bad),
        doubts=(bad,),
        tiers=tuple(
            TierPicture(name=HOSTILE, depth=n % 3 + 1, night_phone=HOSTILE if n else "", inner_minutes=n or None)
            for n in range(12)
        ),
    )


def hostile_incident(*lanes: LanePicture) -> IncidentPicture:
    """An incident of hostile words."""
    return incident(
        *(lanes or (hostile_lane(),)),
        summary=HOSTILE,
        reporter_name=HOSTILE,
        recognised_by=HOSTILE,
        lead_name=HOSTILE,
        ended_reason=HOSTILE,
        permalink="https://evil.example/<!channel>",
        callback=HOSTILE,
        company=BiText(HOSTILE, HOSTILE),
        facts={
            "event": [HOSTILE, "<!here>"],
            "status": "<@U0123456789>",
            "where": [HOSTILE],
            "info_kind": [HOSTILE],
            "ongoing": "yes",
            "contracts": ["kawabata"],
            "done_so_far": HOSTILE,
            "effects": HOSTILE,
        },
        approvals=(approval(reason=HOSTILE, asked_by_name=HOSTILE, subject=BiText(HOSTILE, HOSTILE)),),
    )


def action(**more: Any) -> ActionPicture:
    given: dict[str, Any] = {
        "id": "X1",
        "incident_id": "I1",
        "lane_id": "L1",
        "kind": "measure",
        "source": "consultation",
        "source_id": "C1",
        "description": "ひとこと",
        "owner_id": "U0000000009",
        "owner_name": "佐藤",
        "due_on": date(2026, 12, 10),
        "state": "open",
    }
    return ActionPicture(**{**given, **more})


def done_action(**more: Any) -> ActionPicture:
    done: dict[str, Any] = {"state": "done", "evidence": "P-1", "done_on": date(2026, 11, 30)}
    return action(**{**done, "next_check": (30, date(2026, 12, 30)), **more})


def everything_after(bad: str) -> AfterPicture:
    """Every kind and state of what comes after the notices, in `bad` words."""
    actions = tuple(
        action(id=f"X{n}", description=bad, owner_name=bad, state=state, evidence=bad, due_on=due)
        for n, (state, due) in enumerate(
            [("open", None), ("open", date(2026, 11, 1)), ("done", None), ("dropped", None)] * 9
        )
    )
    instruction = InstructionPicture(
        id="N1",
        lane_id="L1",
        cite=("特記14",),
        text=bad,
        given_by=bad,
        given_at=REPORTED,
        channel="phone",
        owner_name=bad,
        due_on=date(2026, 11, 1),
        state="received",
        actions=actions,
    )
    told = {"reported_on": date(2026, 12, 1), "reported_to": bad, "reported_ref": bad}
    findings = tuple(
        FindingPicture(id=f"F{n}", text=bad, severity=severity, tier=n % 3, site=bad, actions=actions[:n])
        for n, severity in enumerate(("minor", "major", "critical") * 9)
    )
    survey = SurveyPicture(
        id="S1",
        lane_id="L1",
        cite=("特記14",),
        scope=bad,
        announced_on=date(2026, 11, 24),
        announced_by=bad,
        announced_how="letter",
        owner_name=bad,
        state="held",
        scheduled_on=date(2026, 12, 1),
        held_on=date(2026, 12, 1),
        held_who=bad,
        substitute=bad,
        closed_reason=bad,
        findings=findings,
    )
    surveys = [survey]
    for n, state in enumerate(("announced", "scheduled", "reported", "closed"), start=2):
        held = None if state in {"announced", "scheduled"} else survey.held_on
        surveys.append(replace(survey, id=f"S{n}", state=state, held_on=held, findings=findings[:n], **told))  # type: ignore[arg-type]
    emergencies = tuple(
        EmergencyPicture(
            id=f"E{n}",
            lane_id="L1",
            kind="publication",
            why=bad,
            saying=bad,
            tell_on=date(2026, 12, 1),
            state=state,
            asked_by_name=bad,
            asked_at=REPORTED,
            decided_by_name=bad if state != "asked" else "",
            told_on=date(2026, 12, 2) if state == "told" else None,
            told_who=bad,
            told_ref=bad,
        )
        for n, state in enumerate(("refused", "decided", "used", "told"))
    )
    releases = tuple(
        ReleasePicture(
            id=f"R{n}",
            kind=kind,
            to_whom=bad,
            what=bad,
            released_on=date(2026, 12, 1),
            reference=bad,
            emergency=True,
            by_name=bad,
        )
        for n, kind in enumerate(("publication", "disclosure") * 6)
    )
    gate = GatePicture(
        kind="publication",
        lock="consult",
        cite=("6(1)",),
        emergency=BiText(bad, bad),
        emergencies=emergencies,
        releases=releases,
    )
    return AfterPicture(
        lane_id="L1",
        instructions=(instruction, replace(instruction, id="N2", state="reported", reported_how="email", **told)) * 8,  # type: ignore[arg-type]
        surveys=tuple(surveys) * 4,
        gates=(
            gate,
            replace(gate, kind="disclosure", keys=(("C1", bad), ("E1", bad))),
            GatePicture(kind="publication", lock="client_decides", cite=("10",), emergency=None),
            GatePicture(kind="disclosure", lock="unwritten", cite=(), emergency=None),
        ),
        actions=actions,
        survey_rules=(("a", BiText(bad, bad)),),
        joint=tuple(
            JointPicture(duty_id="D9", item=item, cite=(bad,), is_owed=owed, actions=actions[:many])
            for item, owed, many in (("press", True, 0), ("of_their_own", True, 2), ("other", False, 1))
        ),
    )


def approval(**more: Any) -> ApprovalPicture:
    given: dict[str, Any] = {
        "id": "A1",
        "kind": "waive",
        "subject": BiText("窓口へ第一報", "First report to the desk"),
        "reason": "すでに別の契約で伝えた",
        "asked_by_id": "U0000000009",
        "asked_by_name": "佐藤",
        "asked_at": REPORTED,
    }
    return ApprovalPicture(**{**given, **more})


def digest_items(*, drill: bool = False, bad: bool = False) -> list[DigestItem]:
    """One item of each kind."""
    client = BiText(HOSTILE, HOSTILE) if bad else BiText("川端市", "City of Kawabata")
    detail = BiText(HOSTILE, HOSTILE) if bad else BiText("第二報", "second report")
    kinds = get_args(DigestKind)
    return [
        DigestItem(
            kind=kind,  # type: ignore[arg-type]
            incident_id="I1",
            ref="INC-1121-01",
            lane_id="L1",
            consultation_id="C1",
            client=client,
            due_at=DUE if kind in {"open_clock", "overdue"} else None,
            on=date(2026, 11, 20) if kind in {"action", "talk", "tell_after"} else None,
            owner_name=HOSTILE if bad else "佐藤",
            subject=("x", "X1") if kind in {"action", "action_late", "check"} else ("", ""),
            detail=BiText("cost", "cost") if kind == "no_next_date" and not bad else detail,
            drill=drill,
        )
        for kind in kinds
    ]


def board_picture(bad: str, lanes: int = 100) -> BoardPicture:
    """A board with every kind of lane on it."""
    rows = tuple(
        BoardRow(
            lane_id=f"L{n}",
            position=n,
            client=BiText(bad, bad),
            zone=TOKYO,
            due_at=DUE if n % 3 == 0 else None,
            target_at=DUE if n % 3 == 1 else None,
            reached_at=REPORTED if n % 2 else None,
            confirmed_at=REPORTED if n % 4 == 1 else None,
            stood_down=n % 10 == 8,
            talks=(("cost", "talking"), ("publication", "agreed"), ("remediation", "needed")) * (n % 3),
            actions_open=n % 4,
            actions_late=n % 2,
            asked_open=n % 3,
            cost_yen=10**14 if n % 5 == 0 else None,
            next_on=date(2026, 11, 10 + n % 20) if n % 7 else None,
        )
        for n in range(lanes)
    )
    return BoardPicture(
        incident_id="I1",
        ref="INC-1121-01",
        drill=False,
        reporter_name=bad,
        rows=rows,
        laws=LawSummary(open=3, waiting=1, overdue=0, ruled_out=1, next_at=DUE, soft=lanes % 2 == 1),
    )


def home_picture(*incidents: IncidentPicture) -> HomePicture:
    """Everything is mine and reported by me."""
    return HomePicture(mine=incidents, reported=incidents)
