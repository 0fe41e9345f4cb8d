"""Matters: what is owed to a client outside of an incident. It asked for something, we ask for leave, or something changed.

One record and one table of steps serve all kinds, so that a new kind of matter is a row of words and not a machine of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from bot.domain.errors import NotPossibleNow
from bot.domain.reminding import Plan, due_on, silent_since, until_back, until_last_day

FieldName = Literal["on", "who", "reference", "note", "until", "owner", "due_on"]
"""What a step asks for: the day it happened, who (at the client), where it can be shown, words, a last day, an owner, a due day."""


class MatterKind(StrEnum):
    """Which door a matter came through."""

    REQUEST = "request"
    """The client asked for something."""
    CONSENT = "consent"
    """We want to do something that needs leave."""
    FILING = "filing"
    """Something changed, or has to be filed."""
    ENDING = "ending"
    """One thing that has to be given back, erased or handed over: of one rule, at one holder, on one kind of medium."""
    CONTRACT = "contract"
    """A contract as a whole, at its start and at its end."""
    RECURRING = "recurring"
    """Something that comes back fell due: a training, an attestation, a drill, a renewal. No door leads here; a timer does."""


class MatterState(StrEnum):
    """Where a matter stands; late is computed from its day, never a state."""

    RECEIVED = "received"
    SCOPED = "scoped"
    HELD = "held"
    DONE = "done"
    REPORTED = "reported"
    ASKED = "asked"
    GRANTED = "granted"
    OUT = "out"
    BACK = "back"
    RETURNED = "returned"
    USED = "used"
    REFUSED = "refused"
    EXPIRED = "expired"
    DUE = "due"
    PREPARED = "prepared"
    DELIVERED = "delivered"
    RECEIPTED = "receipted"
    CONFIRMED = "confirmed"
    NOTIFIED = "notified"
    COLLECTED = "collected"
    ERASED = "erased"
    CONSULTING = "consulting"
    KEPT = "kept"
    OTHERWISE = "otherwise"
    NOTHING_HELD = "nothing_held"
    LISTED = "listed"
    ANSWERED = "answered"
    WOUND_UP = "wound_up"
    WITHDRAWN = "withdrawn"
    FULFILLED = "fulfilled"
    SKIPPED = "skipped"
    BROKEN = "broken"
    MISSED = "missed"


_S = MatterState
ENDED = frozenset(
    {
        _S.REPORTED, _S.RETURNED, _S.USED, _S.REFUSED, _S.EXPIRED, _S.RECEIPTED, _S.CONFIRMED, _S.NOTIFIED, _S.OTHERWISE,
        _S.NOTHING_HELD, _S.ANSWERED, _S.WOUND_UP, _S.WITHDRAWN, _S.FULFILLED, _S.SKIPPED, _S.BROKEN, _S.MISSED,
    }
)  # fmt: skip
"""States in which nothing is owed any more."""
OPEN = tuple(state for state in MatterState if state not in ENDED)
"""States in which something is."""
REQUESTS = (
    "status_report", "inspection", "correction", "instruction", "information", "documents", "return_or_destroy", "retrieve",
    "disposal", "storage_method_change", "subcontractor_correction",
)  # fmt: skip
"""What a client may ask for, as rules name it in `{request: ...}`."""
CONSENTS = (
    "laptop_out", "papers_out", "take_out", "provide_or_email", "copy", "connect_device", "bring_in_device",
    "let_third_party_use", "subcontract_any_tier", "change_procedure", "tell_third_party", "publish", "off_purpose_use", "keep_storing",
)  # fmt: skip
"""What may need leave before it is done, as consents name it in `gate`."""
CHANGES = ("storage", "cloud", "subcontractor", "manager", "place", "contact")
"""What may have changed, as rules name it in `{change: ...}`."""
FOR_CONFIRMATION = "for_confirmation"
"""A document that the client has to confirm before it counts."""
SUBMISSIONS = ("storage_form", "originals", FOR_CONFIRMATION, "submission")
"""What goes to a client without having been asked for, beside what may also change later."""
ERASING = frozenset({"erase", "dispose"})
"""Endings after which nothing can be read any more, which a certificate says."""
GIVING = frozenset({"return", "hand_over"})
"""Endings after which the client has it."""
ENDINGS = ("return", "erase", "dispose", "hand_over", "retrieve")
"""What may have to be done with what is held."""
MEDIA = ("papers", "devices", "server", "cloud", "backups")
"""On what a client's information is held."""
FILED_BEFORE, WIND_UP = "filed_before", "wind_up"
"""The two questions of a contract as a whole: what was filed before we counted; is everything given back."""
RENEWAL = "renewal"
DUTIES = ("attest", "training", "drill", "supervise", "flow_down", RENEWAL)
"""What comes back, as recurring rules name it in `what`."""
TOPICS: Mapping[MatterKind, tuple[str, ...]] = MappingProxyType(
    {
        MatterKind.REQUEST: REQUESTS,
        MatterKind.CONSENT: CONSENTS,
        MatterKind.FILING: (*CHANGES, *SUBMISSIONS),
        MatterKind.ENDING: ENDINGS,
        MatterKind.CONTRACT: (FILED_BEFORE, WIND_UP),
        MatterKind.RECURRING: DUTIES,
    }
)
OFFERED: Mapping[MatterKind, tuple[str, ...]] = MappingProxyType(
    {MatterKind.REQUEST: REQUESTS, MatterKind.CONSENT: CONSENTS, MatterKind.FILING: CHANGES}
)
"""What the doors offer; every other topic is opened by a contract's rules."""
FILING = "filing:"
"""Begins the origin of a submission that a contract's own course opened."""
IN_PARTS = frozenset({"return_or_destroy", "retrieve", "disposal"})
"""What a client may ask for that is done part by part, for each holder and medium."""
CARRIED = frozenset({"laptop_out", "papers_out", "take_out"})
"""Topics of things that leave the house and have to come back: two marks, out and back."""
LOOKED_AT = frozenset({"inspection", "survey"})
"""Topics of a look at us, with an agreed day and what was found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: from which states, to which, what it asks for, and who may take it.

    `topics` restricts it; empty means all. `by` is `approver` for a step that only those may take who may give leave, never
    the person who asked for it.
    """

    kind: MatterKind
    name: str
    sources: frozenset[MatterState]
    to: MatterState | None
    """None: the state stays, only the fields change."""
    needs: tuple[FieldName, ...] = ()
    may: tuple[FieldName, ...] = ()
    topics: frozenset[str] = frozenset()
    inside: bool | None = None
    """True for consents given inside the house, False for those of the client, None for both."""
    by: Literal["anyone", "approver", "report", "form"] = "anyone"
    """`report`: nobody presses it; the report of an incident takes it."""
    where_hard: bool = True
    """False: not where the contract holds a number."""


