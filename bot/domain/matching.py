"""Does a rule apply? Three-valued matching of conditions against facts: yes, no, or unknown, and unknown fires.

Kleene's strong logic: `all` is no as soon as one item is no, `any` is yes as soon as one is yes, and otherwise one unknown
item leaves the whole unknown. Learning more therefore turns unknown into yes or no but leaves a yes or a no alone, except
where a leaf decides on `unknown` itself (`strict`, or `unknown` among its values).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias, assert_never

from bot.domain.facts import UNKNOWN


class Verdict(StrEnum):
    """Whether the condition holds."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Always:
    """Holds for every incident."""


@dataclass(frozen=True, slots=True)
class FactIs:
    """Holds when the fact's answer, or one of its answers, is among `values`.

    A missing answer counts as `unknown`. A `strict` leaf takes unknown for no; one that lists `unknown` takes it for yes.
    `once_asked` is strict as long as nobody was asked, which is when there is no answer at all.
    """

    fact: str
    values: tuple[str, ...]
    strict: bool = False
    once_asked: bool = False


@dataclass(frozen=True, slots=True)
class MoreThan:
    """Holds when the number is greater than `number`; a number not known leaves it unknown."""

    fact: str
    number: int


@dataclass(frozen=True, slots=True)
class All:
    """Holds when every item holds; with no items it holds."""

    items: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Holds when one item holds; with no items it does not."""

    items: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Holds when the item does not."""

    item: Condition


Condition: TypeAlias = Always | FactIs | MoreThan | All | Any | Not


@dataclass(frozen=True, slots=True)
class Match:
    """The verdict with its grounds."""

    verdict: Verdict
    why: tuple[str, ...] = ()
    """The leaves that decided, in the rule's order, for example `info_kind: personal` or `persons > 1000`."""
    unknown: tuple[str, ...] = ()
    """Facts among those leaves that nobody has answered; asking for them may change the verdict."""

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts those leaves ask for, each once."""
        return tuple(dict.fromkeys(line.split()[0].rstrip(":") for line in self.why))


def match(condition: Condition, facts: Mapping[str, object]) -> Match:
    """Return whether the condition holds for the facts (name -> str, number, or list or tuple of str; None: not known).

    Names that the condition does not ask for are passed over.
    """
    if isinstance(condition, FactIs):  # the most frequent first: a report is held against every contract
        return _fact_is(condition, facts.get(condition.fact))
    if isinstance(condition, All):
        return _joined([match(item, facts) for item in condition.items], Verdict.NO, Verdict.YES)
    if isinstance(condition, Any):
        return _joined([match(item, facts) for item in condition.items], Verdict.YES, Verdict.NO)
    if isinstance(condition, Always):
        return _ALWAYS
    if isinstance(condition, MoreThan):
        return _more_than(condition, facts.get(condition.fact))
    if isinstance(condition, Not):
        inner = match(condition.item, facts)
        return Match(_OPPOSITE[inner.verdict], inner.why, inner.unknown)
    assert_never(condition)


def fires(match: Match) -> bool:
    """Whether the rule acts: a duty is fired by yes and by unknown, since silence must not cost the client its notice."""
    return match.verdict is not Verdict.NO


_ALWAYS = Match(Verdict.YES)
_OPPOSITE = {Verdict.YES: Verdict.NO, Verdict.NO: Verdict.YES, Verdict.UNKNOWN: Verdict.UNKNOWN}


def _answers(value: object) -> tuple[str, ...]:
    """Return the answers as words; no answer at all is the answer `unknown`."""
    if isinstance(value, str):
        return (value,)
    if value is None:
        return (UNKNOWN,)
    if isinstance(value, list | tuple | set | frozenset):
        return tuple(map(str, value)) or (UNKNOWN,)
    return (str(value),)


def _fact_is(leaf: FactIs, value: object) -> Match:
    answers = _answers(value)
    hits = [item for item in leaf.values if item in answers]
    if hits:
        return Match(Verdict.YES, (f"{leaf.fact}: {', '.join(hits)}",), (leaf.fact,) if hits == [UNKNOWN] else ())
    if UNKNOWN in answers:
        strict = leaf.strict or (leaf.once_asked and value is None)
        return Match(Verdict.NO if strict else Verdict.UNKNOWN, (f"{leaf.fact}: {UNKNOWN}",), (leaf.fact,))
    return Match(Verdict.NO, (f"{leaf.fact}: {', '.join(answers)}",))


def _more_than(leaf: MoreThan, value: object) -> Match:
    why = (f"{leaf.fact} > {leaf.number}",)
    if isinstance(value, bool) or not isinstance(value, int):
        return Match(Verdict.UNKNOWN, why, (leaf.fact,))
    return Match(Verdict.YES if value > leaf.number else Verdict.NO, why)


def _joined(parts: Sequence[Match], decisive: Verdict, otherwise: Verdict) -> Match:
    """Join items of which one `decisive` one settles the whole; only the items that settled it are its grounds."""
    verdict = otherwise
    for part in parts:
        if part.verdict is decisive:
            verdict = decisive
            break
        if part.verdict is Verdict.UNKNOWN:
            verdict = Verdict.UNKNOWN
    grounds = [part for part in parts if part.verdict is verdict]
    if len(grounds) < 2:
        return grounds[0] if grounds else Match(verdict)
    return Match(
        verdict,
        tuple(dict.fromkeys(line for part in grounds for line in part.why)),
        tuple(dict.fromkeys(name for part in grounds for name in part.unknown)),
    )
