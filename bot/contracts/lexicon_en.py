"""The signs of a duty in English contracts, in the order in which they are tried."""

from __future__ import annotations

import re

from bot.contracts.kinds import Kind, Sentence, Sign, Sure

INCIDENT = (
    r"incident|breach|leak|loss\b|lost|stolen|theft|destruct|unauthori[sz]ed|malicious|malware|infect|compromise|disclos(?:ed|ure) of|suspect|suspicion|risk|"
    r"violat|vulnerab|misuse"
)
DUTY = (
    r"\b(?:shall|must|will|may not|may request|may require|may perform|may conduct|may dispatch|may cancel|may terminate|may publish|may inspect|may audit|"
    r"is required to|are required to|is obliged to|undertakes? to|agrees? to|is liable|be liable|is responsible|remains? (?:\w+ )?(?:liable|responsible)|shall not|may not|is prohibited|be sufficient|shall apply|survives?|governed by|remains? in (?:force|effect))\b"
)
SENTENCE = r"\b(?:Party [AB]|Supplier|Customer|Contractor|Client|Vendor|Processor|Controller|either party|each party|the parties)\b.*\.$"
"""Any other sentence that may bind: read by the signs, but not missed when none speaks."""
_CLIENT = r"(?:Party A|the (?:Client|Customer|Company|Purchaser|Principal|Disclosing Party|Controller|Owner)|Client|Customer|Purchaser|Principal|Controller)"
_CLIENT_MAY = rf"\b{_CLIENT}\b[^.,;]{{0,60}}\bmay\b"
_MUST = r"\b(?:shall|must|will|agrees? to|undertakes? to|is required to|are required to|is obliged to)\b"
CONSENT = r"(?:consent|approval|permission|authori[sz]ation|confirmation)"

LIST_BELOW = "introduces the list below"
"""Why a sentence owes nothing of its own: the items of its list do."""

_CONDITION = re.compile(
    r"^(?P<c>(?:In (?:the )?(?:case|event)|When|Where|If|Upon|After|Regarding|Based on|As a result|In addition|Should)\b.*?),\s*(?P<m>(?:in advance, |then )?"
    rf"(?:Party [AB]|the \w+|{_CLIENT}|Contractor|Supplier|Vendor|Processor|it|either party|each party|both parties)\b.*)$",
    re.IGNORECASE | re.DOTALL,
)


def parts(sentence: str) -> tuple[str, str]:
    """Split a sentence into its conditions and what is owed then."""
    found = _CONDITION.match(sentence)
    return (found["c"], found["m"]) if found else ("", sentence)


def _consent(s: Sentence) -> bool:
    if s.says(r"\bafter\b[^,;]*confirmed by means") and s.says(rf"receive {CONSENT}"):
        return True
    if s.says(
        r"\b(?:shall|must|may|will) not\b.*\bunless\b[^.;]{0,80}\b(?:agreed|consented|approved|authori[sz]ed|permitted)\b"
    ):
        return True
    return s.says(
        rf"(?:without|unless|except with|subject to|obtain(?:s|ed|ing)?|receiv(?:e|es|ed|ing)|seek|require[sd]?)\b[^.;]{{0,60}}\b{CONSENT}"
    ) and not s.says(r"after contract conclusion")


def _notice(s: Sentence) -> bool:
    if not s.says(rf"{_MUST}[^.;]*\b(?:report|notify|inform|give notice|make notification|contact|advise)\b"):
        return False
    if s.says(r"shall be sufficient") or s.says(
        r"\b(?:shall|must|will) not\b[^.;]{0,20}\b(?:report|notify|inform|contact)\b"
    ):
        return False
    if s.says(r"\bin advance\b") and not s.says(INCIDENT):
        return False
    return s.nearby(INCIDENT) or s.says(r"(?:report|notify|inform)[^.;]*measures")


