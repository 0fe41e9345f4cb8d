"""A change in the register that the contract wants to hear of opens its filing, in the same transaction and once."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.ids import new_id
from bot.domain.matter import CHANGES, Matter, MatterEntry, MatterKind, MatterState
from bot.domain.register import HOUSE, RegisterEntry
from bot.packs.conditions import references
from bot.packs.schema import Pack
from bot.services.matter_reminders import scope_of
from bot.services.matters import MAX_WORDS, OpenMatter, open_matter
from bot.services.names import names_of
from bot.services.ports import UnitOfWork
from bot.services.rules import contract_language, local_date
from bot.views.register_words import filing_words

_LONGEST_AGO = timedelta(days=365)


def told_changes(pack: Pack) -> frozenset[str]:
    """Return the changes that a contract wants to hear of, of those that the register knows."""
    conditions = [*(rule.when for rule in pack.duties), *(rule.when for rule in pack.submissions if rule.when)]
    return frozenset(name for when in conditions for _, name in references(when, "change")) & frozenset(CHANGES)


def file_change(uow: UnitOfWork, entry: RegisterEntry, what: str, *, key: str) -> Matter | None:
    """Open the filing of a new version, or add it to one that is open and whose paper is not written yet.

    `what` is added, changed or ended. None: the contract is silent about it, or it was filed already.
    """
    pack = uow.rules.packs.get(entry.pack_id)
    if pack is None or entry.pack_id == HOUSE or entry.day("filed_on") or entry.kind.value not in told_changes(pack):
        return None
    words = filing_words(entry, what, names_of(uow), contract_language(pack))[:MAX_WORDS]
    waiting = uow.find(Matter, pack_id=pack.id, kind=MatterKind.FILING, topic=entry.kind.value, state=MatterState.DUE)
    for found in waiting:
        matter = uow.hold(Matter, found.id)
        if matter.state is MatterState.DUE:
            return _cover(uow, matter, entry, words)
    return open_matter(
        uow,
        OpenMatter(
            actor=entry.by,
            key=f"register:{key}",
            kind=MatterKind.FILING,
            topic=entry.kind.value,
            pack_id=pack.id,
            words=words,
            began_on=max(entry.since, local_date(uow) - _LONGEST_AGO),
            answers={"register": entry.item_id},
        ),
    )


def _cover(uow: UnitOfWork, matter: Matter, entry: RegisterEntry, words: str) -> Matter:
    """Say in a filing that is open that it tells of this change as well: one paper for both."""
    uow.add(
        MatterEntry(
            id=new_id(uow.now),
            matter_id=matter.id,
            step="covers",
            happened_on=entry.since,
            note=words,
            by=entry.by,
            at=uow.now,
        )
    )
    uow.log(scope_of(matter), entry.by, "matter.covers", subject=matter.id, new={"register": entry.id})
    return matter