def _step(
    kind: MatterKind, name: str, sources: tuple[MatterState, ...], to: MatterState | None, **more: object
) -> Step:
    return Step(kind=kind, name=name, sources=frozenset(sources), to=to, **more)  # type: ignore[arg-type]


_R, _C, _F, _E, _K, _P = (
    MatterKind.REQUEST, MatterKind.CONSENT, MatterKind.FILING, MatterKind.ENDING, MatterKind.CONTRACT, MatterKind.RECURRING,
)  # fmt: skip
_RECEIPT = frozenset((*CHANGES, *SUBMISSIONS)) - {FOR_CONFIRMATION}
_CONFIRM = frozenset({FOR_CONFIRMATION})
_RETRIEVE = frozenset({"retrieve"})
_OPEN_ENDING = (_S.DUE, _S.COLLECTED, _S.ERASED, _S.PREPARED, _S.DELIVERED, _S.CONSULTING, _S.KEPT)
_ATTESTED = frozenset(DUTIES) - {"drill", RENEWAL}
_RENEWED = frozenset({RENEWAL})
STEPS: tuple[Step, ...] = (
    # the client asked: who sees to it, done with something to show, told back (domain: instruction, on-site survey)
    _step(_R, "assign", (_S.RECEIVED, _S.SCOPED, _S.HELD, _S.DONE), None, needs=("owner",), may=("due_on",)),
    _step(_R, "scope", (_S.RECEIVED,), _S.SCOPED, needs=("on", "note"), may=("who",), topics=LOOKED_AT),
    _step(_R, "hold", (_S.SCOPED,), _S.HELD, needs=("on", "who"), may=("note", "due_on"), topics=LOOKED_AT),
    _step(_R, "finish", (_S.RECEIVED, _S.SCOPED, _S.HELD), _S.DONE, needs=("on", "reference"), may=("note",)),
    _step(_R, "report_back", (_S.DONE,), _S.REPORTED, needs=("on", "who"), may=("reference", "note")),
    _step(_R, "inventory", (_S.RECEIVED,), None, topics=IN_PARTS, by="form"),
    _step(_R, "reopen", (_S.DONE, _S.REPORTED), _S.RECEIVED, needs=("note",), may=("due_on",)),
    _step(_R, "withdraw", (_S.RECEIVED, _S.SCOPED, _S.HELD, _S.DONE), _S.WITHDRAWN, needs=("note",)),
    # may I: leave inside the house has two marks, out and back; the client's leave is logged with who gave it and how
    _step(_C, "approve", (_S.ASKED,), _S.GRANTED, may=("until", "note"), inside=True, by="approver"),
    _step(_C, "refuse", (_S.ASKED,), _S.REFUSED, needs=("note",), inside=True, by="approver"),
    _step(_C, "record_grant", (_S.ASKED,), _S.GRANTED, needs=("on", "who", "reference"), may=("until", "note"), inside=False),
    _step(_C, "record_refusal", (_S.ASKED,), _S.REFUSED, needs=("on", "who"), may=("note",), inside=False),
    _step(_C, "take_out", (_S.GRANTED,), _S.OUT, may=("due_on", "note"), topics=CARRIED),
    _step(_C, "bring_back", (_S.OUT,), _S.BACK, needs=("on",), may=("note",), topics=CARRIED),
    _step(_C, "confirm_back", (_S.BACK,), _S.RETURNED, may=("note",), topics=CARRIED, by="approver"),
    _step(_C, "use", (_S.GRANTED,), _S.USED, needs=("on",), may=("note",)),
    _step(_C, "expire", (_S.GRANTED,), _S.EXPIRED),
    _step(_C, "happened", (_S.ASKED, _S.REFUSED, _S.EXPIRED, _S.OUT, _S.BACK), None, needs=("reference",), by="report"),
    _step(_C, "withdraw", (_S.ASKED, _S.GRANTED), _S.WITHDRAWN, needs=("note",)),
    # something changed: prepared, delivered, receipted
    _step(_F, "assign", (_S.DUE, _S.PREPARED, _S.DELIVERED), None, needs=("owner",), may=("due_on",)),
    _step(_F, "prepare", (_S.DUE,), _S.PREPARED, needs=("reference",), may=("note",)),
    _step(_F, "deliver", (_S.DUE, _S.PREPARED), _S.DELIVERED, needs=("on", "who"), may=("reference", "note")),
    _step(_F, "receipt", (_S.DELIVERED,), _S.RECEIPTED, needs=("on", "reference"), may=("who", "note"), topics=_RECEIPT),
    _step(_F, "confirm", (_S.DELIVERED,), _S.CONFIRMED, needs=("on", "who", "reference"), may=("note",), topics=_CONFIRM),
    _step(_F, "send_back", (_S.DELIVERED,), _S.DUE, needs=("on", "note"), may=("who", "due_on"), topics=_CONFIRM),
    _step(_F, "notify_instead", (_S.DUE, _S.PREPARED), _S.NOTIFIED, needs=("on", "who", "reference"), may=("note",), topics=_CONFIRM),
    _step(_F, "withdraw", (_S.DUE, _S.PREPARED), _S.WITHDRAWN, needs=("note",)),
    # at the end: collected, erased or given back, certified, delivered, receipted; or the client agreed to something else
    _step(_E, "assign", _OPEN_ENDING, None, needs=("owner",), may=("due_on",)),
    _step(_E, "collect", (_S.DUE,), _S.COLLECTED, needs=("on",), may=("who", "note"), topics=GIVING | ERASING),
    _step(_E, "collect", (_S.DUE,), _S.RETURNED, needs=("on", "who"), may=("reference", "note"), topics=_RETRIEVE),
    _step(_E, "erase", (_S.COLLECTED,), _S.ERASED, needs=("on", "note"), may=("who",), topics=ERASING),
    _step(_E, "prepare", (_S.COLLECTED,), _S.PREPARED, needs=("reference",), may=("note",), topics=GIVING),
    _step(_E, "prepare", (_S.ERASED,), _S.PREPARED, needs=("reference",), may=("note",), topics=ERASING),
    _step(_E, "deliver", (_S.COLLECTED, _S.PREPARED), _S.DELIVERED, needs=("on", "who"), may=("reference", "note"), topics=GIVING),
    _step(_E, "deliver", (_S.PREPARED,), _S.DELIVERED, needs=("on", "who"), may=("reference", "note"), topics=ERASING),
    _step(_E, "receipt", (_S.DELIVERED,), _S.RECEIPTED, needs=("on", "reference"), may=("who", "note"), topics=GIVING | ERASING),
    _step(_E, "ask_to_keep", (_S.DUE, _S.COLLECTED), _S.CONSULTING, needs=("on", "who", "note")),
    _step(_E, "keep", (_S.CONSULTING,), _S.KEPT, needs=("on", "who", "reference"), may=("until", "note")),
    _step(_E, "refuse_keep", (_S.CONSULTING,), _S.DUE, needs=("on", "who"), may=("note",)),
    _step(_E, "keep_ends", (_S.KEPT,), _S.DUE, needs=("on",), may=("note", "due_on")),
    _step(_E, "otherwise", (_S.DUE, _S.COLLECTED), _S.OTHERWISE, needs=("on", "who", "reference", "note")),
    _step(_E, "nothing_held", (_S.DUE,), _S.NOTHING_HELD, needs=("note",)),
    # a contract as a whole: what was filed before; what is held at its end, and that all of it is done
    _step(_K, "assign", (_S.DUE, _S.LISTED), None, needs=("owner",), may=("due_on",)),
    _step(_K, "take_stock", (_S.DUE,), _S.ANSWERED, topics=frozenset({FILED_BEFORE}), by="form"),
    _step(_K, "inventory", (_S.DUE, _S.LISTED), _S.LISTED, topics=frozenset({WIND_UP}), by="form"),
    _step(_K, "wind_up", (_S.LISTED,), _S.WOUND_UP, needs=("on",), may=("note",), topics=frozenset({WIND_UP})),
    _step(_K, "withdraw", (_S.DUE, _S.LISTED), _S.WITHDRAWN, needs=("note",), topics=frozenset({WIND_UP}), by="approver"),
    # it comes back: done with something to show for it, passed over with a reason, or broken, which is a report
    _step(_P, "attest", (_S.ASKED,), _S.FULFILLED, needs=("on", "reference"), may=("note",), topics=_ATTESTED),
    _step(_P, "drill", (_S.ASKED,), _S.FULFILLED, needs=("on", "who", "reference"), may=("note",), topics=frozenset({"drill"})),
    _step(_P, "give_notice", (_S.ASKED,), _S.FULFILLED, needs=("on", "who", "reference"), may=("note",), topics=_RENEWED),
    _step(_P, "let_renew", (_S.ASKED,), _S.FULFILLED, needs=("who",), may=("note",), topics=_RENEWED),
    _step(_P, "assign", (_S.ASKED,), None, needs=("owner",), may=("due_on",)),
    _step(_P, "skip", (_S.ASKED,), _S.SKIPPED, needs=("note",), where_hard=False),
    _step(_P, "happened", (_S.ASKED,), _S.BROKEN, needs=("reference",), by="report"),
)  # fmt: skip
"""Every step there is. What a person may do with a matter follows from this table and nothing else."""

