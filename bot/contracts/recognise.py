"""Which duties a contract holds: every clause, every sentence, every sign, and a list of what was not understood."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from types import ModuleType

from bot.contracts import lexicon_en, lexicon_ja
from bot.contracts.clauses import Clause, sentences_of, split
from bot.contracts.kinds import Kind, Sentence, Sign, Sure
from bot.contracts.numerals import Limit, numeric_limit, numeric_limits
from bot.contracts.parties import Parties, parties_of
from bot.contracts.sources import Text

__all__ = ["Found", "Kind", "Reading", "Sure", "read_contract"]

_TIMED = (Kind.NOTICE, Kind.CONTAIN, Kind.CONSENT, Kind.SUBMIT, Kind.END, Kind.FOLLOW, Kind.SURVEY)
"""Kinds of which "how fast" is asked; for a rule of every day it means nothing."""
_OWN_LISTS = frozenset({Kind.CONSENT, Kind.NOTICE, Kind.COST, Kind.END, Kind.SURVEY, Kind.CONSULT, Kind.RIGHT})
"""Kinds whose list tells what they are about; its items owe nothing of their own."""
_JOINTS = frozenset({"and", "or", "and/or"})
"""What is left of an item after its semicolon."""
_RANK = {Sure.LOW: 0, Sure.MEDIUM: 1, Sure.HIGH: 2}


@dataclass(frozen=True, slots=True)
class Found:
    """One duty or right that a clause holds.

    `line` is where the clause begins in the file; `sentence` what it was read from; `why` the sign in a few words;
    `items` the list that belongs to it.
    """

    kind: Kind
    cite: str
    line: int
    sentence: str
    limit: Limit
    why: str
    sure: Sure
    heading: str = ""
    items: tuple[str, ...] = ()
    others: tuple[Limit, ...] = ()
    """Further numbers in the same sentence: for another hour, for the second report."""
    also: tuple[str, ...] = ()
    """Further sentences of the clause that ask for the same kind of thing."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """A sentence with a word of duty that no sign explains."""

    cite: str
    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: all clauses, what they ask for in the contract's order, and the sentences that were not understood."""

    text: Text
    clauses: tuple[Clause, ...]
    found: tuple[Found, ...]
    unclear: tuple[Unclear, ...]
    parties: Parties

    @property
    def japanese(self) -> bool:
        """The language of the contract."""
        return self.text.japanese


def read_contract(text: Text) -> Reading:
    """Read a contract by the lexicon of its language. Deterministic; raises nothing."""
    words = lexicon_ja if text.japanese else lexicon_en
    clauses = split(text)
    parties = parties_of((one for clause in clauses for one in clause.sentences()), japanese=text.japanese)
    found: list[Found] = []
    unclear: list[Unclear] = []
    for clause in clauses:
        here = _read_clause(clause, words, parties, unclear)
        found += _merged(here)
    return Reading(text, tuple(clauses), tuple(found), tuple(unclear), parties)


def _read_clause(clause: Clause, words: ModuleType, parties: Parties, unclear: list[Unclear]) -> list[Found]:
    found: list[Found] = []
    before = ""
    lead = parties.usual(clause.lead.text) if clause.lead else ""
    above = parties.usual(" ".join(one.text for one in clause.above()))
    heading = parties.usual(clause.heading)
    leading = _leading(lead, heading, words)
    shared = words.shared(lead)
    for sentence in clause.sentences():
        if sentence.strip(".;:,").lower() in _JOINTS:
            continue
        said = parties.usual(sentence)
        if shared and clause.is_item:
            said = f"{shared} {said}"
        condition, main = words.parts(said)
        seen = Sentence(said, condition, main, f"{heading} {above} {said}", before, clause.is_item)
        binds = re.search(words.DUTY, said, re.IGNORECASE) is not None
        timed = numeric_limit(said) is not None
        before += said
        if clause.is_item and (not binds or leading & _OWN_LISTS):
            items = _item_of_list(clause, sentence, seen, leading)
            found += items
            if timed and not items and not leading:
                unclear.append(Unclear(clause.cite, clause.line, sentence))
            continue
        if not (binds or timed) and re.search(words.SENTENCE, said, re.IGNORECASE) is None:
            continue
        signs = _signs(seen, words)
        if not binds:
            signs = [sign for sign in signs if sign is not words.EVERY_DAY]
        if (binds or timed) and not signs and not (said.endswith((":", "：")) and clause.items):
            unclear.append(Unclear(clause.cite, clause.line, sentence))
        if any(sign.kind is Kind.CONSENT for sign in signs):
            found = [one for one in found if not (one.kind is Kind.BEHAVE and words.takes_back(one.sentence, sentence))]
        found += [_found(clause, sentence, seen, sign, words, signs) for sign in signs]
    return found


