"""How reports to one client are made: who has to agree, in which form, and how soon the next one is promised."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from bot.domain.notice import NoticeKind
from bot.domain.people import Role
from bot.packs.base import Duration, PackModel


def _form(name: str) -> str:
    # A form comes from the pack's own folder: nothing a pack says may point elsewhere on the machine.
    if name and (not name.endswith(".docx") or name.startswith("/") or "\\" in name or ".." in name.split("/")):
        raise PydanticCustomError("bad_form", "{name} is not a form", {"name": name})
    return name


class Notices(PackModel):
    """What differs from client to client when reports are written. Everything may be left out."""

    approval: Role | None = None
    """Whose agreement a report needs before it is issued; nobody's when left out. A quarter of the clock before the end it lapses."""
    approval_for: tuple[NoticeKind, ...] = tuple(NoticeKind)
    """Which kinds of report need it."""
    form: Annotated[str, AfterValidator(_form)] = ""
    """The client's own Word form (.docx), a path from the pack's folder; ours when left out."""
    next_report: Duration | None = None
    """How soon after a report the next one is offered."""
