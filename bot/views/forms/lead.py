"""The incident lead's second form (within half an hour), and adding what one remembers later."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.people import Locale
from bot.views.answers import codes
from bot.views.blocks import Block, choices, context, ids, modal, section
from bot.views.inputs import TEXT_LIMIT, field, line, many_of, one_of
from bot.views.moments import escape
from bot.views.pictures import IncidentPicture, Reader
from bot.views.texts import text

ONE_OF = {
    "caused_by": ("us", "subcontractor", "client", "third_party", "unknown"),
    "terms_broken": ("yes", "likely", "no", "unknown"),
    "persons": ("0", "1-100", "101-1000", "1000plus", "unknown"),
    "malicious": ("yes", "suspected", "no", "unknown"),
    "encrypted_ok": ("yes", "no", "unknown"),
}
"""Questions with one answer, and their codes."""
TOLD = ("nobody", "client", "police", "regulator", "cert", "insurer", "vendor", "press", "other_client", "unknown")
FREE = ("done_so_far", "effects")


def lead_form(incident: IncidentPicture, reader: Reader) -> Block:
    """Cause, terms broken, head count, intent, encryption, who was told, done so far, effects; with the answers on record."""
    locale = reader.locale
    facts = incident.facts
    blocks = [section(text(locale, "lead.intro", ref=escape(incident.ref)))]
    for name, values in ONE_OF.items():
        given = next(iter(codes(facts, name)), None)
        answer = _persons(facts) if name == "persons" else given
        element = one_of(locale, choices(locale, name, values), initial=answer)
        blocks.append(field(name, text(locale, f"lead.{name}"), element))
    told = many_of(locale, choices(locale, "told", TOLD), initial=codes(facts, "told"))
    blocks.append(field("told", text(locale, "lead.told"), told))
    blocks.extend(field(name, text(locale, f"lead.{name}"), _paragraph(str(facts.get(name) or ""))) for name in FREE)
    blocks.append(context(text(locale, "report.no_data")))
    return _modal(incident, locale, "lead", blocks)


def add_detail_form(incident: IncidentPicture, reader: Reader, *, warning: bool = False, detail: str = "") -> Block:
    """One box for what somebody remembers. `warning` says that `detail` looks like data itself."""
    locale = reader.locale
    blocks = [section(text(locale, "report.sensitive"))] if warning else []
    blocks.append(field("detail", text(locale, "add_detail.detail"), _paragraph(detail), optional=False))
    blocks.append(context(text(locale, "report.no_data")))
    return _modal(incident, locale, "add_detail", blocks)


def _persons(facts: Mapping[str, object]) -> str | None:
    chosen = facts.get("persons_choice")
    given = facts.get("persons")
    if isinstance(chosen, str) or not isinstance(given, int):
        return chosen if isinstance(chosen, str) else None
    count = given
    return "0" if count == 0 else "1-100" if count <= 100 else "101-1000" if count <= 1000 else "1000plus"


def _paragraph(initial: str) -> Block:
    return line(initial=initial, multiline=True, limit=TEXT_LIMIT)


def _modal(incident: IncidentPicture, locale: Locale, name: str, blocks: list[Block]) -> Block:
    return modal(
        locale,
        name,
        blocks,
        title=f"{name}.title",
        submit="button.save",
        metadata=ids(i=incident.id),
        drill=incident.drill,
        drill_by=escape(incident.reporter_name, limit=60),
    )
