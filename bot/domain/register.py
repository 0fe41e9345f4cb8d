"""The register: what a contract (or the house) has on record. Papers, tiers, storage places, devices, people, certificates, drills.

One record serves every kind, and one table says which fields a kind has; forms, lists and refusals are made from that table.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from bot.domain.errors import BadAnswer

FieldKind = Literal["line", "words", "day", "choice", "flags", "person", "phone", "minutes"]
Owner = Literal["contract", "house", "either"]

MAX_LINE = 150
MAX_WORDS = 500
MAX_MINUTES = 30 * 24 * 60
"""A clock of a subcontractor longer than this is a slip of the finger."""
HOUSE = ""
"""In the place of a contract's id: what belongs to the house and serves every contract."""
_PHONE = re.compile(r"\+?[0-9][0-9 ()#*-]{3,38}(?: ?(?:ext\.?|内線) ?[0-9]{1,6})?")


class RegisterKind(StrEnum):
    """What is registered. The first six bear the names of the changes that a contract may want to be told of."""

    STORAGE = "storage"
    CLOUD = "cloud"
    SUBCONTRACTOR = "subcontractor"
    MANAGER = "manager"
    PLACE = "place"
    CONTACT = "contact"
    PERSON = "person"
    DEVICE = "device"
    RECIPIENT = "recipient"
    CONTRACT_PAPER = "contract_paper"
    CERTIFICATE = "certificate"
    DESK_DRILL = "desk_drill"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a kind: what is asked, whether it must be answered, and between what one chooses."""

    name: str
    kind: FieldKind = "line"
    needed: bool = False
    choices: tuple[str, ...] = ()
    fresh: bool = False
    """It belongs to one version and is asked anew with every change."""
    inside: bool = False
    """It is between us and whom it names, and no filing tells the client of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KindSpec:
    """What one kind of entry has."""

    fields: tuple[Field, ...]
    owner: Owner = "contract"
    names: str = ""
    """The field that nobody else of this kind may have the same of, under the same tier."""
    under_tier: bool = False
    """It may lie with a subcontractor instead of with us."""
    expires: str = ""
    """The field that holds its last good day."""
    event: bool = False
    """It happened once: it neither changes nor ends."""

    def field(self, name: str) -> Field:
        """Return a field by name. Raises KeyError."""
        for one in self.fields:
            if one.name == name:
                return one
        raise KeyError(name)


def _f(name: str, kind: FieldKind = "line", *choices: str, needed: bool = False) -> Field:
    return Field(name=name, kind=kind, needed=needed, choices=choices)