SIGNS: tuple[Sign, ...] = (
    Sign(
        Kind.RIGHT,
        "purpose or definition",
        lambda s: s.says(r"(?<!by )\bmeans (?!of\b)|\bshall mean\b|\bis defined as\b|\bthe purpose of this \w+ is\b"),
        ends=True,
    ),
    Sign(
        Kind.RIGHT,
        LIST_BELOW,
        lambda s: (
            s.says(r"\b(?:the following|as follows|set out below|stated below)\b.*:$")
            and not s.says(INCIDENT + r"|notif|report|cooperat")
        ),
        ends=True,
    ),
    Sign(
        Kind.RIGHT,
        "damages stay untouched",
        lambda s: s.says(r"(?:does|do|shall) not (?:affect|limit|prejudice).*(?:damages|claim|rights?)"),
        ends=True,
    ),
    Sign(
        Kind.RIGHT,
        "same rules apply",
        lambda s: s.says(r"apply mutatis mutandis") and not s.says(r"after the"),
        ends=True,
    ),
    Sign(Kind.RIGHT, "exception", lambda s: s.says(r"^However, this (?:shall|does) not apply"), ends=True),
    Sign(
        Kind.END,
        "lives on after the end",
        lambda s: (
            s.says(
                r"\b(?:surviv|after the (?:accomplishment|completion|termination|expiry|end) of|remain in (?:force|effect))"
            )
            and s.says(r"apply|surviv|remain")
        ),
        ends=True,
    ),
    Sign(
        Kind.END,
        "term and renewal",
        lambda s: (
            s.says(r"\b(?:renew(?:ed|s|al)?|remains? in force for|term of this)\b") and s.says(r"year|month|term")
        ),
        ends=True,
    ),
    Sign(
        Kind.END,
        "give back, destroy, delete",
        lambda s: (
            s.says(r"\b(?:return|destr(?:oy|uction)|delet(?:e|ion)|eras(?:e|ure))\b")
            and s.says(r"request|terminat|complet|expir|end of|instruct")
            and not s.says(INCIDENT.replace("destruct|", "").replace(r"risk|", ""))
        ),
        ends=True,
    ),
    Sign(
        Kind.CONSULT,
        "talks",
        lambda s: s.says(
            r"\b(?:consult(?:s|ation)?|discuss|good[- ]faith)\b[^.;]*\b(?:with|party|regarding)|request a consultation|\bconsult Party"
        ),
    ),
    Sign(
        Kind.COST,
        "cost or damage is borne",
        lambda s: (
            s.says(r"\b(?:costs?|expenses?|damages?|loss(?:es)?|claims?)\b")
            and s.says(r"\b(?:liable|bear|borne|reimburse|compensat|indemnif)")
        ),
    ),
    Sign(
        Kind.RIGHT,
        "the client may cancel, publish or stop",
        lambda s: s.says(
            rf"{_CLIENT_MAY}[^.;]*\b(?:cancel|terminate|publish|publici[sz]e|suspend|disconnect)|{_CLIENT}\s+may\s+(?:cancel|terminate|publish|suspend)"
        ),
        ends=True,
    ),
    Sign(Kind.CONSENT, "not without consent", _consent, ends=False),
    Sign(
        Kind.CONSENT,
        "checked and told before",
        lambda s: s.says(r"\bin advance\b") and s.says(r"\b(?:confirm|notif|inform|approv|consent)"),
    ),
    Sign(
        Kind.NOTICE,
        "what a notice must hold",
        lambda s: s.says(
            r"\b(?:notice|notification|report)\b[^.;]{0,40}\b(?:shall|must|will) (?:contain|include|state|describe|specify)\b"
        ),
        ends=True,
    ),
    Sign(Kind.NOTICE, "tell of an incident, a breach or what was done", _notice),
    Sign(
        Kind.NOTICE,
        "reports that follow",
        lambda s: (
            s.says(r"\b(?:updates?|interim reports?|status reports?)\b")
            and s.says(_MUST)
            and s.nearby(INCIDENT)
            and not _notice(s)
        ),
    ),
    Sign(
        Kind.CONTAIN,
        "contain it",
        lambda s: (
            s.says(
                rf"{_MUST}[^.;]*\b(?:take appropriate measures|immediate steps|contain|mitigate|preserve|stop|isolate)\b"
            )
            and s.nearby(INCIDENT)
        ),
    ),
    Sign(
        Kind.SURVEY,
        "on-site survey",
        lambda s: (
            (
                s.says(r"\b(?:survey|audit|on-site|inspection|inspect)s?\b")
                and s.says(
                    rf"{_CLIENT_MAY}|conducts? a (?:survey|audit)|\b{_MUST}[^.;]*\b(?:accept|permit|allow|cooperat|conform|necessary cooperation)|conducted by"
                )
            )
            and not s.says(r"request[^.;]*\b(?:submission|loan)|corrective|corrections")
        ),
    ),
    Sign(
        Kind.SURVEY, "people are sent", lambda s: s.says(rf"{_CLIENT_MAY}[^.;]*(?:dispatch|enter|visit)|may dispatch")
    ),
    Sign(
        Kind.FOLLOW,
        "papers when asked",
        lambda s: (
            s.says(
                r"may request[^.;]*\b(?:submission|loan|inspection|information|report|documents?)|(?:provide|submit)[^.;]*(?:upon|on|at)[^.;]*request"
            )
            and not s.says(r"cooperat")
        ),
    ),
    Sign(
        Kind.FOLLOW,
        "correction",
        lambda s: s.says(r"\b(?:corrective|corrections?|remed(?:y|ial|iation))\b") and not s.says(r"notify"),
    ),
    Sign(
        Kind.FOLLOW,
        "instructions, cooperation, cause",
        lambda s: s.says(
            rf"{_MUST}[^.;]*\b(?:follow|comply with|cooperat|inspect the influence|investigat|root cause|prevent(?:ion)? of recurrence|assist)"
        ),
    ),
    Sign(
        Kind.SUBMIT,
        "made and filed",
        lambda s: (
            s.says(rf"{_MUST}[^.;]*\b(?:produce|submit|register|file|certif\w*|deliver|provide a certificate)\b")
            or s.says(r"notification shall be sufficient")
        ),
    ),
    Sign(
        Kind.RIGHT,
        "liability for others",
        lambda s: s.says(
            r"\b(?:held responsible|jointly and severally|responsible for (?:the )?acts|liable[^.;]{0,40}for the acts)"
        ),
    ),
    Sign(Kind.RIGHT, "court", lambda s: s.says(r"\b(?:jurisdiction|governing law|governed by)\b"), ends=True),
)
"""Every sign whose test holds speaks, until one that ends."""

