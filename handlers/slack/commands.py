"""/incident and its words. Alone it opens the report form: nobody frightened should have to know a word."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.services.queries import home_of
from bot.views.lists import help_message, incident_list, status
from bot.views.pictures import Message
from handlers.slack.contracts import open_contracts
from handlers.slack.matters import open_asked, open_changed, open_matters, open_may
from handlers.slack.register import open_registers
from handlers.slack.reporting import open_report
from handlers.slack.visit import Visit

Answering = Callable[[Visit, str], Awaitable[Message | None]]
"""Takes the visit and the rest of the line; returns what only this person sees."""


async def new(visit: Visit, _rest: str) -> None:
    """Open the report form."""
    await open_report(visit)


async def drill(visit: Visit, _rest: str) -> None:
    """Open the report form of a drill."""
    await open_report(visit, drill=True)


async def show_list(visit: Visit, _rest: str) -> Message:
    """Answer with the incidents this person may see."""
    return incident_list(await visit.read(home_of, visit.actor), visit.reader, visit.now)


async def show_status(visit: Visit, rest: str) -> Message:
    """Answer with the clocks of one incident: the one named, or the only one there is; otherwise with the list."""
    home = await visit.read(home_of, visit.actor)
    wanted = rest.strip().upper()
    found = [incident for incident in (*home.mine, *home.reported) if wanted in {"", incident.ref.upper()}]
    if len({incident.id for incident in found}) == 1:
        return status(found[0], visit.reader, visit.now)
    return incident_list(home, visit.reader, visit.now)


async def asked(visit: Visit, _rest: str) -> None:
    """Open the door for what a client asked."""
    await open_asked(visit)


async def may(visit: Visit, _rest: str) -> None:
    """Open the door for what somebody wants to do."""
    await open_may(visit)


async def changed(visit: Visit, _rest: str) -> None:
    """Open the door for what has changed."""
    await open_changed(visit)


async def show_matters(visit: Visit, _rest: str) -> None:
    """Open the list of requests, consents and filings."""
    await open_matters(visit)


async def show_register(visit: Visit, rest: str) -> None:
    """Open the register: the one named, or the list to choose from."""
    await open_registers(visit, rest)


async def show_contracts(visit: Visit, _rest: str) -> None:
    """Open the list of contracts."""
    await open_contracts(visit)


async def show_help(visit: Visit, _rest: str) -> Message:
    """Answer with what can be done."""
    return help_message(visit.reader)


WORDS: dict[str, Answering] = {
    "": new,
    "new": new,
    "list": show_list,
    "status": show_status,
    "drill": drill,
    "asked": asked,
    "may": may,
    "changed": changed,
    "matters": show_matters,
    "register": show_register,
    "contracts": show_contracts,
    "help": show_help,
    "報告": new,
    "一覧": show_list,
    "状況": show_status,
    "訓練": drill,
    "依頼": asked,
    "承諾": may,
    "変更": changed,
    "届出": show_matters,
    "登録簿": show_register,
    "契約": show_contracts,
    "ヘルプ": show_help,
}


async def answer_command(visit: Visit) -> Message | None:
    """Do what the line after `/incident` says."""
    word, _, rest = str(visit.body.get("text") or "").strip().partition(" ")
    return await WORDS.get(word.lower(), show_help)(visit, rest)
