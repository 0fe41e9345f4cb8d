"""Who is who in a contract: what it calls its two sides, and which of them owes.

Contracts name their sides as they like (受領者, 提供者, the Insured). The signs of a duty know the usual names only, so
sentences are looked at with the usual ones in the place of the contract's own; what is quoted stays as it is written.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

US_JA, THEM_JA = "乙", "甲"
US_EN, THEM_EN = "Supplier", "Customer"
_PAIRS_JA = (("甲", "乙"), ("委託者", "受託者"), ("発注者", "受注者"))
_PAIRS_EN = (
    *(
        (client, us)
        for client in ("Customer", "Client", "Controller", "Purchaser")
        for us in ("Supplier", "Contractor", "Vendor", "Processor")
    ),
    ("Party A", "Party B"),
)
"""The usual names of a client and of whom it hired."""
_USUAL_JA = re.compile(r"(?:^|。)\s*(?:甲|乙|受託者|委託者|受注者|発注者)は")
_USUAL_EN = re.compile(r"\b(?:Party [AB]|Supplier|Contractor|Vendor|Processor|Customer|Client|Controller|Purchaser)\b")
_SUBJECT_JA = re.compile(r"(?:^|。|、)\s*(?P<name>[一-龥ァ-ヶー]{2,8})は、?")
_SUBJECT_EN = re.compile(r"\bthe (?P<name>[A-Z][a-z]+(?: [A-Z][a-z]+)?) (?P<verb>shall|must|will|may)\b", re.IGNORECASE)
_DEFINED_JA = re.compile(r"以下、?(?:単に)?「([一-龥ァ-ヶー]{2,8})」")
_OWES_JA = re.compile(r"(?:なければな|てはなら|ものとし|ものとする|努め|します|する)[^。]*。?$")
_MAY_JA = re.compile(r"(?:できる|できます)[^。]*。?$")
_ENOUGH = 2
"""Sentences in which a name has to be the one who owes, before it is taken for a side."""


@dataclass(frozen=True, slots=True)
class Parties:
    """The contract's own names: `ours` owe, `theirs` receive. Both are empty where the usual names are used.

    `client` and `contractor` are what the contract calls the two sides, whichever names those are.
    """

    ours: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()
    japanese: bool = True
    client: str = ""
    contractor: str = ""

    def usual(self, text: str) -> str:
        """Return the text with the usual names in the place of the contract's own."""
        us, them = (US_JA, THEM_JA) if self.japanese else (US_EN, THEM_EN)
        for names, name in ((self.ours, us), (self.theirs, them)):
            for own in names:
                text = re.sub(rf"\b{re.escape(own)}\b" if not self.japanese else re.escape(own), name, text)
        return text


def parties_of(sentences: Iterable[str], *, japanese: bool) -> Parties:
    """Return the sides by what they do in the sentences: who must is ours, whom it is told or who may is theirs."""
    said = list(sentences)
    if sum(bool((_USUAL_JA if japanese else _USUAL_EN).search(one)) for one in said) >= _ENOUGH:
        client, contractor = _pair(said, _PAIRS_JA if japanese else _PAIRS_EN)
        return Parties(japanese=japanese, client=client, contractor=contractor)
    owes, gets = _counted_ja(said) if japanese else _counted_en(said)
    names = sorted(set(owes) | set(gets), key=lambda name: (-len(name), name))
    ours = tuple(name for name in names if owes[name] >= _ENOUGH and owes[name] > gets[name])
    theirs = tuple(name for name in names if name not in ours and gets[name] >= _ENOUGH)
    if not ours or not theirs:
        return Parties(
            japanese=japanese, client=THEM_JA if japanese else "Client", contractor=US_JA if japanese else "Contractor"
        )
    return Parties(
        ours, theirs, japanese, max(theirs, key=lambda name: gets[name]), max(ours, key=lambda name: owes[name])
    )


def _pair(said: list[str], pairs: tuple[tuple[str, str], ...]) -> tuple[str, str]:
    """Return the pair of usual names the text uses most."""
    whole = " ".join(said)
    return max(pairs, key=lambda pair: min(whole.count(pair[0]), whole.count(pair[1])))


def _counted_ja(said: list[str]) -> tuple[Counter[str], Counter[str]]:
    owes: Counter[str] = Counter()
    gets: Counter[str] = Counter()
    for one in said:
        for found in _SUBJECT_JA.finditer(one):
            name = found["name"]
            if _MAY_JA.search(one):
                gets[name] += 1
            elif _OWES_JA.search(one):
                owes[name] += 1
    known = {name for one in said for name in _DEFINED_JA.findall(one)} | set(owes) | set(gets)
    for one in said:
        for name in known:
            gets[name] += len(
                re.findall(rf"{re.escape(name)}(?:に|へ|の(?:事前|書面|承|同意|指示|求め|情報|連絡|運用))", one)
            )
    # a word that is a subject once in a while (前項の通知は) is nobody's name: a side is told or asked, or owes again and again
    return owes, gets


def _counted_en(said: list[str]) -> tuple[Counter[str], Counter[str]]:
    owes: Counter[str] = Counter()
    gets: Counter[str] = Counter()
    for one in said:
        for found in _SUBJECT_EN.finditer(one):
            if not found["name"][0].isupper():
                continue
            (gets if found["verb"].lower() == "may" else owes)[found["name"]] += 1
        for name in re.findall(r"(?:notify|inform|to|of|by) the ([A-Z][a-z]+(?: [A-Z][a-z]+)?)\b", one):
            gets[name] += 1
    return owes, gets