FILED = Field(name="filed_on", kind="day", fresh=True)
"""The day on which this very version was filed with the client already; empty: it still has to be, where the contract asks for it."""
_CLOCK = Field(name="inner_minutes", kind="minutes", inside=True)
_NIGHT = Field(name="night_phone", kind="phone", inside=True)
_YES_NO = ("yes", "no")
SLOTS = ("primary", "backup", "after_hours", "deputy")
MEDIA = ("server", "computer", "external_media", "paper", "backup", "other")
COUNTRIES = ("japan", "abroad")
GUARDS = ("two_factor", "encrypted", "screen_lock", "remote_lock", "strap")
"""What protects a device that is carried, as the contracts name it."""
_K = RegisterKind
KINDS: Mapping[RegisterKind, KindSpec] = MappingProxyType({
    _K.STORAGE: KindSpec(under_tier=True, fields=(
        _f("medium", "choice", *MEDIA, needed=True), _f("place", needed=True), _f("country", "choice", *COUNTRIES, needed=True),
        _f("content", "words"), FILED,
    )),
    _K.CLOUD: KindSpec(under_tier=True, fields=(
        _f("service", needed=True), _f("provider", needed=True), _f("place", needed=True), _f("country", "choice", *COUNTRIES, needed=True),
        _f("content", "words"), FILED,
    )),
    _K.SUBCONTRACTOR: KindSpec(under_tier=True, names="name", fields=(
        _f("name", needed=True), _f("work", needed=True), _f("consent"), _f("flow_down_on", "day"), _f("form_filed_on", "day"),
        _CLOCK, _NIGHT, FILED,
    )),
    _K.MANAGER: KindSpec(fields=(_f("person", "person", needed=True), _f("position"), FILED)),
    _K.PLACE: KindSpec(names="place", fields=(
        _f("place", needed=True), _f("use", "choice", "office", "home", "client_site", "other", needed=True), FILED,
    )),
    _K.CONTACT: KindSpec(fields=(_f("person", "person", needed=True), _f("phone", "phone", needed=True), _f("mail"), FILED)),
    _K.PERSON: KindSpec(names="person", fields=(_f("person", "person", needed=True), _f("work"), _f("trained_on", "day"), _f("proof"))),
    _K.DEVICE: KindSpec(owner="either", names="name", fields=(
        _f("name", needed=True), _f("use", "choice", "laptop", "phone", "computer", "media", needed=True), _f("person", "person"),
        _f("network", "choice", *_YES_NO, needed=True), _f("carried", "choice", *_YES_NO, needed=True), _f("guards", "flags", *GUARDS),
    )),
    _K.RECIPIENT: KindSpec(names="name", expires="until", fields=(_f("name", needed=True), _f("consent", needed=True), _f("until", "day"))),
    _K.CONTRACT_PAPER: KindSpec(names="name", fields=(
        _f("name", needed=True), _f("held", "choice", *_YES_NO, needed=True), _f("place"), _f("signed_on", "day"),
        _f("dated", "choice", *_YES_NO),
    )),
    _K.CERTIFICATE: KindSpec(owner="either", expires="expires_on", fields=(
        _f("name", "choice", "iso27001", "privacy_mark", "audit", "other", needed=True), _f("expires_on", "day", needed=True), _f("number"),
        _f("issuer"), _f("person", "person"),
    )),
    _K.DESK_DRILL: KindSpec(event=True, fields=(
        _f("slot", "choice", *SLOTS, needed=True), _f("held_on", "day", needed=True), _f("time", "choice", "day", "night", needed=True),
        _f("answered", "choice", *_YES_NO, needed=True), _f("who"), _f("remark", "words"),
    )),
})  # fmt: skip
"""Every kind there is. What a form asks, what a list shows and what is refused follow from this table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEntry:
    """One version of one thing on record. A change is a new version; no version is ever rewritten, and an end is one too."""

    id: str
    item_id: str
    """The thing: the id of its first version."""
    version: int
    number: int
    """Place in the contract's register: counts every version of everything in it."""
    kind: RegisterKind
    pack_id: str
    """The contract; HOUSE for what serves every contract."""
    parent_id: str = ""
    """The item of the subcontractor above it; empty: with us."""
    answers: dict[str, str] = field(default_factory=dict)
    since: date
    """The day from which this version is true."""
    ended: bool = False
    """The last version: what it tells of is over since `since`."""
    why: str = ""
    by: str
    at: datetime

    @property
    def spec(self) -> KindSpec:
        """What this kind of entry has."""
        return KINDS[self.kind]

    @property
    def expires_on(self) -> date | None:
        """Its last good day, if it has one."""
        return self.day(self.spec.expires)

    def day(self, name: str) -> date | None:
        """Return a field that holds a day; None when it is empty or the kind has none of that name."""
        written = self.answers.get(name, "")
        return date.fromisoformat(written) if written else None

    def flags(self, name: str) -> frozenset[str]:
        """Return the ticks of a field."""
        return frozenset(self.answers.get(name, "").split(",")) - {""}


def newest(entries: Iterable[RegisterEntry]) -> list[RegisterEntry]:
    """Return the last version of everything, in the order in which things were first registered."""
    found: dict[str, RegisterEntry] = {}
    for entry in sorted(entries, key=lambda entry: (entry.item_id, entry.version)):
        found[entry.item_id] = entry
    return list(found.values())


def checked_answers(kind: RegisterKind, given: Mapping[str, str]) -> dict[str, str]:
    """Return the answers of a kind's form as they are kept: digits of any width made ordinary, empty ones left out.

    Raises:
        BadAnswer: something is missing, or is no day, no choice, no telephone number, no number of minutes.
        KeyError: a field that the kind does not have.
    """
    spec = KINDS[kind]
    for name in given:
        spec.field(name)
    kept = {one.name: _checked(one, given.get(one.name, "")) for one in spec.fields}
    return {name: value for name, value in kept.items() if value}


def _checked(one: Field, given: str) -> str:
    value = given.strip()
    if not value:
        if one.needed:
            raise BadAnswer(one.name, "refused.choose_day" if one.kind == "day" else "refused.needed")
        return ""
    if one.kind == "day":
        return _day(one.name, value)
    if one.kind == "phone":
        return _phone(one.name, value)
    if one.kind == "minutes":
        return _minutes(one.name, value)
    if one.kind == "choice" and value not in one.choices:
        raise BadAnswer(one.name, "refused.needed")
    if one.kind == "flags":
        ticked = {part for part in value.split(",") if part in one.choices}
        return ",".join(choice for choice in one.choices if choice in ticked)
    return value[: MAX_WORDS if one.kind == "words" else MAX_LINE]


def _day(block: str, value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise BadAnswer(block, "refused.choose_day") from None


def _phone(block: str, value: str) -> str:
    plain = re.sub(r"[‐-―−ー]", "-", unicodedata.normalize("NFKC", value))
    if not _PHONE.fullmatch(plain):
        raise BadAnswer(block, "refused.no_phone")
    return plain


def _minutes(block: str, value: str) -> str:
    plain = unicodedata.normalize("NFKC", value).removesuffix("分").strip()
    if not re.fullmatch(r"[0-9]{1,6}", plain) or not 1 <= int(plain) <= MAX_MINUTES:
        raise BadAnswer(block, "refused.no_minutes", most=MAX_MINUTES)
    return str(int(plain))