FIRST: Mapping[MatterKind, MatterState] = MappingProxyType(
    {_R: _S.RECEIVED, _C: _S.ASKED, _F: _S.DUE, _E: _S.DUE, _K: _S.DUE, _P: _S.ASKED}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One matter of one contract. `touched_on` is the office's date of the last change; `due_on` a day of the contract's zone."""

    id: str
    ref: str
    kind: MatterKind
    topic: str
    pack_id: str
    pack_digest: str
    """The pack as it was when the matter began; later editions change new matters only."""
    rule_id: str = ""
    """The rule that asks for it; empty when the contract is silent and we do it as good practice."""
    inside: bool = False
    """Leave is given by our own responsible person and not by the client."""
    state: MatterState
    words: str
    answers: dict[str, str] = field(default_factory=dict)
    owner_id: str
    by: str
    began_on: date
    due_on: date | None = None
    target_on: date | None = None
    """The team's own day for the contract's word; it reminds, and nothing is late by it."""
    hard: bool = False
    """The contract holds a number for it."""
    word: str = ""
    """The contract's word for how fast, as written."""
    until: date | None = None
    """Last day on which a leave is good."""
    touched_on: date
    remind_epoch: int = 0
    at: datetime
    ended_at: datetime | None = None
    origin: str = ""
    """What a contract's own course opened it for, unique: the same start or end never opens it twice. Empty for what people opened."""
    part_of: str = ""
    """The matter that this one is a part of, and that reminds for it; empty when it stands for itself."""

    @property
    def is_open(self) -> bool:
        """Whether something is still owed."""
        return self.state not in ENDED

    @property
    def plan(self) -> Plan | None:
        """What its reminders count from; None when nothing is left to remind of, or when the morning digest says it.

        The digest says what comes back: a contract with seven regular checks would else send seven messages in one morning.
        """
        if not self.is_open or self.part_of:
            return None
        if self.state is MatterState.GRANTED and self.topic not in CARRIED:
            return due_on(self.until) if self.until else None
        day = self.due_on or self.target_on
        if self.kind is MatterKind.RECURRING:
            return until_last_day(self.due_on) if self.topic == RENEWAL and self.due_on else None
        if day is None:
            return silent_since(self.touched_on)
        return until_back(day) if self.state is MatterState.OUT else due_on(day)

    def is_late(self, today: date) -> bool:
        """Whether its day has passed with something still owed."""
        return self.is_open and self.due_on is not None and self.due_on < today


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterEntry:
    """One step that was taken: when it happened, who, where it can be shown, and what was said. Never rewritten."""

    id: str
    matter_id: str
    step: str
    happened_on: date | None = None
    who: str = ""
    reference: str = ""
    note: str = ""
    until: date | None = None
    by: str
    at: datetime


def steps_of(matter: Matter) -> tuple[Step, ...]:
    """Return the steps that are possible now, in the table's order."""
    return tuple(
        step
        for step in STEPS
        if step.kind is matter.kind
        and matter.state in step.sources
        and (not step.topics or matter.topic in step.topics)
        and (step.inside is None or step.inside is matter.inside)
        and not (step.name == "use" and matter.topic in CARRIED)
        and (step.where_hard or not matter.hard)
    )


def step_named(matter: Matter, name: str) -> Step:
    """Return a step that is possible now. Raises NotPossibleNow: the matter has moved on, or never had it."""
    for step in steps_of(matter):
        if step.name == name:
            return step
    raise NotPossibleNow("refused.matter_step", state=matter.state.value)


def needs_second(matter: Matter, step: Step) -> bool:
    """Whether only a second person who may give leave takes this step: leave itself, and dropping what the contract fixed."""
    return step.by == "approver" or (step.name == "withdraw" and matter.hard)
