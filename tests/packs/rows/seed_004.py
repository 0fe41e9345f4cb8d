"""Memorandum between two companies: row by row, what drives its entry and what has to come of it."""

from bot.domain.gate import GateKind, Lock
from tests.packs.rows.driving import (
    Asked,
    BestEffort,
    Borne,
    Gated,
    Known,
    LivesOn,
    May,
    Recurs,
    Renewed,
    Reported,
    Says,
    Spawned,
    TalkedOver,
    Talks,
    TalksBegun,
)

LEAK = {"event": ["leak"]}
NONE_OF_ITS_OWN = {"event": ["outage"]}
SIX_ITEMS = ("date", "outline", "scope", "impact", "measures", "asked")


def together(*items):
    """Joint work that begins with the incident."""
    return (Reported(entry="cooperate", facts=LEAK, quiet=NONE_OF_ITS_OWN, type="cooperate", has=items),)


def leaks(event):
    return Reported(entry="notify", facts={"event": [event]}, quiet=NONE_OF_ITS_OWN, word="速やかに")


ROWS = {
    "004-01": (
        Says(entry="incident_definition", has="improper_viewing"),
        Says(entry="info_definition", has="trade_secret"),
        *(leaks(event) for event in ("leak", "loss_theft", "unauthorised_access", "missend", "improper_viewing")),
    ),
    "004-02": (
        leaks("leak"),
        Reported(
            entry="notify",
            facts={"status": "suspected", **LEAK},
            quiet={"status": "future_risk"},
            word="速やかに",
        ),
        Recurs(entry="contact-check", every="P3M"),
    ),
    "004-03": (
        Reported(entry="notify", facts=LEAK, quiet=NONE_OF_ITS_OWN, word="速やかに", has=SIX_ITEMS),
        Spawned(entry="complete-items", by="notify", type="update", every="P1D"),
    ),
    "004-04": (Asked(entry="answer-requests", topic="information", type="answer", word="速やかに", days=0),),
    "004-05": (
        Reported(
            entry="contain",
            facts=LEAK,
            quiet=NONE_OF_ITS_OWN,
            type="contain",
            word="速やかに",
            has=("block_access", "stop_system", "change_passwords", "other"),
        ),
    ),
    "004-06": together(),
    "004-07": together("cause_analysis"),
    "004-08": together("damage_scope"),
    "004-09": (*together("recurrence_plan"), Talks(entry="remediation", topic="remediation", good_practice=True)),
    "004-10": together("regulator_reporting"),
    "004-11": together("notify_people"),
    "004-12": together("press"),
    "004-13": (
        Reported(
            entry="preserve-evidence",
            facts=LEAK,
            quiet=NONE_OF_ITS_OWN,
            type="contain",
            has=("stop_log_rotation", "image", "chain_of_custody"),
        ),
        *together("evidence_and_logs"),
    ),
    "004-14": together("other"),
    "004-15": (
        May(
            entry="third-party-disclosure",
            topics=("tell_third_party",),
            form="事前の承諾（形式の定めなし。書面かメールがよい）",
        ),
    ),
    "004-16": (
        May(
            entry="third-party-disclosure",
            topics=("tell_third_party",),
            form="事前の承諾（形式の定めなし。書面かメールがよい）",
            then=("prior-notice-of-legal-disclosure",),
        ),
        Gated(entry="third-party-disclosure", gate=GateKind.DISCLOSURE, lock=Lock.CONSULT, emergency="法令"),
        BestEffort(entry="prior-notice-of-legal-disclosure", plan="legal_disclosure"),
    ),
    "004-17": (
        Talks(entry="publication", topic="publication", facts=LEAK),
        TalkedOver(entry="publication", topic="publish"),
        Gated(entry="publication", gate=GateKind.PUBLICATION, lock=Lock.CONSULT, emergency="必要な範囲だけ"),
    ),
    "004-18": (Gated(entry="publication", gate=GateKind.PUBLICATION, lock=Lock.CONSULT, emergency="必要な範囲だけ"),),
    "004-19": (Known(entry="contractors-too", facts={"caused_by": "subcontractor"}, quiet={"caused_by": "us"}),),
    "004-20": (Borne(entry="cost-by-cause", facts=LEAK, quiet=NONE_OF_ITS_OWN, bearer="causing_party"),),
    "004-21": (Talks(entry="cost-share", topic="cost", facts=LEAK),),
    "004-22": (Known(entry="damages", facts={"terms_broken": "yes"}, quiet={"terms_broken": "no"}),),
    "004-23": (Reported(entry="root-cause", facts=LEAK, quiet=NONE_OF_ITS_OWN, type="deliver", start="contained_at"),),
    "004-24": (Reported(entry="recurrence", facts=LEAK, quiet=NONE_OF_ITS_OWN, type="deliver", start="contained_at"),),
    "004-25": (
        Renewed(entry="renewal-decision", remind=("P90D", "P60D", "P45D", "P35D"), last="P1M"),
        Says(entry="term", has="P1Y"),
    ),
    "004-26": (
        LivesOn(
            rules=("third-party-disclosure", "prior-notice-of-legal-disclosure", "cost-share", "damages"),
            facts={"terms_broken": "yes", **LEAK},
            duties=("cost-by-cause", "damages"),
            others=("notify", "contain", "recurrence"),
        ),
    ),
    "004-27": (TalksBegun(entry="gaps", topic="interpretation", when={"dispute": "meaning"}),),
    "004-28": (Says(entry="law", has="本店所在地"),),
    "004-29": (Recurs(entry="originals", every=None, once=True),),
}
