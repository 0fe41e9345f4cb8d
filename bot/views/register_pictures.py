"""Pictures of the register: what a contract has on record, what lacks, when its desk was called last. See bot.views.pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.views.pictures import BiText


@dataclass(frozen=True, slots=True, kw_only=True)
class GapPicture:
    """One thing that lacks; `code` names its sentence (`register_gap.<code>`). `client` is None for what the house lacks."""

    code: str
    kind: str
    pack_id: str
    client: BiText | None = None
    item_id: str = ""
    name: str = ""
    """The answer that names the entry, as it is kept."""
    named_by: str = ""
    """The field that this answers, when it is a choice; empty for a name as people wrote it."""
    day: date | None = None
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionPicture:
    """One version of an entry."""

    number: int
    answers: Mapping[str, str]
    since: date
    ended: bool
    why: str
    by_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingPicture:
    """An open matter that tells the client of a change."""

    id: str
    ref: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPicture:
    """One entry as it stands. `names` holds the people's names by Slack id; `depth` is a subcontractor's tier."""

    item_id: str
    version: int
    kind: str
    pack_id: str
    client: BiText | None
    parent_id: str
    parent_name: str
    answers: Mapping[str, str]
    names: Mapping[str, str]
    since: date
    ended: bool
    depth: int = 0
    chain_minutes: int | None = None
    asks_filing: bool = False
    """The contract wants to hear of a change."""
    gaps: tuple[GapPicture, ...] = ()
    versions: tuple[VersionPicture, ...] = ()
    filings: tuple[FilingPicture, ...] = ()
    tiers: tuple[tuple[str, str], ...] = ()
    """(item, name) of the subcontractors that it may lie with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallPicture:
    """The last call of one place of the desk, by day or by night; `held_on` is None when there never was one."""

    time: str
    held_on: date | None
    answered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotPicture:
    """One place of the client's desk with its last calls."""

    slot: str
    name: str
    phone: str
    calls: tuple[CallPicture, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterPicture:
    """The register of one contract, or of the house (`client` is None)."""

    pack_id: str
    client: BiText | None
    desk_label: str
    desk: tuple[SlotPicture, ...]
    gaps: tuple[GapPicture, ...]
    records: tuple[RecordPicture, ...]
    """In the order of the kinds; subcontractors as a tree."""
    kinds: tuple[str, ...]
    """What may be registered here."""
    client_minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterLine:
    """One register in the list to choose from."""

    pack_id: str
    client: BiText | None
    pressing: int
    """How many gaps press."""