def _signs(seen: Sentence, words: ModuleType) -> list[Sign]:
    speaking: list[Sign] = []
    for sign in words.SIGNS:
        if sign.test(seen):
            speaking.append(sign)
            if sign.ends:
                break
    if not speaking and words.EVERY_DAY.test(seen):
        return [words.EVERY_DAY]
    return speaking


def _leading(lead: str, heading: str, words: ModuleType) -> frozenset[Kind]:
    """What the sentence asks for that introduces the list a clause is an item of."""
    about = next((one for one in sentences_of(lead) if re.search(r"次の|下記|以下の|following|below", one)), "")
    if not about and lead.rstrip().endswith((":", "：")) and not words.shared(lead):
        about = sentences_of(lead)[-1]
    if not about:
        return frozenset()
    condition, main = words.parts(about)
    signs = _signs(Sentence(about, condition, main, f"{heading} {about}"), words)
    return frozenset(Kind.BEHAVE if sign.why == words.LIST_BELOW else sign.kind for sign in signs)


def _item_of_list(clause: Clause, sentence: str, seen: Sentence, leading: frozenset[Kind]) -> list[Found]:
    """An item owes what the sentence before the list says, unless the list only tells what that sentence is about."""
    kind = None
    if Kind.FOLLOW in leading:
        kind = Kind.CONTAIN if re.search(r"証拠保全|preserv", seen.whole) else Kind.FOLLOW
    elif leading == {Kind.BEHAVE}:
        kind = Kind.BEHAVE
    if kind is None:
        return []
    return [Found(kind, clause.cite, clause.line, sentence, Limit(""), "one of the list", Sure.MEDIUM, clause.heading)]


def _found(clause: Clause, sentence: str, seen: Sentence, sign: Sign, words: ModuleType, signs: list[Sign]) -> Found:
    limit = Limit("")
    others: tuple[Limit, ...] = ()
    told = any(other.kind is Kind.NOTICE for other in signs)
    if sign.kind in _TIMED and not (sign.kind in (Kind.FOLLOW, Kind.SURVEY) and told):
        numbered = (
            numeric_limit(seen.whole)
            if sign.kind in (Kind.NOTICE, Kind.END, Kind.SUBMIT, Kind.FOLLOW, Kind.CONSENT)
            else None
        )
        others = tuple(one for one in numeric_limits(seen.whole) if numbered and one != numbered)
        limit = numbered or Limit(words.limit_word(words.limit_scope(sign.kind, seen.main)))
        if not limit.word and sign.kind in (Kind.CONSENT, Kind.SUBMIT):
            limit = Limit(words.limit_word(seen.whole))
    items = tuple(item.text for item in clause.items) if sign.kind in (Kind.NOTICE, Kind.CONSENT) else ()
    sure = sign.sure
    if sure is Sure.HIGH and not re.search(
        r"乙|甲|受託者|当事者|相手方|Party|Contractor|Supplier|Vendor|Processor|Recipient", seen.whole
    ):
        sure = Sure.MEDIUM
    return Found(sign.kind, clause.cite, clause.line, sentence, limit, sign.why, sure, clause.heading, items, others)


def _merged(found: list[Found]) -> list[Found]:
    """One entry for each kind of a clause: the one with a number, else with a word, else the surest.

    Two numbers are two entries, and so are two things to file. What was left for another sentence is named beside it.
    """
    kept: dict[tuple[Kind, str], Found] = {}
    for one in found:
        several = one.kind in (Kind.SUBMIT, Kind.END)
        place = (one.kind, one.why if several else one.limit.duration if one.kind is Kind.NOTICE else "")
        if one.kind is Kind.NOTICE and not one.limit.duration:
            place = next((known for known in kept if known[0] is Kind.NOTICE), place)
        elif one.kind is Kind.NOTICE and (wordless := kept.get((Kind.NOTICE, ""))) is not None:
            kept[place] = wordless
            del kept[Kind.NOTICE, ""]
        known = kept.get(place)
        if known is None:
            kept[place] = one
            continue
        better, other = (one, known) if _weight(one) > _weight(known) else (known, one)
        also = dict.fromkeys((*better.also, other.sentence, *other.also))
        kept[place] = replace(better, also=tuple(said for said in also if said != better.sentence))
    return list(kept.values())


def _weight(found: Found) -> tuple[bool, bool, int]:
    return bool(found.limit.duration), bool(found.limit.word), _RANK[found.sure]
