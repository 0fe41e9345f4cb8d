"""The register as screens show it. Reading only; who may see what is decided here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.domain.errors import NotAllowed, NotFound
from bot.domain.matter import ENDED, Matter, MatterKind, MatterState
from bot.domain.register import HOUSE, KINDS, RegisterEntry, RegisterKind
from bot.domain.tiers import tiers
from bot.packs.schema import Pack
from bot.services.names import names_of
from bot.services.ports import UnitOfWork
from bot.services.register import check_writer, writers_of
from bot.services.register_filing import told_changes
from bot.services.register_gaps import Gap, client_minutes, gaps_of, pressing_gaps
from bot.services.registered import desk_drills, last_version, registered
from bot.services.rules import client_name
from bot.views.register_pictures import (
    CallPicture,
    FilingPicture,
    GapPicture,
    RecordPicture,
    RegisterLine,
    RegisterPicture,
    SlotPicture,
    VersionPicture,
)

_OPEN = tuple(state for state in MatterState if state not in ENDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterOf:
    """The register of one contract (HOUSE: the house's) for one viewer."""

    viewer: str
    pack_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOf:
    """One entry for one viewer."""

    viewer: str
    item_id: str


def registers_of(uow: UnitOfWork, user_id: str) -> list[RegisterLine]:
    """Return the registers this person may open: the house's first, then contracts, those that press before the others."""
    packs = _packs_of(uow, user_id)
    pressing = pressing_gaps(uow, packs)
    counts = {pack_id: sum(gap.pack_id == pack_id for gap in pressing) for pack_id in {gap.pack_id for gap in pressing}}
    lines = [RegisterLine(pack_id=pack.id, client=client_name(pack), pressing=counts.get(pack.id, 0)) for pack in packs]
    lines.sort(key=lambda line: (-line.pressing, line.pack_id))
    if user_id in writers_of(uow, HOUSE):
        lines.insert(0, RegisterLine(pack_id=HOUSE, client=None, pressing=counts.get(HOUSE, 0)))
    return lines


def register_of(uow: UnitOfWork, query: RegisterOf) -> RegisterPicture:
    """Return what is registered for a contract and what lacks. Raises NotAllowed for whoever has no role for it."""
    check_writer(uow, query.pack_id, query.viewer)
    pack = uow.rules.packs.get(query.pack_id)
    entries = registered(uow, query.pack_id)
    gaps = gaps_of(uow, pack) if pack else pressing_gaps(uow, ())
    if pack is None:
        gaps = [gap for gap in gaps if gap.pack_id == HOUSE]
    owner = "contract" if pack else "house"
    drawn = tuple(_gap(uow, gap) for gap in gaps)
    return RegisterPicture(
        pack_id=query.pack_id,
        client=client_name(pack) if pack else None,
        desk_label=pack.notice_desk.label if pack else "",
        desk=_desk(uow, pack) if pack else (),
        gaps=drawn,
        records=tuple(_records(uow, entries, drawn)),
        kinds=tuple(kind.value for kind in RegisterKind if KINDS[kind].owner in ("either", owner)),
        client_minutes=client_minutes(pack) if pack else None,
    )


def record_of(uow: UnitOfWork, query: RecordOf) -> RecordPicture:
    """Return one entry with its versions, what it lacks and what is filed of it. Raises NotAllowed; an unknown id answers the same."""
    try:
        entry = last_version(uow, query.item_id)
    except NotFound:
        raise NotAllowed("refused.not_your_register") from None
    check_writer(uow, entry.pack_id, query.viewer)
    return entry_drawn(uow, entry.item_id)


def entry_drawn(uow: UnitOfWork, item_id: str) -> RecordPicture:
    """Return one entry as everybody sees it who may see it. Raises NotFound."""
    entry = last_version(uow, item_id)
    pack = uow.rules.packs.get(entry.pack_id)
    gaps = gaps_of(uow, pack) if pack else pressing_gaps(uow, ())
    mine = [_gap(uow, gap) for gap in gaps if gap.item_id == entry.item_id]
    (found,) = _records(uow, [entry], mine, known=registered(uow, entry.pack_id))
    versions = sorted(uow.find(RegisterEntry, item_id=entry.item_id), key=lambda one: one.version)
    return _whole(uow, found, versions, pack)


def blank_record(uow: UnitOfWork, query: RegisterOf, kind: str) -> RecordPicture:
    """Return what the form of a new entry is drawn from. Raises NotAllowed for whoever has no role for the contract."""
    check_writer(uow, query.pack_id, query.viewer)
    pack = uow.rules.packs.get(query.pack_id)
    return RecordPicture(
        item_id="",
        version=0,
        kind=RegisterKind(kind).value,
        pack_id=query.pack_id,
        client=client_name(pack) if pack else None,
        parent_id="",
        parent_name="",
        answers={},
        names={},
        since=uow.now.date(),
        ended=False,
        asks_filing=pack is not None and kind in told_changes(pack),
        tiers=_tiers_offered(registered(uow, query.pack_id, RegisterKind.SUBCONTRACTOR), kind, ""),
    )


def pressing_for(uow: UnitOfWork, user_id: str) -> tuple[GapPicture, ...] | None:
    """Return what presses in the registers this person may open; None when there is none that they may."""
    packs = _packs_of(uow, user_id)
    house = user_id in writers_of(uow, HOUSE)
    if not packs and not house:
        return None
    gaps = pressing_gaps(uow, packs)
    return tuple(_gap(uow, gap) for gap in gaps if house or gap.pack_id != HOUSE)


def _packs_of(uow: UnitOfWork, user_id: str) -> list[Pack]:
    return [pack for pack in uow.rules.packs.values() if user_id in writers_of(uow, pack.id)]


def _records(
    uow: UnitOfWork,
    entries: list[RegisterEntry],
    gaps: Iterable[GapPicture],
    *,
    known: list[RegisterEntry] | None = None,
) -> list[RecordPicture]:
    """Entries in the order of the kinds, subcontractors as a tree; `known` is everything that may stand above them."""
    everything = entries if known is None else known
    titles = {one.item_id: one.answers.get("name", "") for one in everything}
    tree = {tier.entry.item_id: (place, tier) for place, tier in enumerate(tiers(everything))}
    name = names_of(uow)
    order = list(RegisterKind)
    entries = sorted(
        entries,
        key=lambda one: (order.index(one.kind), tree[one.item_id][0] if one.item_id in tree else 0, one.item_id),
    )
    lacking = list(gaps)
    found = []
    for entry in entries:
        tier = tree[entry.item_id][1] if entry.item_id in tree else None
        people = [one.name for one in entry.spec.fields if one.kind == "person" and one.name in entry.answers]
        pack = uow.rules.packs.get(entry.pack_id)
        found.append(
            RecordPicture(
                item_id=entry.item_id,
                version=entry.version,
                kind=entry.kind.value,
                pack_id=entry.pack_id,
                client=client_name(pack) if pack else None,
                parent_id=entry.parent_id,
                parent_name=titles.get(entry.parent_id, ""),
                answers=entry.answers,
                names={entry.answers[one]: name(entry.answers[one]) for one in people},
                since=entry.since,
                ended=entry.ended,
                depth=tier.depth if tier else 0,
                chain_minutes=tier.chain_minutes if tier else None,
                asks_filing=pack is not None and entry.kind.value in told_changes(pack),
                gaps=tuple(gap for gap in lacking if gap.item_id == entry.item_id),
                tiers=_tiers_offered(everything, entry.kind.value, entry.item_id),
            )
        )
    return found


def _whole(uow: UnitOfWork, record: RecordPicture, versions: list[RegisterEntry], pack: Pack | None) -> RecordPicture:
    """The entry with everything that its own screen shows."""
    name = names_of(uow)
    people = {
        one.answers[field.name]
        for one in versions
        for field in one.spec.fields
        if field.kind == "person" and field.name in one.answers
    }
    open_filings: list[Matter] = []
    if pack is not None and record.asks_filing:
        open_filings = uow.find(Matter, pack_id=pack.id, kind=MatterKind.FILING, topic=record.kind, state=_OPEN)
    return replace(
        record,
        names={user_id: name(user_id) for user_id in people},
        versions=tuple(
            VersionPicture(
                number=one.version,
                answers=one.answers,
                since=one.since,
                ended=one.ended,
                why=one.why,
                by_name=name(one.by),
            )
            for one in versions
        ),
        filings=tuple(FilingPicture(id=one.id, ref=one.ref, state=one.state.value) for one in open_filings),
    )


def _tiers_offered(entries: list[RegisterEntry], kind: str, item_id: str) -> tuple[tuple[str, str], ...]:
    """The subcontractors an entry of this kind may lie with: all but itself and those below it."""
    if not KINDS[RegisterKind(kind)].under_tier:
        return ()
    below = {item_id} - {""}
    found = []
    for tier in tiers(entries):
        if tier.entry.parent_id in below or tier.entry.item_id == item_id:
            below.add(tier.entry.item_id)
        else:
            found.append((tier.entry.item_id, tier.entry.answers["name"]))
    return tuple(found)


def _desk(uow: UnitOfWork, pack: Pack) -> tuple[SlotPicture, ...]:
    people = pack.notice_desk.people
    calls = desk_drills(uow, pack.id, tuple(people))
    return tuple(
        SlotPicture(
            slot=slot,
            name=contact.name,
            phone=contact.phone,
            calls=tuple(
                CallPicture(time=call.time, held_on=call.held_on, answered=call.answered)
                for call in calls
                if call.slot == slot
            ),
        )
        for slot, contact in people.items()
    )


def _gap(uow: UnitOfWork, gap: Gap) -> GapPicture:
    pack = uow.rules.packs.get(gap.pack_id)
    first = KINDS[gap.kind].fields[0]
    name = names_of(uow)(gap.name) if first.kind == "person" else gap.name
    return GapPicture(
        code=gap.code,
        kind=gap.kind.value,
        pack_id=gap.pack_id,
        client=client_name(pack) if pack else None,
        item_id=gap.item_id,
        name=name,
        named_by=first.name if first.kind in ("choice", "flags") and gap.name else "",
        day=gap.day,
        values=gap.values,
    )
