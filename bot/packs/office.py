"""The office file: who we are, when we work, where Hansho speaks, and who has which role in every incident."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from bot.domain.errors import HanshoError
from bot.domain.people import Role
from bot.packs.base import BiText, CalendarName, Identifier, PackModel, Zone

SCHEMA = "hansho/office-1"


class OfficeRefused(HanshoError):
    """The office file cannot be used; the message names file, line and what to write instead, one line per problem."""


def _local_time(text: str) -> str:
    try:
        time.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError("bad_time", "{text} is not a time of day", {"text": text}) from None
    return text


class Office(PackModel):
    """Our own office. Read with every start and every reload, never pinned to an incident."""

    schema_: Literal["hansho/office-1"] = Field(alias="schema")
    name: BiText
    language: Literal["ja", "en"] = "ja"
    timezone: Zone = "Asia/Tokyo"
    calendar: CalendarName = "jp-business"
    digest_at: Annotated[str, AfterValidator(_local_time)] = "09:00"
    """Local time of the morning digest, HH:MM."""
    incident_channel: str = ""
    """Where an incident's thread goes when it can have no channel of its own."""
    compliance_channel: str = ""
    operators: tuple[str, ...] = ()
    """Slack ids of those who look after Hansho itself."""
    callback: str = ""
    """Our number, given to the client's desk to ring back."""
    phone_extension: BiText = BiText()
    """Where a reporter rings inside the house when nothing could be saved."""
    room_prefix: Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,20}$")] = "inc"
    roles: Mapping[Role, tuple[str, ...]] = {}
    laws: tuple[Identifier, ...] = ()
    """Laws that bind us whatever the contract; see docs/laws.md. None by default."""

    @property
    def phone(self) -> str:
        """Return what a reporter should ring instead of a form that failed, in the office's language."""
        return (self.phone_extension.ja if self.language == "ja" else self.phone_extension.en) or self.callback


def load_office(path: Path) -> Office:
    """Read the office file.

    Raises:
        OfficeRefused: with file, line and remedy of every problem.
    """
    from bot.packs.loader import read_office

    office, problems = read_office(path)
    if office is None:
        raise OfficeRefused("\n".join(str(problem) for problem in problems))
    return office
