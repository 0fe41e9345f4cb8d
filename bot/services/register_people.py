"""What follows for the people on record: a training that was held is noted with them, and joining or leaving asks for what it takes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.domain.ids import new_id
from bot.domain.matter import Matter, MatterState
from bot.domain.register import RegisterKind
from bot.services.ports import UnitOfWork
from bot.services.registered import log_of, registered

TRAINING = "training"


def note_training(uow: UnitOfWork, matter: Matter, held_on: date | None, proof: str, *, by: str) -> None:
    """Note a training that a recurring duty shows as held: with the person it was asked for, else with all who work on the contract.

    A later training on record is never overwritten by an earlier one.
    """
    if matter.topic != TRAINING or matter.state is not MatterState.FULFILLED or held_on is None:
        return
    person = matter.answers.get("person", "")
    for entry in registered(uow, matter.pack_id, RegisterKind.PERSON):
        known = entry.day("trained_on")
        if (person and entry.answers["person"] != person) or (known is not None and known >= held_on):
            continue
        trained = replace(
            entry,
            id=new_id(uow.now),
            version=entry.version + 1,
            number=uow.next_number(log_of(entry.pack_id)),
            answers={**entry.answers, "trained_on": held_on.isoformat(), **({"proof": proof} if proof else {})},
            since=max(entry.since, held_on),
            why=matter.ref,
            by=by,
            at=uow.now,
        )
        uow.add(trained)
        uow.log(
            log_of(entry.pack_id),
            by,
            "register.changed",
            subject=entry.item_id,
            old={"trained_on": entry.answers.get("trained_on", "")},
            new={"trained_on": held_on.isoformat()},
            why=matter.ref,
        )
