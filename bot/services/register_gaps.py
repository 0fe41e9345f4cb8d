"""What the register of a contract lacks, by what its pack asks for: things not on record, subcontractors not bound, days that run out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.domain.clocks import Duration, parse_duration
from bot.domain.matter import Matter, MatterState
from bot.domain.register import HOUSE, RegisterEntry, RegisterKind, newest
from bot.domain.tiers import advised, fit, tiers
from bot.packs.rules import ON_ORDER
from bot.packs.schema import Pack
from bot.services.ports import UnitOfWork
from bot.services.register_filing import told_changes
from bot.services.registered import desk_drills, registered
from bot.services.rules import local_date

_K = RegisterKind
SOON = timedelta(days=90)
"""So long before its last good day something is shown as running out."""
OF_TIERS = (
    "tier_no_consent",
    "tier_no_flow_down",
    "tier_no_form",
    "tier_no_clock",
    "tier_late",
    "tier_tight",
    "tier_no_phone",
)
PRESSING = frozenset({*OF_TIERS, "expired", "expires"}) - {"tier_tight"}
"""Gaps that are shown outside of the register too: on App Home, and in the weekly reminder."""
_MAY_BE_NONE = frozenset({_K.CLOUD, _K.SUBCONTRACTOR, _K.CONTACT})
"""What a contract wants to hear the change of and that need not exist at all."""
_GRANTED = frozenset({MatterState.GRANTED, MatterState.USED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One thing that lacks. `code` names its sentence; `item_id` is what it is about, empty when that is not on record at all."""

    code: str
    pack_id: str
    kind: RegisterKind
    item_id: str = ""
    name: str = ""
    day: date | None = None
    values: Mapping[str, object] = field(default_factory=dict)


def gaps_of(uow: UnitOfWork, pack: Pack) -> list[Gap]:
    """Return everything the register of a contract lacks, subcontractors first."""
    entries = registered(uow, pack.id, house=True)
    found = [*_of_tiers(uow, pack, entries), *_running_out(uow, pack.id, entries), *_of_desk(uow, pack)]
    held = {entry.kind for entry in entries}
    found += [Gap(code="missing", pack_id=pack.id, kind=kind) for kind in wanted(pack) if kind not in held]
    for entry in entries:
        found += _of_entry(pack, entry)
    return found


def pressing_gaps(uow: UnitOfWork, packs: Sequence[Pack]) -> list[Gap]:
    """Return what presses in the registers of these contracts and of the house: tiers that are not bound, days that run out.

    Reads everything once, however many contracts there are: App Home asks for it, and the weekly reminder.
    """
    kinds = (_K.SUBCONTRACTOR, _K.CERTIFICATE, _K.RECIPIENT)
    grouped: dict[str, list[RegisterEntry]] = defaultdict(list)
    where = (HOUSE, *(pack.id for pack in packs))
    for entry in newest(uow.find(RegisterEntry, pack_id=where, kind=kinds)):
        if not entry.ended:
            grouped[entry.pack_id].append(entry)
    found = _running_out(uow, HOUSE, grouped[HOUSE])
    for pack in packs:
        if not grouped[pack.id]:
            continue
        found += _of_tiers(uow, pack, grouped[pack.id]) + _running_out(uow, pack.id, grouped[pack.id])
    return [gap for gap in found if gap.code in PRESSING]


