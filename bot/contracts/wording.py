"""Our words for what was recognised, and the pack's words for what they mean: conditions, gates, topics, intervals."""

from __future__ import annotations

import re

from bot.contracts.numerals import Limit
from bot.contracts.recognise import Found
from bot.packs.base import REQUIRED, BiText

CONTENT = "what a notice must hold"
OUR_NUMBERS = {
    "直ちに": "{target: PT30M, alarm: PT60M}", "ただちに": "{target: PT30M, alarm: PT60M}", "immediately": "{target: PT30M, alarm: PT60M}",
    "forthwith": "{target: PT30M, alarm: PT60M}", "at once": "{target: PT30M, alarm: PT60M}",
}  # fmt: skip
USUAL_NUMBERS = "{target: PT4H, alarm: PT24H}"
EXPOSURES = {
    "the client may publish": "standby",
    "the client may cut off, stop, cancel": "exposure",
    "the client may cancel, publish or stop": "exposure",
    "liability for others": "exposure",
}
"""Rights that a lead has to see while an incident runs, and the duty type that shows them."""

_SUMMARIES = {
    "notice": ("事故またはそのおそれを相手方に知らせる", "Tell the other side of an incident, or that one is feared"),
    "breach": (
        "契約への違反またはそのおそれを相手方に知らせる",
        "Tell the other side of a breach of the contract, or that one is feared",
    ),
    "contain": ("被害を食い止め、証拠を残す", "Contain it and keep the evidence"),
    "follow": ("相手方の求めや指示に応える", "Answer what the other side asks or instructs"),
    "report": ("原因や再発防止策の報告を出す", "Deliver the report on cause and prevention"),
    "consent": ("先に承諾を得る", "Obtain consent first"),
    "tell-before": ("先に知らせる", "Tell the other side beforehand"),
    "submit": ("届け出る、提出する", "File it with the other side"),
    "behave": ("日ごろ守る", "A rule for every day"),
    "consult": ("協議する", "Talk with the other side"),
    "cost": ("費用や損害を負担する", "Bear cost or damage"),
    "survey": ("調査や検査を受ける", "Accept a survey or an inspection"),
    "end": ("返す、消す", "Give back or erase"),
    "exposure": ("相手方の権利、当社の責任", "A right of the other side, or a liability of ours"),
    "standby": ("公表は相手方が決める。当社の公表を控える", "The other side may publish; hold our own publication"),
}
_GATES = (
    (r"持ち?出", "take_out"),
    (r"目的外|目的以外|other purpose", "off_purpose_use"),
    (r"第三者.{0,20}(?:提供|知らせ|開示)|third part|disclos", "tell_third_party"),
    (r"複写|複製|\bcop(?:y|ies|ying)\b", "copy"),
    (r"再委託|委託(?!者)|subcontract|consign", "subcontract"),
    (r"接続|connect", "connect"),
    (r"持ち込み|bring", "bring_in"),
    (r"クラウド|cloud|オンライン", "cloud"),
    (r"ノートPC|laptop", "laptop_out"),
    (r"変更|\bchange", "change_procedure"),
    (r"公表|publi[cs]", "publish"),
)


def summary(name: str, found: Found) -> BiText:
    """Return what an entry asks for, in our words and both languages."""
    if name == "notice" and re.search(r"違反|breach|violat", found.sentence, re.IGNORECASE) and not _incident(found):
        name = "breach"
    ja, en = _SUMMARIES[name]
    return BiText(ja=ja, en=en)


def _incident(found: Found) -> bool:
    return re.search(r"事故|インシデント|漏|事案|incident|leak|loss", found.sentence, re.IGNORECASE) is not None


def with_limit(words: BiText, limit: Limit) -> tuple[str, str]:
    """Return a summary with the contract's number in both languages, for it is what a screen shows first."""
    found = re.fullmatch(r"PT?(?P<n>[0-9]+)(?P<unit>BD|[HMDY])", limit.duration)
    if found is None:
        return words.ja, words.en
    unit = f"T{found['unit']}" if limit.duration.startswith("PT") else found["unit"]
    ja, en = _LENGTHS[unit]
    before = ("前まで", " before") if limit.before else ("以内", "")
    within = "" if limit.before else "within "
    plural = "" if found["n"] == "1" else "s"
    return f"{words.ja}（{found['n']}{ja}{before[0]}）", f"{words.en} ({within}{found['n']} {en}{plural}{before[1]})"


_LENGTHS = {
    "TM": ("分", "minute"), "TH": ("時間", "hour"), "D": ("日", "day"), "BD": ("営業日", "business day"),
    "M": ("か月", "month"), "Y": ("年", "year"),
}  # fmt: skip


