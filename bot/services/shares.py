"""Shares of a lane's costs in the talks: ours proposed, the client's instead, both agreed; and the limit of what we bear.

Each is written down once and never changed, and moves the consultation on cost along with it: its position, a round, its outcome.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.domain.bearing import WHOLE, parse_shares
from bot.domain.consultation import Consultation
from bot.domain.errors import BadAnswer, NotPossibleNow
from bot.domain.ids import new_id
from bot.domain.incident import Incident
from bot.domain.ledger import COST_ITEMS, CostLine, Ledger, ShareTerms, Standing, ledger_of
from bot.domain.money import YEN, parse_amount
from bot.services.consulting import AddRound, Propose, add_round, enter_consultation, propose
from bot.services.costs import check_binding, stir
from bot.services.outcomes import SetOutcome, set_outcome
from bot.services.ports import UnitOfWork
from bot.services.room import needed, taken_before
from bot.services.rules import local_date
from bot.views.ledger import terms_words


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedShares:
    """Shares as typed, in percent, for one item or (an empty `item`) for the whole."""

    item: str = WHOLE
    us: str = ""
    client: str = ""
    third_party: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeShares:
    """The shares we propose, and why."""

    actor: str
    key: str
    consultation_id: str
    typed: TypedShares
    reason: str = ""
    next_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterShares:
    """The shares the client wants instead, as said in a round of talks."""

    actor: str
    key: str
    consultation_id: str
    typed: TypedShares
    held_on: date | None
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeShares:
    """The shares both sides agreed on in a round of talks, one condition a line."""

    actor: str
    key: str
    consultation_id: str
    typed: TypedShares
    held_on: date | None
    who: str
    conditions: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitShare:
    """The most that we bear: for this incident, or for all under the contract, of which `used` is spent already."""

    actor: str
    key: str
    consultation_id: str
    cap: str
    per: str
    used: str = ""
    reason: str = ""


def propose_shares(uow: UnitOfWork, command: ProposeShares) -> None:
    """Propose shares; nothing is sent to the client from here. Raises BadAnswer: shares that do not make 100, an unknown item."""
    incident, talk = enter_consultation(uow, command.actor, command.consultation_id)
    if taken_before(uow, command.key):
        return
    reason = command.reason.strip()
    _keep(uow, incident, talk, command.actor, Standing.PROPOSED, command.typed, reason=reason)
    position = _words(uow, ledger_in(uow, talk.lane_id), Standing.PROPOSED)
    propose(
        uow,
        Propose(
            actor=command.actor,
            key="",
            consultation_id=talk.id,
            position=position,
            reason=reason,
            next_date=command.next_date,
        ),
    )


def counter_shares(uow: UnitOfWork, command: CounterShares) -> None:
    """Write down what the client wants instead, as a round of talks. Raises as `propose_shares`, and for the round's day and names."""
    incident, talk = enter_consultation(uow, command.actor, command.consultation_id)
    if taken_before(uow, command.key):
        return
    _keep(uow, incident, talk, command.actor, Standing.COUNTERED, command.typed)
    _round(uow, talk, command.actor, command.held_on, command.who, Standing.COUNTERED)


def agree_shares(uow: UnitOfWork, command: AgreeShares) -> None:
    """Write down what both agreed, as a round of talks; once every item is agreed it is the outcome of the consultation.

    Raises:
        NotAllowed: a role that cannot bind the house.
        BadAnswer: as `propose_shares`, and for the round's day and names.
    """
    incident, talk = enter_consultation(uow, command.actor, command.consultation_id)
    if taken_before(uow, command.key):
        return
    check_binding(uow, incident, command.actor)
    conditions = command.conditions.strip()
    _keep(uow, incident, talk, command.actor, Standing.AGREED, command.typed, conditions=conditions)
    _round(uow, talk, command.actor, command.held_on, command.who, Standing.AGREED)
    ledger = ledger_in(uow, talk.lane_id)
    agreed = ledger.in_force(Standing.AGREED)
    if WHOLE not in agreed and not {line.item for line in ledger.standing} <= set(agreed):
        return
    said = "\n".join(one.conditions for one in agreed.values() if one.conditions)
    words = _words(uow, ledger, Standing.AGREED)
    set_outcome(
        uow,
        SetOutcome(
            actor=command.actor,
            key="",
            consultation_id=talk.id,
            result="agreed_with_conditions" if said else "agreed",
            text=words,
            conditions=said,
        ),
    )