def unsettled(uow: UnitOfWork, packs: Sequence[Pack]) -> dict[str, tuple[str, ...]]:
    """Return by contract the names of subcontractors that lack the client's consent, or are not bound by its terms; each once."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for gap in pressing_gaps(uow, packs):
        if gap.code in ("tier_no_consent", "tier_no_flow_down"):
            found[gap.pack_id][gap.name] = None
    return {pack_id: tuple(names) for pack_id, names in found.items()}


def wanted(pack: Pack) -> tuple[RegisterKind, ...]:
    """Return what has to be on record for a contract, because its pack wants it filed, trained or held."""
    found = {RegisterKind(topic) for topic in told_changes(pack)} - _MAY_BE_NONE
    if any("medium" in rule.fields for rule in pack.submissions):
        found.add(_K.STORAGE)
    if any(rule.what == "training" for rule in pack.recurring):
        found.add(_K.PERSON)
    if any(rule.once for rule in pack.recurring):
        found.add(_K.CONTRACT_PAPER)
    return tuple(kind for kind in RegisterKind if kind in found)


def client_minutes(pack: Pack) -> int | None:
    """Return the shortest number of minutes the contract gives for a notice; None when it holds only words or longer spans."""
    found = []
    for rule in pack.duties:
        clock = rule.clock
        if rule.type == "notice" and clock and clock.is_hard and clock.limit and clock.limit not in ON_ORDER:
            found.append(_minutes(parse_duration(clock.limit)))
    return min((minutes for minutes in found if minutes is not None), default=None)


def _minutes(limit: Duration) -> int | None:
    if limit.months or limit.business_days:
        return None
    return limit.seconds // 60 + limit.days * 24 * 60


def needs_consent(pack: Pack) -> bool:
    """Whether the contract wants to be asked before somebody else works for us."""
    return any(gate.startswith("subcontract_") for rule in pack.consents for gate in rule.gate)


def _of_tiers(uow: UnitOfWork, pack: Pack, entries: Iterable[RegisterEntry]) -> list[Gap]:
    limit = client_minutes(pack)
    consent, form = needs_consent(pack), any(rule.by == "subcontractor" for rule in pack.submissions)
    found: list[Gap] = []
    for tier in tiers(entries):
        entry = tier.entry
        lacks = {
            "tier_no_consent": consent and not consented(uow, entry),
            "tier_no_flow_down": not entry.answers.get("flow_down_on"),
            "tier_no_form": form and not entry.answers.get("form_filed_on"),
            "tier_no_clock": limit is not None and tier.inner_minutes is None,
            "tier_late": fit(tier.chain_minutes, limit) == "late",
            "tier_tight": fit(tier.chain_minutes, limit) == "tight",
            "tier_no_phone": limit is not None and not entry.answers.get("night_phone"),
        }
        values = {"chain": tier.chain_minutes, "limit": limit, "advised": advised(limit) if limit else None}
        found += [_gap(code, entry, values=values) for code in OF_TIERS if lacks[code]]
    return found


def consented(uow: UnitOfWork, entry: RegisterEntry) -> bool:
    """Whether the client's consent is on record: a paper somebody named, or a matter of this contract that was granted."""
    written = entry.answers.get("consent", "")
    if not written.upper().startswith("MAT-"):
        return bool(written)
    found = uow.find(Matter, ref=written.upper(), pack_id=entry.pack_id)
    return bool(found) and found[0].state in _GRANTED


def _running_out(uow: UnitOfWork, pack_id: str, entries: Iterable[RegisterEntry]) -> list[Gap]:
    """Certificates and recipients whose last good day has passed or comes near. The house's are told with the house."""
    today = local_date(uow)
    found = []
    for entry in entries:
        last = entry.expires_on
        if last is None or last - SOON > today or entry.pack_id != pack_id:
            continue
        found.append(_gap("expired" if last < today else "expires", entry, day=last))
    return found


def _of_desk(uow: UnitOfWork, pack: Pack) -> list[Gap]:
    calls = desk_drills(uow, pack.id, tuple(pack.notice_desk.people))
    never = sum(call.held_on is None for call in calls)
    unanswered = sum(call.held_on is not None and not call.answered for call in calls)
    found = []
    if never:
        found.append(Gap(code="desk_never", pack_id=pack.id, kind=_K.DESK_DRILL, values={"n": never}))
    if unanswered:
        found.append(Gap(code="desk_unanswered", pack_id=pack.id, kind=_K.DESK_DRILL, values={"n": unanswered}))
    return found


def _of_entry(pack: Pack, entry: RegisterEntry) -> Iterator[Gap]:
    """What one entry lacks by itself."""
    if entry.kind is _K.PERSON and not entry.answers.get("trained_on") and _K.PERSON in wanted(pack):
        yield _gap("never_trained", entry)
    if entry.kind is _K.CONTRACT_PAPER and entry.answers["held"] == "no":
        yield _gap("not_held", entry)
    if entry.kind is _K.CONTRACT_PAPER and entry.answers.get("dated") == "no":
        yield _gap("undated", entry)
    if entry.kind is _K.DEVICE and (lacking := guards_lacking(pack, entry)):
        yield _gap("unguarded", entry, values={"guards": lacking})


def guards_lacking(pack: Pack, device: RegisterEntry) -> tuple[str, ...]:
    """Return what a device that is carried has to have by the contract, and has not: checks of a leave, rules of the daily card."""
    use = device.answers["use"]
    if device.answers["carried"] != "yes" or use not in ("laptop", "phone"):
        return ()
    checks = {check for rule in pack.consents if f"{use}_out" in rule.gate for check in rule.checks}
    cards = {card for rule in pack.recurring for card in rule.rotate} if use == "phone" else set()
    asked = {
        "two_factor": "two_factor" in checks,
        "encrypted": "encrypted" in checks,
        "screen_lock": "phone_lock" in cards,
        "remote_lock": "remote_lock" in cards,
        "strap": "strap" in cards,
    }
    return tuple(guard for guard, needed in asked.items() if needed and guard not in device.flags("guards"))


def _gap(
    code: str, entry: RegisterEntry, *, day: date | None = None, values: Mapping[str, object] | None = None
) -> Gap:
    title = entry.answers.get(entry.spec.fields[0].name, "")
    return Gap(
        code=code,
        pack_id=entry.pack_id,
        kind=entry.kind,
        item_id=entry.item_id,
        name=title,
        day=day,
        values=values or {},
    )
