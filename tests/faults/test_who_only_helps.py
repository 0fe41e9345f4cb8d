"""Who was brought in for one action acts on it, and speaks to no client, gives up no duty and ends nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.domain.action import ActionSource
from bot.domain.consultation import Consultation
from bot.domain.duty import Duty
from bot.domain.errors import NotAllowed
from bot.domain.notice import Notice, NoticeKind
from bot.services.actions import AddAction, add_action
from bot.services.ending import AskEnd, AskWaiver, ask_close, ask_waiver
from bot.services.notice_issuing import IssueNotice, issue_notice
from bot.services.notices import SaveNotice, StartNotice, save_notice, start_notice
from bot.services.reaching import MarkReached, mark_reached
from bot.services.statements import MakeStatement, make_statement
from tests.faults.conftest import LEAD, House

HELPER = "U0HELPER"
Deed = Callable[[House, str, Notice], Any]


def soft(house: House) -> str:
    return next(duty.id for duty in house.all(Duty) if not duty.hard and not duty.is_ended)


DEEDS: dict[str, Deed] = {
    "start": lambda house, lane, _: house.do(
        start_notice, StartNotice(actor=HELPER, key=house.key(), lane_id=lane, kind=NoticeKind.FIRST)
    ),
    "save": lambda house, _, draft: house.do(
        save_notice,
        SaveNotice(actor=HELPER, key=house.key(), notice_id=draft.id, version=1, values={}, next_report_at=None),
    ),
    "issue": lambda house, _, draft: house.do(
        issue_notice, IssueNotice(actor=HELPER, key=house.key(), notice_id=draft.id, version=1)
    ),
    "statement": lambda house, lane, _: house.do(
        make_statement, MakeStatement(actor=HELPER, key=house.key(), lane_id=lane)
    ),
    "waive": lambda house, _, __: house.do(
        ask_waiver, AskWaiver(actor=HELPER, key=house.key(), duty_id=soft(house), reason="x")
    ),
    "close": lambda house, _, draft: house.do(
        ask_close, AskEnd(actor=HELPER, key=house.key(), incident_id=draft.incident_id, reason="x")
    ),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_who_only_helps_decides_nothing(house: House, deed: str) -> None:
    lane = house.lane(house.report())
    house.deliver()
    reached = MarkReached(actor=LEAD, key=house.key(), lane_id=lane.id, who="窓口", how="phone", at=house.clock.now())
    house.do(mark_reached, reached)
    draft = house.do(start_notice, StartNotice(actor=LEAD, key=house.key(), lane_id=lane.id, kind=NoticeKind.FIRST))
    talk = house.all(Consultation)[0]
    house.do(
        add_action,
        AddAction(
            actor=LEAD,
            key=house.key(),
            source=ActionSource.CONSULTATION,
            source_id=talk.id,
            description="x",
            owner=HELPER,
        ),
    )
    with pytest.raises(NotAllowed, match="only_helps"):
        DEEDS[deed](house, lane.id, draft)
