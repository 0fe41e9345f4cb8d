"""Defence procurement: row by row, what drives its entry and what has to come of it."""

from tests.packs.rows.driving import (
    Asked,
    Borne,
    Filed,
    Known,
    LivesOn,
    May,
    Recurs,
    Reported,
    Spawned,
    Surveyed,
    TalkedOver,
    Talks,
)

PROTECTED = {"info_kind": ["protected_info"]}
OTHER = {"info_kind": ["none"]}
LOST = {"status": "occurred", **PROTECTED}
ROWS = {
    "000-01": (Filed(entry="procedure", word="promptly", needs="confirmation"),),
    "000-02": (Filed(entry="procedure", word="promptly", needs="confirmation", remark="contract.not_needed"),),
    "000-03": (
        May(entry="procedure-change", topics=("change_procedure",), form="事前の確認"),
        Recurs(entry="procedure-review", every="P6M"),
    ),
    "000-04": (Asked(entry="documents", topic="documents", type="answer"),),
    "000-05": (Recurs(entry="procedure-review", every="P6M"),),
    "000-06": (
        Known(entry="answerable", facts={"caused_by": "us"}, quiet={"caused_by": "third_party"}),
        Known(entry="answerable", facts={"caused_by": "subcontractor"}, quiet={"caused_by": "client"}),
    ),
    "000-07": (
        May(
            entry="third-party",
            topics=("tell_third_party", "provide_or_email"),
            form="書面",
            checks=("recipient_checked", "unavoidable"),
        ),
    ),
    "000-08": (Recurs(entry="third-party-contracts", every="P1Y"),),
    "000-09": (
        May(
            entry="subcontract",
            topics=("subcontract_any_tier",),
            agrees="told",
            form="確認した結果の届出",
            checks=("recipient_checked",),
        ),
    ),
    "000-10": (
        Asked(entry="accept-survey", topic="inspection", type="survey"),
        Surveyed(entry="accept-survey", at=("offices", "factories", "sites")),
    ),
    "000-11": (Asked(entry="correct", topic="correction", type="instruction", word="promptly", days=1),),
    "000-12": (Surveyed(entry="survey-of-sub", at=("subcontractor",)),),
    "000-13": (Asked(entry="sub-correct-notice", topic="subcontractor_correction", type="notice"),),
    "000-14": (
        Reported(
            entry="measures",
            facts={"status": "future_risk", **PROTECTED},
            quiet=OTHER,
            type="contain",
            has=("disconnect", "keep_logs", "stop_use"),
        ),
    ),
    "000-15": (
        Reported(
            entry="first-report",
            facts={"event": ["leak"], **LOST},
            quiet={"status": "suspected"},
            word="immediately",
            has=("what", "done_so_far", "callback_person", "next_report_at"),
        ),
        Reported(entry="first-report", facts={"event": ["destruction"], **LOST}, quiet=OTHER, word="immediately"),
    ),
    "000-16": (Spawned(entry="detail-report", by="first-report", type="notice", word="promptly"),),
    "000-17": (
        Reported(
            entry="infected-store",
            facts={"event": ["malware"], "where": ["stores_client_info"], **LOST},
            quiet={"where": ["same_network"]},
            word="immediately",
        ),
        Reported(
            entry="infected-store",
            facts={"event": ["unauthorised_access"], "where": ["cloud"], **LOST},
            quiet={"event": ["leak"]},
            word="immediately",
        ),
    ),
    "000-18": (
        Reported(
            entry="infected-neighbour",
            facts={"event": ["malware"], "where": ["same_network"], **LOST},
            quiet={"where": ["stores_client_info"]},
            word="immediately",
        ),
    ),
    "000-19": (
        Reported(
            entry="risk",
            facts={"status": "suspected", **PROTECTED},
            quiet={"status": "occurred"},
            word="immediately",
        ),
        Reported(entry="risk", facts={"status": "future_risk", **PROTECTED}, quiet=OTHER, word="immediately"),
    ),
    "000-20": tuple(
        Reported(
            entry="pointed-out",
            facts={"raised_by": who, **PROTECTED},
            quiet={"raised_by": "own_finding"},
            word="immediately",
            has=("who_said_what", "potentiality", "veracity"),
        )
        for who in ("internal_report", "external_report")
    ),
    "000-21": (Surveyed(entry="survey-after-report", at=("offices", "subcontractor")),),
    "000-22": (Spawned(entry="study-influence", by="first-report", type="deliver"),),
    "000-23": (Talks(entry="consult-measures", topic="remediation", facts={"event": ["leak"], **LOST}),),
    "000-24": (
        Borne(
            entry="cost",
            facts={"caused_by": "us", **LOST},
            quiet={"caused_by": "third_party"},
            damages_apart="6(8)",
        ),
        Talks(entry="consult-cost", topic="cost", facts={"event": ["leak"], **LOST}),
    ),
    "000-25": (
        Borne(
            entry="cost",
            facts={"caused_by": "subcontractor", **LOST},
            quiet={"status": "suspected"},
            damages_apart="6(8)",
        ),
    ),
    "000-26": (Known(entry="cancellation", facts={"caused_by": "us"}, quiet={"caused_by": "client"}),),
    "000-27": (
        LivesOn(
            rules=("first-report", "detail-report", "accept-survey", "answerable", "cost", "procedure-review"),
            facts={"event": ["leak"], "raised_by": "external_report", "caused_by": "us", **LOST},
            duties=("first-report", "pointed-out", "measures", "answerable", "cost"),
            others=("cancellation",),
        ),
    ),
    "000-28": (
        Asked(entry="return-or-destroy", topic="return_or_destroy", type="return", remark="contract.alternative"),
    ),
    "000-29": (
        TalkedOver(entry="keep-storing", topic="keep_storing", when={"request": "return_or_destroy"}),
        Asked(entry="return-or-destroy", topic="return_or_destroy", type="return", remark="contract.alternative"),
    ),
}
