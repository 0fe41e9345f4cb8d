"""Hygiene cards: one rule a working day for everybody who works on a contract that has such rules, in the morning digest."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.errors import NotPossibleNow
from bot.domain.lane import Lane
from bot.domain.log import LogEntry
from bot.domain.people import Role
from bot.domain.recurring import CARDS, HELD_DURING_INCIDENTS, card_of
from bot.domain.register import RegisterEntry, RegisterKind, newest
from bot.domain.work import SendPriority
from bot.packs.schema import Pack
from bot.services.matter_rules import people_of
from bot.services.outgoing import send
from bot.services.ports import UnitOfWork
from bot.services.recurring_rules import day_in, runs, scope_of
from bot.services.rules import client_name, local_date
from bot.views.card_pictures import CardPicture

_AT_WORK = (Role.INCIDENT_LEAD, Role.DUTY_MANAGER, Role.RESPONSIBLE, Role.SECURITY_MANAGER)
"""Who gets the cards of a contract on which the register names nobody."""
KEPT_FOR = timedelta(days=7)
"""A card of an older morning is answered no more."""
KEPT = "card.kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One person's card of one morning."""

    pack_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepCard:
    """Somebody says that they keep to a rule. `channel` and `ts` name the message it was pressed in."""

    actor: str
    key: str
    pack_id: str
    card: str
    day: date
    channel: str = ""
    ts: str = ""


def cards_of(uow: UnitOfWork, day: date) -> dict[str, Card]:
    """Return the card of everybody who gets one on a day, by Slack id. However many contracts somebody works on, it is one."""
    people: dict[str, list[tuple[str, str]]] = defaultdict(list)
    packs = [pack for pack in uow.rules.packs.values() if _rotating(pack, day_in(pack, uow.now))]
    at_work = _registered(uow, packs)
    for pack in packs:
        cards = [(pack.id, card) for card in _rotating(pack, day_in(pack, uow.now))]
        for user_id in at_work.get(pack.id) or people_of(uow, pack, *_AT_WORK):
            people[user_id] += cards
    found = {user_id: card_of(cards, user_id, day) for user_id, cards in people.items()}
    return {user_id: Card(pack_id=pack_id, name=name) for user_id, (pack_id, name) in found.items()}


def draw_card(uow: UnitOfWork, card: Card, user_id: str, day: date) -> CardPicture | None:
    """Return a card as its person sees it; None when the contract is gone. Deleting histories is held while an incident is open."""
    pack = uow.rules.packs.get(card.pack_id)
    if pack is None or card.name not in CARDS:
        return None
    held = card.name in HELD_DURING_INCIDENTS and _incident_is_open(uow, pack.id)
    return CardPicture(
        pack_id=pack.id,
        name=card.name,
        client=client_name(pack),
        day=day,
        held=held,
        kept=_is_kept(uow, card, user_id, day),
    )


def keep_card(uow: UnitOfWork, command: KeepCard) -> bool:
    """Keep that somebody keeps to a rule; return whether the message it was pressed in will show it: today's does, once.

    Raises NotPossibleNow: the contract or its rule is gone, or the card is of an older week.
    """
    pack = uow.rules.packs.get(command.pack_id)
    today = local_date(uow)
    gone = pack is None or command.card not in _rotating(pack, day_in(pack, uow.now))
    if gone or not today - KEPT_FOR <= command.day <= today + timedelta(days=1):
        raise NotPossibleNow("refused.card_gone")
    if uow.once(f"card:{command.actor}:{command.day}:{command.pack_id}:{command.card}") is not None:
        return False
    uow.log(scope_of(command.pack_id), command.actor, KEPT, subject=command.card, new={"day": command.day.isoformat()})
    if not command.channel or not command.ts or command.day != today:
        return False
    card = {"pack": command.pack_id, "name": command.card}
    send(
        uow,
        "digest_kept",
        target=command.channel,
        key=f"digest_kept:{command.actor}:{command.ts}",
        priority=SendPriority.REFRESH,
        params={"user": command.actor, "ts": command.ts, "day": command.day.isoformat(), "card": card},
    )
    return True


def _rotating(pack: Pack, day: date) -> list[str]:
    return [card for rule in pack.recurring if runs(pack, rule, day) for card in rule.rotate]


def _registered(uow: UnitOfWork, packs: list[Pack]) -> dict[str, list[str]]:
    """Who the register says works on each of these contracts; one question for all of them."""
    at_work: dict[str, list[str]] = defaultdict(list)
    known = uow.find(RegisterEntry, pack_id=tuple(pack.id for pack in packs), kind=RegisterKind.PERSON) if packs else []
    for entry in newest(known):
        if not entry.ended:
            at_work[entry.pack_id].append(entry.answers["person"])
    return at_work


def _incident_is_open(uow: UnitOfWork, pack_id: str) -> bool:
    ids = tuple(incident.id for incident in uow.open_incidents() if not incident.drill)
    return bool(ids) and bool(uow.find(Lane, incident_id=ids, pack_id=pack_id))


def _is_kept(uow: UnitOfWork, card: Card, user_id: str, day: date) -> bool:
    said = uow.find(LogEntry, stream=scope_of(card.pack_id), actor=user_id, action=KEPT, subject=card.name)
    return any(entry.new.get("day") == day.isoformat() for entry in said)
