"""Which duties a contract holds: every clause, every sentence, every sign, and a list of what was not understood."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import ModuleType

from bot.contracts import lexicon_en, lexicon_ja
from bot.contracts.clauses import Clause, split
from bot.contracts.kinds import Kind, Sentence, Sign, Sure
from bot.contracts.numerals import Limit, numeric_limit
from bot.contracts.sources import Text

__all__ = ["Found", "Kind", "Reading", "Sure", "read_contract"]

_TIMED = (Kind.NOTICE, Kind.CONTAIN, Kind.CONSENT, Kind.SUBMIT, Kind.END, Kind.FOLLOW, Kind.SURVEY)
"""Kinds of which "how fast" is asked; for a rule of every day it means nothing."""
_OWN_LISTS = frozenset({Kind.CONSENT, Kind.NOTICE, Kind.COST, Kind.END, Kind.SURVEY, Kind.CONSULT, Kind.RIGHT})
"""Kinds whose list tells what they are about; its items owe nothing of their own."""
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

    @property
    def japanese(self) -> bool:
        """The language of the contract."""
        return self.text.japanese


def read_contract(text: Text) -> Reading:
    """Read a contract by the lexicon of its language. Deterministic; raises nothing."""
    words = lexicon_ja if text.japanese else lexicon_en
    clauses = split(text)
    found: list[Found] = []
    unclear: list[Unclear] = []
    for clause in clauses:
        here = _read_clause(clause, words, unclear)
        found += _merged(here)
    return Reading(text, tuple(clauses), tuple(found), tuple(unclear))


def _read_clause(clause: Clause, words: ModuleType, unclear: list[Unclear]) -> list[Found]:
    found: list[Found] = []
    before = ""
    for sentence in clause.sentences():
        condition, main = words.parts(sentence)
        lead = clause.lead.text if clause.lead else ""
        seen = Sentence(sentence, condition, main, f"{clause.heading} {lead} {sentence}", before, clause.is_item)
        binds = re.search(words.DUTY, sentence, re.IGNORECASE) is not None
        before += sentence
        leading = _leading(clause, words)
        if clause.is_item and (not binds or leading & _OWN_LISTS):
            found += _item_of_list(clause, seen, leading)
            continue
        if not binds and re.search(words.SENTENCE, sentence, re.IGNORECASE) is None:
            continue
        signs = _signs(seen, words)
        if not binds:
            signs = [sign for sign in signs if sign is not words.EVERY_DAY]
        if binds and not signs:
            unclear.append(Unclear(clause.cite, clause.line, sentence))
        if any(sign.kind is Kind.CONSENT for sign in signs):
            found = [one for one in found if not (one.kind is Kind.BEHAVE and words.takes_back(one.sentence, sentence))]
        found += [_found(clause, seen, sign, words, signs) for sign in signs]
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


def _leading(clause: Clause, words: ModuleType) -> frozenset[Kind]:
    """What the sentence asks for that introduces the list this clause is an item of."""
    if clause.lead is None:
        return frozenset()
    about = next((one for one in clause.lead.sentences() if re.search(r"次の|下記|以下の|following|below", one)), "")
    if not about:
        return frozenset()
    condition, main = words.parts(about)
    signs = _signs(Sentence(about, condition, main, f"{clause.heading} {about}"), words)
    return frozenset(Kind.BEHAVE if sign.why == words.LIST_BELOW else sign.kind for sign in signs)


def _item_of_list(clause: Clause, seen: Sentence, leading: frozenset[Kind]) -> list[Found]:
    """An item owes what the sentence before the list says, unless the list only tells what that sentence is about."""
    kind = None
    if Kind.FOLLOW in leading:
        kind = Kind.CONTAIN if re.search(r"証拠保全|preserv", seen.whole) else Kind.FOLLOW
    elif leading == {Kind.BEHAVE}:
        kind = Kind.BEHAVE
    if kind is None:
        return []
    return [
        Found(kind, clause.cite, clause.line, seen.whole, Limit(""), "one of the list", Sure.MEDIUM, clause.heading)
    ]


def _found(clause: Clause, seen: Sentence, sign: Sign, words: ModuleType, signs: list[Sign]) -> Found:
    limit = Limit("")
    told = any(other.kind is Kind.NOTICE for other in signs)
    if sign.kind in _TIMED and not (sign.kind in (Kind.FOLLOW, Kind.SURVEY) and told):
        numbered = (
            numeric_limit(seen.whole)
            if sign.kind in (Kind.NOTICE, Kind.END, Kind.SUBMIT, Kind.FOLLOW, Kind.CONSENT)
            else None
        )
        limit = numbered or Limit(words.limit_word(words.limit_scope(sign.kind, seen.main)))
        if not limit.word and sign.kind in (Kind.CONSENT, Kind.SUBMIT):
            limit = Limit(words.limit_word(seen.whole))
    items = tuple(item.text for item in clause.items) if sign.kind in (Kind.NOTICE, Kind.CONSENT) else ()
    sure = sign.sure
    if sure is Sure.HIGH and not re.search(
        r"乙|甲|受託者|当事者|相手方|Party|Contractor|Supplier|Vendor|Processor|Recipient", seen.whole
    ):
        sure = Sure.MEDIUM
    return Found(sign.kind, clause.cite, clause.line, seen.whole, limit, sign.why, sure, clause.heading, items)


def _merged(found: list[Found]) -> list[Found]:
    """One entry for each kind of a clause: the one with a number, else with a word, else the surest."""
    kept: dict[tuple[Kind, str], Found] = {}
    for one in found:
        several = one.kind in (
            Kind.SUBMIT,
            Kind.END,
        )  # a form at the start and one upon a change are two things to file
        place = (one.kind, one.why if several else "")
        known = kept.get(place)
        if known is None or _weight(one) > _weight(known):
            kept[place] = one
    return list(kept.values())


def _weight(found: Found) -> tuple[bool, bool, int]:
    return bool(found.limit.duration), bool(found.limit.word), _RANK[found.sure]
