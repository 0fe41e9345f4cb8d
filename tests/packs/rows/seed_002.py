"""Commissioned work with the contractor rules: row by row, what drives its entry and what has to come of it."""

from bot.domain.gate import GateKind, Lock
from tests.packs.rows.driving import (
    Asked,
    Borne,
    Card,
    Changed,
    Ends,
    Filed,
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
    Talks,
)

AHEAD = "あらかじめ承認"
ELSEWHERE = {"info_kind": ["none"], "where": ["elsewhere"]}
THEIRS = {"info_kind": ["client_provided"]}
DESK = ("what", "when_first_recognised", "where", "callback_person", "next_report_at")


def laptop(check, *cards):
    """A rule of laptops: kept to when one is taken out, and remembered on a card."""
    leave = May(
        entry="laptop-out",
        topics=("laptop_out",),
        agrees="inside",
        form="責任者の承認",
        per="each_time",
        checks=(check,),
    )
    return (leave, *(Card(entry="daily-card", cards=(card,)) for card in cards))


def papers(check, *cards):
    """A rule of papers: kept to when they are taken out, and remembered on a card."""
    leave = May(
        entry="papers-out",
        topics=("papers_out",),
        agrees="inside",
        form="責任者の事前の許可",
        per="each_time",
        checks=(check,),
    )
    return (leave, *(Card(entry="daily-card", cards=(card,)) for card in cards))


def card(code):
    """A rule that is remembered on a card of its own."""
    return (Card(entry="daily-card", cards=(code,)),)


def form(*states):
    return (Filed(entry="storage-form", states=states),)


ROWS = {
    "002-01": (Says(entry="parent", has="REQUIRED"),),
    "002-02": (Recurs(entry="handling", every="P6M"), Says(entry="incorporates", has="個人情報の保護に関する法律")),
    "002-03": (
        May(entry="off-purpose", topics=("off_purpose_use",), form="許可"),
        LivesOn(rules=("off-purpose",)),
    ),
    "002-04": (Recurs(entry="storage-locks", every="P3M"),),
    "002-05": (May(entry="take-out", topics=("take_out",), form=AHEAD, checks=("leak_prevention",)),),
    "002-06": (
        May(entry="provide", topics=("provide_or_email", "tell_third_party"), form=AHEAD, checks=("leak_prevention",)),
    ),
    "002-07": (May(entry="copy", topics=("copy",), form=AHEAD, checks=("leak_prevention",)),),
    "002-08": form("medium", "place"),
    "002-09": form("cloud"),
    "002-10": (
        Changed(entry="storage-change", topics=("storage", "cloud", "subcontractor"), word="速やかに"),
        Recurs(entry="storage-review", every="P3M"),
    ),
    "002-11": (Recurs(entry="training", every="P1Y", also=("on_joining",)),),
    "002-12": (
        May(
            entry="subcontract",
            topics=("subcontract_any_tier",),
            form="書面",
            then=("flow-down", "sub-storage-form"),
        ),
    ),
    "002-13": (Recurs(entry="flow-down", every="P6M"),),
    "002-14": (Known(entry="joint-liability", facts={"caused_by": "subcontractor"}, quiet={"caused_by": "us"}),),
    "002-15": (Ends(entry="return-assets", type="return", start="work_completed_at", word="直ちに"),),
    "002-16": (Asked(entry="retrieve-from-subs", topic="retrieve", type="instruction"),),
    "002-17": (Asked(entry="status-report", topic="status_report", type="answer", limit="as_requested"),),
    "002-18": (
        Reported(entry="report-breach", facts={"terms_broken": "likely"}, quiet={"terms_broken": "no"}, word="直ちに"),
        Reported(entry="report-breach", facts={"event": ["clause_breach"]}, quiet={"event": ["leak"]}, word="直ちに"),
    ),
    "002-19": tuple(
        Reported(entry="report-incident", facts={"status": status}, quiet=None, word="直ちに")
        for status in ("occurred", "suspected", "future_risk")
    ),
    "002-20": (Instructed(entry="follow-instructions", by=("report-breach", "report-incident", "notify-60")),),
    "002-21": (
        Asked(entry="inspection", topic="inspection", type="survey"),
        Surveyed(
            entry="inspection",
            at=("contractor", "subcontractor"),
            instead=("third_party_audit", "iso27001_certificate"),
        ),
    ),
    "002-22": (
        Known(
            entry="publication-standby",
            facts={"status": "occurred"},
            quiet={"status": "suspected"},
            type="standby",
        ),
        TalkedOver(entry="publication-standby", topic="publish", remark="contract.client_decides"),
        Gated(entry="publication-standby", gate=GateKind.PUBLICATION, lock=Lock.CLIENT_DECIDES),
    ),
    "002-23": (
        Instructed(entry="follow-instructions", by=("report-incident",)),
        Talks(entry="remediation", topic="remediation", good_practice=True),
    ),
    "002-24": (Known(entry="termination-risk", facts={"terms_broken": "yes"}, quiet={"terms_broken": "no"}),),
    "002-25": (
        Borne(entry="cost-personal", facts={"info_kind": ["personal"]}, quiet={"info_kind": ["trade_secret"]}),
        Talks(entry="cost", topic="cost", facts={"info_kind": ["my_number"]}),
    ),
    "002-26": (Says(entry="incorporates", has="受託者向け情報セキュリティ遵守事項"),),
    "002-27": (
        Reported(
            entry="notify-60", facts=THEIRS, quiet={"status": "future_risk"}, word="60分以内", limit="PT60M", has=DESK
        ),
        Recurs(entry="contact-drill", every="P3M"),
        Says(entry="contacts", has="甲の窓口"),
    ),
    "002-28": (
        Reported(entry="notify-60", facts=THEIRS, quiet=ELSEWHERE, word="60分以内", limit="PT60M"),
        Reported(
            entry="notify-60",
            facts={"status": "suspected", "where": ["carried_device"]},
            quiet=ELSEWHERE,
            word="60分以内",
            limit="PT60M",
        ),
    ),
    "002-29": laptop("only_needed_data", "laptop"),
    "002-30": laptop("wiped_on_return", "laptop"),
    "002-31": laptop("two_factor", "laptop"),
    "002-32": (May(entry="laptop-out", topics=("laptop_out",), agrees="inside", form="責任者の承認", per="each_time"),),
    "002-33": laptop("encrypted", "laptop"),
    "002-34": laptop("no_drinking_party", "drinking"),
    "002-35": (
        May(
            entry="papers-out",
            topics=("papers_out",),
            agrees="inside",
            form="責任者の事前の許可",
            per="each_time",
        ),
    ),
    "002-36": papers("needed_only", "papers"),
    "002-37": papers("not_left_behind", "left_behind"),
    "002-38": papers("no_drinking_party", "drinking"),
    "002-39": card("phone_lock"),
    "002-40": card("remote_lock"),
    "002-41": card("strap"),
    "002-42": card("call_log"),
    "002-43": card("phonebook"),
    "002-44": card("camera"),
    "002-45": card("mail_check"),
    "002-46": card("attachment_password"),
    "002-47": card("anonymous_tools"),
    "002-48": card("online_services"),
    "002-49": form("address", "name", "contract_date", "course_number", "medium", "place", "cloud", "subcontracting"),
    "002-50": (
        Asked(entry="storage-method-change", topic="storage_method_change", type="instruction", limit="as_requested"),
    ),
    "002-51": (Filed(entry="sub-storage-form", at=None, by="subcontractor", when={"consent": "subcontract"}),),
}