def limit_share(uow: UnitOfWork, command: LimitShare) -> None:
    """Set the limit of what we bear, on the shares of the whole that hold (agreed ones, else proposed).

    Raises:
        BadAnswer: an amount that cannot be read, no choice of what it is counted by, no reason.
        NotPossibleNow: no shares of the whole are on record yet.
        NotAllowed: the shares are agreed, and the role cannot bind the house.
    """
    incident, talk = enter_consultation(uow, command.actor, command.consultation_id)
    if taken_before(uow, command.key):
        return
    if command.per not in {"incident", "contract"}:
        raise BadAnswer("per", "refused.choose")
    cap = parse_amount(command.cap, YEN, block="cap")
    used = parse_amount(command.used, YEN, block="used") if command.used.strip(" 0０") else 0
    ledger = ledger_in(uow, talk.lane_id)
    whole = _whole_in_force(ledger)
    if whole is None:
        raise NotPossibleNow("refused.no_shares_yet")
    if whole.standing is Standing.AGREED:
        check_binding(uow, incident, command.actor)
    kept = ledger.in_force(whole.standing)
    limited = _again(
        uow,
        whole,
        command.actor,
        cap_yen=cap,
        cap_per=command.per,
        cap_used_yen=used if command.per == "contract" else 0,
        reason=needed(command.reason),
    )
    _write(uow, incident, limited)
    for item, terms in kept.items():  # shares of the whole begin anew (Ledger.in_force), and a limit is no new share
        if item != WHOLE:
            _write(uow, incident, _again(uow, terms, command.actor))


def _again(uow: UnitOfWork, terms: ShareTerms, actor: str, **changes: Any) -> ShareTerms:
    number = uow.next_number(f"terms:{terms.lane_id}")
    return replace(terms, id=new_id(uow.now), number=number, by=actor, at=uow.now, **changes)


def ledger_in(uow: UnitOfWork, lane_id: str) -> Ledger:
    """Return the lane's ledger as it stands."""
    return ledger_of(uow.find(CostLine, lane_id=lane_id), uow.find(ShareTerms, lane_id=lane_id))


def _round(uow: UnitOfWork, talk: Consultation, actor: str, held_on: date | None, who: str, theirs: Standing) -> None:
    ledger = ledger_in(uow, talk.lane_id)
    add_round(
        uow,
        AddRound(
            actor=actor,
            key="",
            consultation_id=talk.id,
            held_on=held_on,
            who=who,
            ours=_words(uow, ledger, Standing.PROPOSED if theirs is Standing.COUNTERED else theirs),
            theirs=_words(uow, ledger, theirs),
            next_date=talk.next_date if talk.next_date and talk.next_date >= local_date(uow) else None,
        ),
    )


def _keep(
    uow: UnitOfWork,
    incident: Incident,
    talk: Consultation,
    actor: str,
    standing: Standing,
    typed: TypedShares,
    *,
    reason: str = "",
    conditions: str = "",
) -> None:
    if typed.item != WHOLE and typed.item not in COST_ITEMS:
        raise BadAnswer("item", "refused.choose")
    shares = parse_shares(typed.us, typed.client, typed.third_party)
    bounded = typed.item == WHOLE and standing is not Standing.COUNTERED
    before = _whole_in_force(ledger_in(uow, talk.lane_id)) if bounded else None
    terms = ShareTerms(
        id=new_id(uow.now),
        incident_id=incident.id,
        lane_id=talk.lane_id,
        consultation_id=talk.id,
        number=uow.next_number(f"terms:{talk.lane_id}"),
        standing=standing,
        item=typed.item,
        us_bp=shares.us,
        client_bp=shares.client,
        third_party_bp=shares.third_party,
        cap_yen=before.cap_yen if before else None,
        cap_per=before.cap_per if before else "",
        cap_used_yen=before.cap_used_yen if before else 0,
        conditions=conditions,
        reason=reason,
        by=actor,
        at=uow.now,
    )
    _write(uow, incident, terms)


def _write(uow: UnitOfWork, incident: Incident, terms: ShareTerms) -> None:
    uow.add(terms)
    new: dict[str, object] = {
        "number": terms.number,
        "item": terms.item,
        "us_bp": terms.us_bp,
        "client_bp": terms.client_bp,
        "third_party_bp": terms.third_party_bp,
        "conditions": terms.conditions,
        "cap_yen": terms.cap_yen,
        "cap_per": terms.cap_per,
        "cap_used_yen": terms.cap_used_yen,
    }
    uow.log(incident.id, terms.by, f"shares.{terms.standing.value}", subject=terms.id, new=new, why=terms.reason)
    stir(uow, terms.lane_id)


def _words(uow: UnitOfWork, ledger: Ledger, standing: Standing) -> str:
    """The shares in words, as the consultation keeps a position or an outcome: in the office's language."""
    return terms_words(ledger.in_force(standing), uow.rules.office.language)


def _whole_in_force(ledger: Ledger) -> ShareTerms | None:
    return ledger.in_force(Standing.AGREED).get(WHOLE) or ledger.in_force(Standing.PROPOSED).get(WHOLE)
