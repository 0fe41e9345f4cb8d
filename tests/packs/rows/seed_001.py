"""Information security with a public body: row by row, what drives its entry and what has to come of it."""

from bot.domain.gate import GateKind, Lock
from tests.packs.rows.driving import (
    Asked,
    Ends,
    Gated,
    Instructed,
    Known,
    LivesOn,
    May,
    Recurs,
    Reported,
    Says,
    Surveyed,
    TalkedOver,
)

AHEAD = "あらかじめ承認"
ROWS = {
    "001-01": (Says(entry="parent", has="REQUIRED"),),
    "001-02": (
        May(entry="off-purpose", topics=("off_purpose_use",), form="許可"),
        LivesOn(rules=("off-purpose",)),
    ),
    "001-03": (Recurs(entry="storage-locks", every="P3M"),),
    "001-04": (
        May(entry="take-out", topics=("laptop_out", "papers_out", "take_out"), form=AHEAD, checks=("leak_prevention",)),
    ),
    "001-05": (
        May(entry="provide", topics=("provide_or_email", "tell_third_party"), form=AHEAD, checks=("leak_prevention",)),
    ),
    "001-06": (May(entry="copy", topics=("copy",), form=AHEAD, checks=("leak_prevention",)),),
    "001-07": (Recurs(entry="training", every="P1Y", also=("on_joining",)),),
    "001-08": (
        May(entry="subcontract", topics=("subcontract_any_tier",), form="承認", then=("flow-down",)),
        Recurs(entry="flow-down", every="P6M"),
    ),
    "001-09": (May(entry="connect", topics=("connect_device", "bring_in_device"), form="甲の指示による手続き"),),
    "001-10": (Recurs(entry="device-purpose", every="P1M"),),
    "001-11": (May(entry="others-use", topics=("let_third_party_use",), form=AHEAD, checks=("usage_standard",)),),
    "001-12": (Recurs(entry="device-safety", every="P1M"),),
    "001-13": (Known(entry="cut-off", facts={"terms_broken": "yes"}, quiet={"terms_broken": "no"}),),
    "001-14": (Ends(entry="return-assets", type="return", start="work_completed_at", word="直ちに"),),
    "001-15": (Asked(entry="retrieve-from-subs", topic="retrieve", type="instruction"),),
    "001-16": (Asked(entry="status-report", topic="status_report", type="answer", limit="as_requested"),),
    "001-17": (
        Reported(entry="breach", facts={"terms_broken": "likely"}, quiet={"terms_broken": "no"}, word="速やかに"),
        Reported(entry="breach", facts={"event": ["clause_breach"]}, quiet={"event": ["leak"]}, word="速やかに"),
    ),
    "001-18": tuple(
        Reported(entry="incident", facts={"status": status}, quiet=None, word="速やかに")
        for status in ("occurred", "suspected", "future_risk")
    ),
    "001-19": (Instructed(entry="follow", by=("breach", "incident")),),
    "001-20": (
        Asked(entry="inspection", topic="inspection", type="survey"),
        Surveyed(
            entry="inspection",
            at=("contractor", "subcontractor"),
            instead=("third_party_audit", "iso27001_certificate"),
        ),
    ),
    "001-21": (
        Known(
            entry="publication-standby",
            facts={"status": "occurred"},
            quiet={"status": "suspected"},
            type="standby",
        ),
        TalkedOver(entry="publication-standby", topic="publish", remark="contract.client_decides"),
        Gated(entry="publication-standby", gate=GateKind.PUBLICATION, lock=Lock.CLIENT_DECIDES),
    ),
    "001-22": (Instructed(entry="follow", by=("incident",)),),
}
