"""Surveys that find more than one thing at more than one subcontractor."""

from __future__ import annotations

import shutil
from pathlib import Path

from bot.domain.duty import Duty, DutyState
from bot.domain.log import LogEntry
from bot.domain.survey import Survey
from bot.services.ending import FinishDuty, finish_duty
from bot.services.surveys import AddFinding, AnnounceSurvey, HoldSurvey, add_finding, announce_survey, hold_survey
from tests.faults.conftest import DEMO, LEAD, TOKYO, House


def found(house: House, survey: Survey, site: str) -> None:
    command = AddFinding(
        actor=LEAD, key=house.key(), survey_id=survey.id, text="鍵の共有", severity="major", tier="1", site=site
    )
    house.do(add_finding, command)


def test_a_second_subcontractors_finding_is_owed_although_the_first_was_told(tmp_path: Path) -> None:
    packs = tmp_path / "packs"
    shutil.copytree(DEMO, packs)
    file = packs / "kawabata.yaml"
    rule = (
        "duties:\n  - id: sub-correct\n    type: notice\n    stage: detail\n    cite: ['10']\n    to: desk\n"
        "    summary: {ja: 再委託先の是正を知らせる, en: Tell what a subcontractor corrected}\n"
        "    when: {request: subcontractor_correction}\n"
    )
    file.write_text(f"{file.read_text(encoding='utf-8')}{rule}", encoding="utf-8")
    house = House(f"sqlite:///{tmp_path / 'hansho.sqlite3'}", packs)
    lane = house.lane(house.report())
    today = house.clock.now().astimezone(TOKYO).date()
    given = {"actor": LEAD, "how": "letter", "scope": "倉庫"}
    house.do(
        announce_survey,
        AnnounceSurvey(**given, key=house.key(), lane_id=lane.id, announced_on=today, announced_by="検査 官子"),
    )
    (survey,) = house.all(Survey)
    house.do(hold_survey, HoldSurvey(actor=LEAD, key=house.key(), survey_id=survey.id, held_on=today, who="検査 官子"))

    found(house, survey, "丙運輸")
    found(house, survey, "丁倉庫")
    (duty,) = house.all(Duty, lane_id=lane.id, rule_id="sub-correct")
    assert duty.state is DutyState.RUNNING, "one notice tells of both"
    house.do(finish_duty, FinishDuty(actor=LEAD, key=house.key(), duty_id=duty.id, note="10:00 電話"))
    house.pass_time(minutes=30)
    found(house, survey, "戊印刷")
    (again,) = house.all(Duty, lane_id=lane.id, rule_id="sub-correct")
    assert (again.state, again.start_at, again.ended_by) == (DutyState.RUNNING, house.clock.now(), "")
    assert "戊印刷" in again.reason
    fired = house.all(LogEntry, action="duty.fired", subject=duty.id)
    assert [entry.old for entry in fired] == [{}, {"state": "done", "by": LEAD}]
    house.store.close()
