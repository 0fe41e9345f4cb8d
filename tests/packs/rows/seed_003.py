"""A city's terms on information assets and personal data: row by row, what drives its entry and what has to come of it."""

from tests.packs.rows.driving import (
    Asked,
    Borne,
    Changed,
    Ends,
    Filed,
    Instructed,
    LivesOn,
    May,
    Recurs,
    Reported,
    Says,
    Surveyed,
)

IN_WRITING = "書面"
ROWS = {
    "003-01": (Recurs(entry="policy", every="P6M"), Says(entry="incorporates", has="情報セキュリティポリシー")),
    "003-02": (Recurs(entry="secrecy", every="P1Y", also=("on_leaving",)), LivesOn(rules=("secrecy",))),
    "003-03": (
        May(
            entry="use-or-give",
            topics=("off_purpose_use", "provide_or_email", "tell_third_party"),
            form="指示または承諾",
        ),
    ),
    "003-04": (Filed(entry="manager"), Changed(entry="manager-change", topics=("manager",))),
    "003-05": (Filed(entry="place"), Changed(entry="place-change", topics=("place",))),
    "003-06": (Recurs(entry="no-take-out", every="P1M"),),
    "003-07": (Recurs(entry="malware-and-access", every="P1M"),),
    "003-08": (Recurs(entry="supervise", every="P1M"),),
    "003-09": (Recurs(entry="training", every="P1Y", also=("on_joining",)),),
    "003-10": (
        May(
            entry="take-out",
            topics=("laptop_out", "papers_out", "take_out"),
            form=IN_WRITING,
            per="each_time",
            states=("purpose", "content", "protection"),
        ),
    ),
    "003-11": (May(entry="copy", topics=("copy",), form=IN_WRITING, per="each_time"),),
    "003-12": (May(entry="bring-in", topics=("bring_in_device",), form=IN_WRITING),),
    "003-13": (Ends(entry="return-assets", type="return", start="contract_end", word="直ちに"),),
    "003-14": (Ends(entry="erase-certificate", type="certify", start="contract_end", word="直ちに", proof=True),),
    "003-15": (Ends(entry="hand-over-collected", type="deliver", start="contract_end"),),
    "003-16": (Asked(entry="dispose", topic="disposal", type="certify"),),
    "003-17": (May(entry="subcontract", topics=("subcontract_any_tier",), form=IN_WRITING, then=("flow-down",)),),
    "003-18": (Recurs(entry="flow-down", every="P6M"),),
    "003-19": (Recurs(entry="supervise-subs", every="P1M"),),
    "003-20": (
        Asked(entry="field-survey", topic="inspection", type="survey"),
        Surveyed(entry="field-survey"),
    ),
    "003-21": tuple(
        Reported(entry="incident", facts={"status": status}, quiet=None, word="速やかに")
        for status in ("occurred", "suspected", "future_risk")
    ),
    "003-22": (
        Reported(entry="breach", facts={"terms_broken": "likely"}, quiet={"terms_broken": "no"}, word="速やかに"),
        Reported(entry="breach", facts={"event": ["clause_breach"]}, quiet={"event": ["leak"]}, word="速やかに"),
    ),
    "003-23": (Instructed(entry="follow", by=("incident", "breach")),),
    "003-24": (Surveyed(entry="survey-after-report"),),
    "003-25": (Borne(entry="damages", facts={"caused_by": "us"}, quiet={"caused_by": "subcontractor"}),),
    "003-26": (Borne(entry="damages-by-sub", facts={"caused_by": "subcontractor"}, quiet={"caused_by": "us"}),),
}
