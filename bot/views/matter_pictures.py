"""Pictures of matters: what is owed to a client outside of an incident. See bot.views.pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.people import Locale
from bot.views.pictures import BiText


@dataclass(frozen=True, slots=True, kw_only=True)
class StepPicture:
    """One step that is possible now, and what its form asks for."""

    name: str
    needs: tuple[str, ...]
    may: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPicture:
    """One step that was taken."""

    step: str
    happened_on: date | None
    who: str
    reference: str
    note: str
    until: date | None
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPicture:
    """One version of what is handed to the client."""

    kind: str
    number: int
    language: Locale
    blanks: tuple[str, ...]
    by_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperForm:
    """The form of a paper, with what is known already. `language` is the client's, in which it is filled in."""

    matter_id: str
    kind: str
    client: BiText
    language: Locale
    values: Mapping[str, str]
    seen: int
    """The newest version there is; 0 for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartPicture:
    """One part of a matter that is done in parts."""

    id: str
    topic: str
    medium: str
    holder: str
    state: str
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderPicture:
    """Somebody who may hold something; `name` is empty for us, `media` what the register knows of."""

    key: str
    name: str
    tier: int
    media: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryPicture:
    """The form that asks what is held, by whom, on what."""

    matter_id: str
    topic: str
    client: BiText
    holders: tuple[HolderPicture, ...]
    media: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StockPicture:
    """The form that asks what was filed before: (rule's id, what it asks for), and whose contract."""

    matter_id: str
    client: BiText
    wanted: tuple[tuple[str, BiText], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SurvivorPicture:
    """One thing that lives on after a contract's end."""

    words: BiText
    cite: tuple[str, ...]
    until: str
    condition: BiText


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractPicture:
    """One contract: where it stands, what lives on after it, and what of its own course is open."""

    pack_id: str
    client: BiText
    title: BiText
    phase: str
    start: date | None
    end: date | None
    renews: bool
    survivors: tuple[SurvivorPicture, ...]
    open_matters: tuple[MatterPicture, ...]
    may_record: bool
    may_read: bool = False
    """This person may see what it says as a whole."""
    unread: int = 0
    """Places that can be read in two ways and whose reading nobody has confirmed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterPicture:
    """One matter as somebody sees it. `steps` are those this person may take now."""

    id: str
    ref: str
    kind: str
    topic: str
    pack_id: str
    client: BiText
    state: str
    inside: bool
    words: str
    answers: Mapping[str, str]
    owner_id: str
    owner_name: str
    by_name: str
    began_on: date
    due_on: date | None
    target_on: date | None
    hard: bool
    word: str
    until: date | None
    is_open: bool
    is_late: bool
    cite: tuple[str, ...]
    summary: BiText
    form: BiText
    checks: tuple[str, ...]
    must_state: tuple[str, ...]
    remarks: tuple[tuple[str, BiText], ...]
    """See ContractAnswer."""
    person_name: str = ""
    """Of whom it is asked, when somebody began or ended work on the contract."""
    gaps: tuple[str, ...] = ()
    """Subcontractors who are not bound by the client's terms yet."""
    approver_names: tuple[str, ...]
    steps: tuple[StepPicture, ...]
    entries: tuple[EntryPicture, ...]
    may_prepare: str = ""
    """Kind of the paper that can be prepared now; empty when there is none."""
    paper: PaperPicture | None = None
    """The newest version of what is handed over."""
    parts: tuple[PartPicture, ...] = ()
    of_course: bool = False
    """A submission that the contract's own course opened: nobody typed what it is about."""
    part_of: str = ""
    """The matter this one is a part of."""

    @property
    def is_out(self) -> bool:
        """Whether something of the client's has left the house and is not confirmed back."""
        return self.state in ("out", "back")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractAnswer:
    """What a contract says about a wish, a request or a change before anything is kept."""

    cite: tuple[str, ...]
    summary: BiText
    form: BiText
    inside: bool
    tell_only: bool
    silent: bool
    due_on: date | None
    target_on: date | None
    word: str
    must_state: tuple[str, ...]
    checks: tuple[str, ...]
    phase: str
    """Where the contract stands: active, completed, expired."""
    survives: bool
    """The rule lives on after the contract's end."""
    remarks: tuple[tuple[str, BiText], ...]
    """What else it says, as (key of the catalogue, words): each time anew, not needed when, talks instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComingPicture:
    """Something that comes back: from when it is asked for, and until when it is due (of a renewal the last safe day)."""

    title: BiText
    client: BiText
    ask_on: date
    due_on: date
