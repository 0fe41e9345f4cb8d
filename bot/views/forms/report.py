"""The panic form: one screen, one required answer, every list with "don't know", and its corrected twin."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.people import Locale
from bot.views.answers import codes
from bot.views.blocks import Block, Option, choices, context, ids, lines, modal, section
from bot.views.inputs import NOTE_LIMIT, checkbox, field, line, many_of, moment, one_of, people, radio
from bot.views.moments import escape, in_words
from bot.views.pictures import BiText, IncidentPicture, Reader
from bot.views.texts import text

WHAT = (
    "loss_theft",
    "missend",
    "leak",
    "unauthorised_access",
    "malware",
    "destruction",
    "tamper",
    "improper_viewing",
    "mis_disposal",
    "clause_breach",
    "outage",
    "vulnerability",
    "other",
    "unknown",
)
WHEN = ("now", "10", "30", "60plus", "pick", "unknown")
HOW_SURE = ("occurred", "suspected", "told_inside", "told_outside", "future_risk", "unknown")
WHERE = (
    "stores_client_info",
    "same_network",
    "client_network",
    "carried_device",
    "paper",
    "sent_outside",
    "cloud",
    "subcontractor_site",
    "elsewhere",
    "unknown",
)
ONGOING = ("yes", "no", "unknown")
INFO = (
    "client_provided",
    "personal",
    "sensitive_personal",
    "payment_or_account",
    "my_number",
    "protected_info",
    "credentials_or_system",
    "comms_secret",
    "none",
    "unknown",
)
SHORT_LIMIT = 200

Contracts = Sequence[tuple[str, BiText]]
"""Contracts offered: (pack id, client's name)."""


def report_form(
    reader: Reader,
    *,
    contracts: Contracts,
    draft_key: str,
    permalink: str = "",
    drill: bool = False,
    initial: Mapping[str, object] | None = None,
    picking: bool = False,
    warning: bool = False,
    not_saved: bool = False,
    phone: str = "",
    matter_id: str = "",
) -> Block:
    """The form a frightened person fills in.

    `initial` holds answers by field name (a re-drawn form keeps them), `picking` shows the time picker, `warning` says that
    something looks like data itself, `not_saved` that the store refused; `phone` is whom to call then. `matter_id` names the matter
    that the report comes out of.
    """
    locale = reader.locale
    known = initial or {}
    blocks: list[Block] = []
    if not_saved:
        key = "form.not_saved_phone" if phone else "form.not_saved"
        blocks.append(section(text(locale, key, phone=escape(phone, limit=60))))
    if warning:
        blocks.extend(_warning(locale))
    blocks.append(section(text(locale, "report.calm")))
    if drill:
        hint = text(locale, "report.drill_people_hint")
        label = text(locale, "report.drill_people")
        blocks.append(field("drill_people", label, people(locale), optional=False, hint=hint))
    blocks.extend(_questions(locale, contracts, known, picking=picking))
    blocks.append(context(text(locale, "report.no_data")))
    kept = {"k": draft_key, "p": permalink, "drill": drill, **({"m": matter_id} if matter_id else {})}
    metadata = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    return modal(locale, "report", blocks, title="report.title", submit="button.send", metadata=metadata, drill=drill)


def correct_form(
    incident: IncidentPicture,
    reader: Reader,
    *,
    contracts: Contracts,
    initial: Mapping[str, object] | None = None,
    picking: bool = False,
    warning: bool = False,
) -> Block:
    """The report's questions with the answers on record, and why they are corrected.

    `when` starts empty (no answer keeps the instant on record); `initial` replaces the answers on record when given.
    """
    locale = reader.locale
    known = answers_on_record(incident) if initial is None else initial
    at = in_words(incident.first_recognised_at, locale, reader.tz, reader.tz)
    intro = lines(text(locale, "correct.intro", ref=escape(incident.ref)), text(locale, "correct.when_now", at=at))
    reason = field(
        "reason",
        text(locale, "correct.reason"),
        line(initial=str(known.get("reason") or ""), multiline=True, limit=NOTE_LIMIT),
        optional=False,
    )
    blocks = [
        *(_warning(locale) if warning else []),
        section(intro),
        *_questions(locale, contracts, known, picking=picking),
        reason,
    ]
    return modal(
        locale,
        "correct",
        blocks,
        title="correct.title",
        submit="button.save",
        metadata=ids(i=incident.id),
        drill=incident.drill,
        drill_by=escape(incident.reporter_name, limit=60),
    )


def answers_on_record(incident: IncidentPicture) -> dict[str, object]:
    """An incident's facts turned back into answers of the form; what it does not ask for is left out."""
    facts = incident.facts
    return {
        "what": [code for code in codes(facts, "event") if code in WHAT],
        "how_sure": _how_sure(facts),
        "where": codes(facts, "where"),
        "contracts": codes(facts, "contracts"),
        "ongoing": next(iter(codes(facts, "ongoing")), None),
        "info": codes(facts, "info_kind"),
        "noticed_by": incident.recognised_by,
        "summary": incident.summary,
    }


def _how_sure(facts: Mapping[str, object]) -> str | None:
    raised = next(iter(codes(facts, "raised_by")), "")
    status = next(iter(codes(facts, "status")), None)
    if status == "suspected" and raised in {"internal_report", "external_report"}:
        return "told_inside" if raised == "internal_report" else "told_outside"
    return status


def _questions(locale: Locale, contracts: Contracts, known: Mapping[str, object], *, picking: bool) -> list[Block]:
    blocks = [
        field(
            "what",
            text(locale, "report.what"),
            many_of(locale, choices(locale, "what", WHAT), initial=_many(known, "what")),
            optional=False,
        ),
        field(
            "when",
            text(locale, "report.when"),
            one_of(locale, choices(locale, "when", WHEN), initial="pick" if picking else known.get("when")),
            hint=text(locale, "report.when_hint"),
            dispatch=True,
        ),
    ]
    if picking:
        hint = text(locale, "report.when_at_hint")
        blocks.append(field("when_at", text(locale, "report.when_at"), moment(_instant(known)), hint=hint))
    blocks += [
        field(
            "how_sure",
            text(locale, "report.how_sure"),
            one_of(locale, choices(locale, "how_sure", HOW_SURE), initial=known.get("how_sure")),
        ),
        field(
            "where",
            text(locale, "report.where"),
            many_of(locale, choices(locale, "where", WHERE), initial=_many(known, "where")),
        ),
        field(
            "contracts",
            text(locale, "report.contracts"),
            many_of(locale, _contract_options(locale, contracts), initial=_many(known, "contracts")),
        ),
        field(
            "ongoing",
            text(locale, "report.ongoing"),
            radio(choices(locale, "ongoing", ONGOING), initial=known.get("ongoing")),
        ),
        field(
            "info",
            text(locale, "report.info"),
            many_of(locale, choices(locale, "info", INFO), initial=_many(known, "info")),
        ),
        field(
            "noticed_by", text(locale, "report.noticed_by"), line(initial=_text(known, "noticed_by"), limit=SHORT_LIMIT)
        ),
        field(
            "summary",
            text(locale, "report.summary"),
            line(initial=_text(known, "summary"), multiline=True, limit=3000),
        ),
    ]
    return blocks


SITUATION = ("what", "how_sure", "where", "ongoing", "info")
"""The questions that decide which duties fire; the others tell when, for whom, and in which words."""


def situation_fields(locale: Locale, known: Mapping[str, object]) -> list[Block]:
    """The report's own questions about what happened, for trying what an answer sets going."""
    return [block for block in _questions(locale, (), known, picking=False) if block["block_id"] in SITUATION]


def _warning(locale: Locale) -> list[Block]:
    tick = checkbox("ok", text(locale, "report.sensitive_tick"))
    return [
        section(text(locale, "report.sensitive")),
        field("sensitive_ok", text(locale, "report.sensitive_ok"), tick),
    ]


def _contract_options(locale: Locale, contracts: Contracts) -> list[Option]:
    listed = [(pack_id, name.of(locale)) for pack_id, name in contracts]
    return [*listed, ("unknown", text(locale, "report.contracts_unknown"))]


def _many(known: Mapping[str, object], name: str) -> list[str]:
    value = known.get(name)
    return [str(item) for item in value] if isinstance(value, list | tuple) else []


def _text(known: Mapping[str, object], name: str) -> str:
    return str(known.get(name) or "")


def _instant(known: Mapping[str, object]) -> datetime | None:
    value = known.get("when_at")
    return value if isinstance(value, datetime) else None
