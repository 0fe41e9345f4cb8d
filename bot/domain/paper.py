"""Papers: what is handed to a client about a matter (a form, a certificate, a list, a request), frozen as it was made.

Each version is a record of its own and never changes; its files are made from `data` and from nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from bot.domain.people import Locale


class PaperKind(StrEnum):
    """What a paper is for."""

    STORAGE_FORM = "storage_form"
    """Where electronic data is kept, in which cloud services, and who else works with it."""
    MANAGER = "manager"
    PLACE = "place"
    SUBMISSION = "submission"
    """The letter with anything else that is submitted, for confirmation or for the file."""
    ERASURE_CERTIFICATE = "erasure_certificate"
    DISPOSAL_CERTIFICATE = "disposal_certificate"
    RETURN_LIST = "return_list"
    HANDING_OVER_LIST = "handing_over_list"
    CONSENT_REQUEST = "consent_request"
    CHECK_RESULT = "check_result"
    """What our look at a subcontractor found, which the client is told and need not agree to."""
    RENEWAL_REFUSAL = "renewal_refusal"


@dataclass(frozen=True, slots=True)
class Blank:
    """One place of a paper. `rows` are lines with cells; a place that is not `needed` may stay empty without being a blank."""

    name: str
    shape: Literal["line", "lines", "rows"] = "line"
    columns: tuple[str, ...] = ()
    needed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One version of a paper."""

    id: str
    matter_id: str
    number: int
    """Version within the matter, from 1."""
    kind: PaperKind
    language: Locale
    values: dict[str, str]
    """What was filled in, by the places' names; the next version begins with it."""
    data: dict[str, object]
    """What it says, as JSON values in the client's language."""
    data_sha256: str
    blanks: tuple[str, ...]
    """Names of the places that were left to fill in by hand."""
    by: str
    at: datetime


PLACES: Mapping[PaperKind, tuple[Blank, ...]] = MappingProxyType(
    {
        PaperKind.STORAGE_FORM: (
            Blank("address", "lines"),
            Blank("name"),
            Blank("contract_date"),
            Blank("contract_number"),
            Blank("media", "lines"),
            Blank("place", "lines"),
            Blank("cloud", "rows", ("service", "party", "location")),
            Blank("subcontractors", "rows", ("name", "work")),
        ),
        PaperKind.MANAGER: (Blank("name"), Blank("manager", "lines"), Blank("since")),
        PaperKind.PLACE: (Blank("name"), Blank("handling_place", "lines"), Blank("since")),
        PaperKind.SUBMISSION: (Blank("name"), Blank("enclosed", "lines"), Blank("remarks", "lines", needed=False)),
        PaperKind.ERASURE_CERTIFICATE: (
            Blank("name"),
            Blank("holder"),
            Blank("erased", "rows", ("what", "medium")),
            Blank("done_on"),
            Blank("method", "lines"),
            Blank("by_whom"),
        ),
        PaperKind.DISPOSAL_CERTIFICATE: (
            Blank("name"),
            Blank("holder"),
            Blank("disposed", "rows", ("what", "medium")),
            Blank("done_on"),
            Blank("method", "lines"),
            Blank("by_whom"),
        ),
        PaperKind.RETURN_LIST: (Blank("name"), Blank("holder"), Blank("returned", "rows", ("what", "count", "medium"))),
        PaperKind.HANDING_OVER_LIST: (
            Blank("name"),
            Blank("holder"),
            Blank("handed_over", "rows", ("what", "count", "medium")),
        ),
        PaperKind.CONSENT_REQUEST: (
            Blank("name"),
            Blank("wish"),
            Blank("purpose", "lines"),
            Blank("content", "lines"),
            Blank("protection", "lines"),
            Blank("period", needed=False),
        ),
        PaperKind.CHECK_RESULT: (
            Blank("name"),
            Blank("subcontractor"),
            Blank("work", "lines"),
            Blank("checked", "rows", ("item", "result")),
            Blank("checked_on"),
        ),
        PaperKind.RENEWAL_REFUSAL: (
            Blank("name"),
            Blank("contract_date"),
            Blank("expires_on"),
            Blank("remarks", "lines", needed=False),
        ),
    }
)
"""The places of each kind of paper, in order."""
