"""The shared vocabulary: every question whose answer a pack's rules may ask for.

One vocabulary for all packs, so that a report is answered once and every client's rules read the same answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import Literal, TypeAlias

from bot.domain.errors import BadFactValue, UnknownFact

UNKNOWN = "unknown"
"""The answer "nobody knows yet"; every enum and multi fact allows it, and it fires duties."""

FactValue: TypeAlias = str | int | tuple[str, ...] | None
"""str for an enum, tuple of str for a multi, int for an int; None is an int that somebody said is not known."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One question. `values` are the allowed answers of an enum or multi; an empty tuple allows any word (pack ids)."""

    name: str
    kind: Literal["enum", "multi", "int"]
    values: tuple[str, ...] = ()
    unknown_as: int | None = None
    """For an int: the number that documents assume while it is not known, large so that no threshold is missed."""


def _facts(*facts: Fact) -> Mapping[str, Fact]:
    return MappingProxyType({fact.name: fact for fact in facts})


FACTS: Mapping[str, Fact] = _facts(
    Fact("status", "enum", ("occurred", "suspected", "future_risk", UNKNOWN)),
    Fact("raised_by", "enum", ("own_finding", "internal_report", "external_report", UNKNOWN)),
    Fact(
        "event",
        "multi",
        (
            "leak",
            "loss_theft",
            "destruction",
            "tamper",
            "unauthorised_access",
            "malware",
            "missend",
            "mis_disposal",
            "improper_viewing",
            "misuse",
            "insider",
            "misconfig",
            "outage",
            "vulnerability",
            "clause_breach",
            "other",
            UNKNOWN,
        ),
    ),
    Fact(
        "where",
        "multi",
        (
            "stores_client_info",
            "same_network",
            "client_network",
            "carried_device",
            "paper",
            "sent_outside",
            "cloud",
            "subcontractor_site",
            "elsewhere",
            UNKNOWN,
        ),
    ),
    Fact("contracts", "multi"),
    Fact("ongoing", "enum", ("yes", "no", UNKNOWN)),
    Fact(
        "info_kind",
        "multi",
        (
            "protected_info",
            "client_provided",
            "personal",
            "sensitive_personal",
            "payment_or_account",
            "my_number",
            "trade_secret",
            "credentials_or_system",
            "comms_secret",
            "health_us",
            "none",
            UNKNOWN,
        ),
    ),
    Fact("caused_by", "enum", ("us", "subcontractor", "client", "third_party", UNKNOWN)),
    Fact("terms_broken", "enum", ("yes", "likely", "no", UNKNOWN)),
    Fact("persons", "int", unknown_as=1_000_000),
    Fact("malicious", "enum", ("yes", "suspected", "no", UNKNOWN)),
    Fact("encrypted_ok", "enum", ("yes", "no", UNKNOWN)),
    Fact(
        "told",
        "multi",
        (
            "nobody",
            "client",
            "police",
            "regulator",
            "cert",
            "insurer",
            "vendor",
            "press",
            "other_client",
            UNKNOWN,
        ),
    ),
    Fact(
        "regions",
        "multi",
        (
            "jp",
            "eu",
            "uk",
            "us",
            "sg",
            "kr",
            "au",
            "cn",
            "in",
            "ch",
            "br",
            "th",
            "id",
            "vn",
            "hk",
            "tw",
            "other",
            UNKNOWN,
        ),
    ),
    Fact("our_role", "enum", ("processor", "controller", "both", UNKNOWN)),
    Fact("significant", "enum", ("yes", "no", UNKNOWN)),
    Fact("harm_risk", "enum", ("none_likely", "some", "high", UNKNOWN)),
    Fact("phase", "enum", ("active", "completed", "expired")),
)
"""Every fact by name. `phase` is never asked: it follows from the contract's term."""


def fact_named(name: str) -> Fact:
    """Return the fact. Raises UnknownFact with the nearest names when the vocabulary has none of that name."""
    fact = FACTS.get(name)
    if fact is None:
        raise UnknownFact(f"no fact is called {name!r}{_nearest(name, FACTS)}")
    return fact


def check_value(fact: Fact, value: str) -> str:
    """Return the value when the enum or multi fact allows it. Raises BadFactValue with the nearest values."""
    if not value or (fact.values and value not in fact.values):
        raise BadFactValue(f"{fact.name} cannot be {value!r}{_nearest(value, fact.values)}")
    return value


def normalise(raw: Mapping[str, object]) -> dict[str, FactValue]:
    """Return the answers in the vocabulary's own types; an answer of None is no answer and stays out.

    An enum takes a str, a multi a str or any sequence of them (repetitions fall away, order stays), an int a whole number
    of 0 or more, or the word `unknown`, which becomes None.

    Raises:
        UnknownFact: a key is not in the vocabulary.
        BadFactValue: an answer is outside what its fact allows.
    """
    return {name: _value(fact_named(name), value) for name, value in raw.items() if _is_given(name, value)}


def _is_given(name: str, value: object) -> bool:
    fact_named(name)
    return value is not None


def _value(fact: Fact, value: object) -> FactValue:
    if fact.kind == "int":
        return _number(fact, value)
    if fact.kind == "multi":
        return _several(fact, value)
    if not isinstance(value, str):
        raise BadFactValue(f"{fact.name} takes one of {', '.join(fact.values)}, not {value!r}")
    return check_value(fact, value)


def _number(fact: Fact, value: object) -> int | None:
    if value == UNKNOWN:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise BadFactValue(f"{fact.name} takes a whole number of 0 or more, or {UNKNOWN}, not {value!r}")
    return value


def _several(fact: Fact, value: object) -> tuple[str, ...]:
    items: Iterable[object] = (value,) if isinstance(value, str) else value if isinstance(value, list | tuple) else ()
    if not isinstance(value, str | list | tuple) or not all(isinstance(item, str) for item in items):
        raise BadFactValue(f"{fact.name} takes a list of words, not {value!r}")
    return tuple(dict.fromkeys(check_value(fact, str(item)) for item in items))


def _nearest(word: str, known: Iterable[str]) -> str:
    names = list(known)
    near = get_close_matches(word, names, n=3, cutoff=0.5) or names
    return f"; nearest: {', '.join(near)}" if near else ""
