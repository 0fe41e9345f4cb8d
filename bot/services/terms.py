"""What a contract says as a whole, for those with a role in it; and who confirmed how its doubts are read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.errors import NotAllowed, NotPossibleNow
from bot.domain.ids import new_id
from bot.domain.people import Role
from bot.domain.reading import Reading, digest_of_doubts
from bot.packs.base import REQUIRED
from bot.packs.schema import Pack
from bot.services.matter_rules import people_of
from bot.services.names import names_of
from bot.services.ports import UnitOfWork
from bot.services.room import taken_before
from bot.services.rules import SHOWN, bitext, client_name
from bot.services.trials import contracts_to_try
from bot.views.pictures import BiText
from bot.views.terms_pictures import Cited, ReadingPicture, TermPicture, TermsPicture

CONFIRMERS = (
    Role.INCIDENT_LEAD,
    Role.RESPONSIBLE,
    Role.SECURITY_MANAGER,
    Role.LEGAL,
    Role.COMPLIANCE,
    Role.EXECUTIVE,
)
"""Who may confirm for the house how a doubt is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsOf:
    """One contract for one viewer."""

    viewer: str
    pack_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmReadings:
    """The doubts were read and we act by the readings; `doubts_digest` names what was on the screen."""

    actor: str
    key: str
    pack_id: str
    doubts_digest: str


def terms_of(uow: UnitOfWork, query: TermsOf) -> TermsPicture:
    """Return one contract. Raises NotAllowed: no role in it; an unknown one answers the same."""
    return _drawn(uow, _entered(uow, query.pack_id, query.viewer), query.viewer)


def confirm_readings(uow: UnitOfWork, command: ConfirmReadings) -> None:
    """Keep that this person read the doubts and that we act by the readings in the pack. Twice keeps it once.

    Raises:
        NotAllowed: no role in the contract, or not one that decides how it is read.
        NotPossibleNow: the doubts have changed since they were shown.
    """
    pack = _entered(uow, command.pack_id, command.actor)
    if command.actor not in people_of(uow, pack, *CONFIRMERS):
        raise NotAllowed("refused.only_confirmers")
    if taken_before(uow, command.key):
        return
    if command.doubts_digest != doubts_digest(pack):
        raise NotPossibleNow("refused.doubts_changed")
    reading = Reading(
        id=new_id(uow.now), pack_id=pack.id, doubts_digest=command.doubts_digest, by=command.actor, at=uow.now
    )
    if uow.add_if_new(reading):
        new: dict[str, object] = {"pack": pack.id, "digest": pack.digest, "doubts": reading.doubts_digest}
        uow.log(f"contract:{pack.id}", command.actor, "readings.confirmed", subject=reading.id, new=new)


def doubts_digest(pack: Pack) -> str:
    """Return what names the pack's doubts as they are now; empty without any."""
    return digest_of_doubts(f"{doubt.ja}\n{doubt.en}" for doubt in pack.doubts) if pack.doubts else ""


def readings_of(uow: UnitOfWork, pack: Pack) -> tuple[ReadingPicture, ...]:
    """Return who confirmed the pack's doubts as they are now, in the order of time."""
    if not pack.doubts:
        return ()
    name = names_of(uow)
    found = uow.find(Reading, pack_id=pack.id, doubts_digest=doubts_digest(pack))
    return tuple(ReadingPicture(name=name(one.by), at=one.at) for one in sorted(found, key=lambda one: one.at))


def may_read(uow: UnitOfWork, pack: Pack, viewer: str) -> bool:
    """Whether this person has a role in the contract."""
    return pack.id in {found for found, _ in contracts_to_try(uow, viewer)}


def unread(uow: UnitOfWork, pack: Pack) -> int:
    """Return how many doubts nobody has confirmed as they are now."""
    return 0 if readings_of(uow, pack) else len(pack.doubts)


def _entered(uow: UnitOfWork, pack_id: str, viewer: str) -> Pack:
    if pack_id not in {found for found, _ in contracts_to_try(uow, viewer)}:
        raise NotAllowed("refused.no_role_in_contract")
    return uow.rules.packs[pack_id]


def _drawn(uow: UnitOfWork, pack: Pack, viewer: str) -> TermsPicture:
    incidents, infos = pack.incident_definition, pack.info_definition
    court = pack.law.court
    return TermsPicture(
        pack_id=pack.id,
        client=client_name(pack),
        title=bitext(pack.title),
        parent=bitext(pack.parent.title) if pack.parent else None,
        parent_number=pack.parent.number if pack.parent and pack.parent.number != REQUIRED else "",
        incorporates=pack.incorporates,
        term=_term(pack),
        events=incidents.event,
        infos=infos.info_kind,
        covers_cite=(*infos.cite, *incidents.cite),
        aware=tuple(Cited(words=bitext(rule.summary), cite=rule.cite) for rule in pack.duties if rule.type in SHOWN),
        court=Cited(words=bitext(court), cite=pack.law.cite) if court.ja else None,
        doubts=tuple(bitext(doubt) for doubt in pack.doubts),
        doubts_digest=doubts_digest(pack),
        readings=readings_of(uow, pack),
        may_confirm=viewer in people_of(uow, pack, *CONFIRMERS) and not _confirmed(uow, pack, viewer),
    )


def _confirmed(uow: UnitOfWork, pack: Pack, viewer: str) -> bool:
    return bool(uow.find(Reading, pack_id=pack.id, doubts_digest=doubts_digest(pack), by=viewer))


def _term(pack: Pack) -> TermPicture:
    term = pack.term
    return TermPicture(
        start=term.start if isinstance(term.start, date) else None,
        end=term.end if isinstance(term.end, date) else None,
        renews=term.auto_renew is not None,
        opt_out=term.opt_out.before_end if term.opt_out else "",
        opt_out_form=bitext(term.opt_out.form) if term.opt_out else BiText("", ""),
    )