def reports_after(found: Found) -> bool:
    """Whether it is a report owed by itself after the first notice, with a number: on the cause, on prevention."""
    return (
        found.kind.value == "follow"
        and bool(found.limit.duration)
        and not found.limit.before
        and not found.why.endswith("when asked")
        and re.search(r"原因|再発防止|第一報|cause|recurrence", found.sentence, re.IGNORECASE) is not None
        and re.search(r"求め|指示があ|request|instruct", found.sentence, re.IGNORECASE) is None
    )


def only_before(found: Found) -> bool:
    """Whether a notice is owed before something is done, so that it is a gate and not a clock."""
    return (
        found.limit.word in ("事前に", "あらかじめ", "先立ち", "先立って", "in advance", "prior") or found.limit.before
    )


def when(found: Found) -> str:
    """Return the condition under which a notice is owed."""
    status = ["occurred", "suspected"]
    if re.search(r"おそれ|恐れ|risk|likely|may occur", found.sentence, re.IGNORECASE):
        status.append("future_risk")
    incident = f"{{status: [{', '.join(status)}]}}"
    breach = "{terms_broken: ['yes', likely], once_asked: true}"
    if not re.search(r"違反|violat", found.sentence, re.IGNORECASE) or "違反の有無" in found.sentence:
        return incident
    return (
        f"{{any: [{incident}, {breach}]}}" if _incident(found) else f"{{any: [{breach}, {{event: [clause_breach]}}]}}"
    )


def bearer(found: Found) -> str:
    """Return who bears a cost."""
    return "causing_party" if re.search(r"原因を生じさせた|causing|caused (?:it|the)", found.sentence) else "contractor"


def gates(text: str) -> list[str]:
    """Return what is locked until somebody agrees; REQUIRED when the text does not tell."""
    return [gate for pattern, gate in _GATES if re.search(pattern, text, re.IGNORECASE)] or [REQUIRED]


def who_agrees(found: Found) -> str:
    """Return who agrees: the client, or our own responsible person."""
    return "contractor.responsible" if re.search(r"責任者の", found.sentence) else "client"


def how_often(found: Found) -> str:
    """Return for what one consent is good."""
    return "each_time" if re.search(r"都度|each time|in each case", found.sentence, re.IGNORECASE) else "case"


def form(found: Found) -> BiText | None:
    """Return the form a consent needs, if the contract names one."""
    written = re.search(r"書面|文書|in writing|written", found.sentence, re.IGNORECASE)
    return BiText(ja="書面", en="In writing") if written else None


def topic(found: Found) -> tuple[str, str]:
    """Return a consultation's topic and when it opens."""
    said = f"{found.heading} {found.sentence}"
    if re.search(r"費用|負担|cost|share", said, re.IGNORECASE):
        return "cost", "{any: [{dispute: cause}, {reached: true}]}"
    if re.search(r"公表|publi[cs]", said, re.IGNORECASE):
        return "publication", "{any: [{plan: publish}, {reached: true}]}"
    if re.search(r"storing|保存を続け|保持", said, re.IGNORECASE):
        return "retention", "{request: return}"
    if re.search(r"措置|対策|measures|remed", said, re.IGNORECASE):
        return "remediation", "{reached: true}"
    return "interpretation", "{dispute: meaning}"


def interval(found: Found) -> str:
    """Return how often we propose to look at a rule of every day."""
    for pattern, length in _OFTEN:
        if re.search(pattern, found.sentence, re.IGNORECASE):
            return length
    if re.search(r"教育|研修|train|educat", found.sentence, re.IGNORECASE):
        return "P1Y"
    if re.search(r"再委託|遵守させ|subcontract", found.sentence, re.IGNORECASE):
        return "P6M"
    if re.search(r"監督|管理|supervis|manage", found.sentence, re.IGNORECASE):
        return "P3M"
    return "P1M"


_OFTEN = (
    (r"四半期|quarter", "P3M"),
    (r"半期|半年|twice a year|semi-?annual", "P6M"),
    (r"毎月|月[0-91一]回|翌月|monthly|each month", "P1M"),
    (r"毎週|weekly|each week", "P7D"),
    (r"毎年|年[0-91一二]回|annual|each year|yearly", "P1Y"),
)
"""How often, in the contract's own words."""


def lives_on(found: Found, cite: str) -> bool:
    """Whether an entry with that citation lives on by this sentence: its article is named there, or it is the same clause."""
    if cite == found.cite:
        return True
    named = re.findall(r"第\s*\d+\s*条|(?:Article|Clause|Section)s?\s+\d+|(?<=and )\d+|(?<=, )\d+", found.sentence)
    article = re.match(r"第\d+条?|(?:Article|Clause|Section) \d+|\d+", cite)
    if article is None:
        return False
    numbers = {re.sub(r"\D", "", one) for one in named}
    return re.sub(r"\D", "", article[0]) in numbers
