"""What is held of a client's information, by whom and on what; from it follows what has to be given back, erased and certified."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.matter import IN_PARTS, MEDIA, Matter, MatterKind, step_named
from bot.domain.register import RegisterKind
from bot.packs.rules import EndRule
from bot.packs.schema import Pack
from bot.services.contract_course import asked_of, open_owed
from bot.services.contract_end import counted_from, event_of, rules_at_end
from bot.services.matter_rules import Asked
from bot.services.matters import TakeStep, enter_matter, take
from bot.services.ports import UnitOfWork
from bot.services.registered import registered, tiers_of
from bot.services.room import taken_before
from bot.services.rules import bitext, client_name
from bot.views.matter_pictures import HolderPicture, InventoryPicture
from bot.views.texts import choice, text

US = "us"
"""The key of what we hold ourselves."""
COLLECTED = "collected"
"""In the place of a medium: information we collected ourselves, which is handed over."""
THINGS = ("papers", "devices")
"""What can be given back as it is."""
COPIES = ("devices", "server", "cloud", "backups")
"""Where copies are, which are erased; where the contract knows no erasing they are given back like everything else."""
MAX_HOLDERS = 12
_REGISTERED = {
    "server": "server", "computer": "devices", "external_media": "devices", "paper": "papers", "backup": "backups",
}  # fmt: skip
"""On which medium something lies, by what the register says of a storage place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Somebody who holds something: us, or a subcontractor of a tier. `key` names it in the form."""

    key: str
    name: str
    tier: int
    media: tuple[str, ...] = ()
    """What the register knows of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeInventory:
    """What is held, by the holders' keys; `others` are subcontractors that are not on record, one a line, taken to hold everything."""

    actor: str
    key: str
    matter_id: str
    held: Mapping[str, Sequence[str]]
    others: str = ""


def inventory_of(uow: UnitOfWork, matter: Matter) -> InventoryPicture:
    """Return the form of a matter that is done part by part, filled in as far as the register goes."""
    pack = uow.pinned(matter.pack_digest)
    found = holders_of(uow, pack.id)
    if matter.topic == "retrieve":
        found = found[1:]
    return InventoryPicture(
        matter_id=matter.id,
        topic=matter.topic,
        client=client_name(pack),
        holders=tuple(HolderPicture(key=one.key, name=one.name, tier=one.tier, media=one.media) for one in found),
        media=_media_of(uow, matter, pack),
    )


def holders_of(uow: UnitOfWork, pack_id: str) -> list[Holder]:
    """Return who may hold something: us, then the subcontractors on record, with what the register knows they hold."""
    holders = [Holder(key=US, name="", tier=0, media=_known_media(uow, pack_id, ""))]
    for tier in tiers_of(uow, pack_id)[: MAX_HOLDERS - 1]:
        entry = tier.entry
        media = _known_media(uow, pack_id, entry.item_id)
        holders.append(Holder(key=entry.item_id, name=entry.answers["name"], tier=tier.depth, media=media))
    return holders


def take_inventory(uow: UnitOfWork, command: TakeInventory) -> Matter:
    """Open a part for everything that is held and was not listed before, and note that it was listed.

    Raises:
        NotAllowed: the person has nothing to do with the matter.
        NotPossibleNow: the matter has moved on, or is not done in parts.
    """
    whole = enter_matter(uow, command.matter_id, command.actor)
    if taken_before(uow, command.key):
        return whole
    step = step_named(whole, "inventory")
    pack = uow.pinned(whole.pack_digest)
    known = {one.key: one for one in holders_of(uow, pack.id)}
    listed = [(known[key], tuple(media)) for key, media in command.held.items() if key in known and media]
    names = dict.fromkeys(line.strip()[:120] for line in command.others.split("\n") if line.strip())
    listed += [(Holder(key=f"+{name}", name=name, tier=1), _media_of(uow, whole, pack)) for name in names]
    count = 0
    for holder, media in listed:
        for rule, topic, medium in _owed(uow, whole, pack, media):
            count += _open_part(uow, whole, pack, rule, topic, holder, medium, by=command.actor)
    said = text(uow.rules.office.language, "inventory.listed", n=count)
    return take(uow, whole, step, TakeStep(actor=command.actor, key="", matter_id=whole.id, step=step.name, note=said))


def _owed(
    uow: UnitOfWork, whole: Matter, pack: Pack, media: Sequence[str]
) -> Iterator[tuple[EndRule | None, str, str]]:
    """What has to be done with what a holder holds: (rule, what, medium); without a rule it is good practice."""
    if whole.kind is MatterKind.REQUEST:
        if whole.topic == "retrieve":
            yield None, "retrieve", ""
            return
        for medium in media:
            yield None, "dispose" if whole.topic == "disposal" else "return" if medium in THINGS else "erase", medium
        return
    rules = rules_at_end(uow, pack, whole)
    erases = any(rule.type in ("erase", "certify") for rule in rules)
    for rule in rules:
        if rule.type == "deliver":
            if COLLECTED in media:
                yield rule, "hand_over", COLLECTED
            continue
        topic = "return" if rule.type == "return" else "erase"
        wanted = (THINGS if erases else MEDIA) if topic == "return" else COPIES
        for medium in media:
            if medium in wanted:
                yield rule, topic, medium
    if not rules:
        for medium in media:
            if medium != COLLECTED:
                yield None, "return" if medium in THINGS else "erase", medium


def _open_part(
    uow: UnitOfWork,
    whole: Matter,
    pack: Pack,
    rule: EndRule | None,
    topic: str,
    holder: Holder,
    medium: str,
    *,
    by: str,
) -> bool:
    locale = uow.rules.office.language
    start = counted_from(event_of(whole), whole.began_on)
    asked = asked_of(pack, rule, start) if rule else Asked(rule=None)
    if rule is None and whole.rule_id:
        asked = Asked(rule=next((one for _, _, one in pack.rules() if one.id == whole.rule_id), None), word=whole.word)
    name = holder.name or bitext(pack.parties.contractor.name).of(locale)
    part = open_owed(
        uow,
        pack,
        MatterKind.ENDING,
        topic,
        asked,
        whole.began_on,
        origin=f"part:{whole.id}:{asked.rule_id}:{topic}:{holder.key}:{medium}",
        words=text(locale, "inventory.part", medium=choice(locale, "medium", medium), holder=name) if medium else name,
        by=by,
        part_of=whole.id,
        owner=whole.owner_id,
        answers={"holder": name, "tier": str(holder.tier), "medium": medium},
    )
    return part is not None


def _media_of(uow: UnitOfWork, whole: Matter, pack: Pack) -> tuple[str, ...]:
    """The media that may be ticked: what we collected is asked for only where the contract wants it handed over."""
    if whole.topic in IN_PARTS:
        return () if whole.topic == "retrieve" else MEDIA
    collects = any(rule.type == "deliver" for rule in rules_at_end(uow, pack, whole))
    return (*MEDIA, COLLECTED) if collects else MEDIA


def _known_media(uow: UnitOfWork, pack_id: str, parent: str) -> tuple[str, ...]:
    found: set[str] = set()
    for entry in registered(uow, pack_id, RegisterKind.STORAGE, RegisterKind.CLOUD):
        if entry.parent_id == parent:
            cloud = entry.kind is RegisterKind.CLOUD
            found.add("cloud" if cloud else _REGISTERED.get(entry.answers.get("medium", ""), "server"))
    if not parent and registered(uow, pack_id, RegisterKind.DEVICE):
        found.add("devices")
    return tuple(medium for medium in MEDIA if medium in found)