EVERY_DAY = Sign(
    Kind.BEHAVE,
    "a rule for every day",
    lambda s: (
        s.says(rf"{_MUST}|\bmay not\b")
        and s.says(
            r"\b(?:handle|protect|train|educat|supervis|encrypt|lock|keep|store|ensure|limit|restrict|exclude|not\b|comply|maintain|use|process|vet|only\b)"
        )
    ),
    Sure.MEDIUM,
)
"""What a binding sentence is when no other sign speaks."""

_LIMITS = (
    r"immediately", r"promptly", r"without (?:undue )?delay", r"forthwith", r"at once", r"as soon as (?:possible|practicable)", r"in advance", r"prior",
    r"each time",
)  # fmt: skip


def takes_back(sentence: str, proviso: str) -> bool:
    """Whether a prohibition is one only without the consent that the proviso after it asks for."""
    return (
        "not" in sentence and proviso.lower().startswith(("however", "provided")) and bool(re.search(CONSENT, proviso))
    )


def shared(lead: str) -> str:
    """Return what every item of a list goes on from: a sentence that breaks off at "shall:" or the like."""
    found = re.search(rf"(?P<said>[^.]*{_MUST})\s*:\s*$", lead.strip(), re.IGNORECASE)
    return found["said"].strip() if found else ""


def limit_scope(kind: Kind, main: str) -> str:
    """Return the part of what is owed in which the word for how fast belongs to this kind: "take measures and report at once"."""
    if kind is Kind.CONTAIN:
        return re.split(r"\band (?:must|shall|report|notify)\b", main)[0]
    return main


def limit_word(text: str) -> str:
    """Return the strictest of the contract's words for how fast; empty without one."""
    for pattern in _LIMITS:
        if found := re.search(rf"\b{pattern}\b", text, re.IGNORECASE):
            return found[0].lower()
    return ""
