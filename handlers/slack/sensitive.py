"""Asking once more when a form seems to hold data that has no place in Slack. Nothing is saved until then."""

from __future__ import annotations

from typing import Any

from bot.views import inputs
from bot.views.blocks import section
from bot.views.texts import text
from handlers.slack.visit import Visit

_KEPT = (
    "type", "callback_id", "title", "submit", "close", "private_metadata", "external_id", "clear_on_close", "notify_on_close",
)  # fmt: skip
BLOCK = "sensitive_ok"


def with_warning(visit: Visit) -> dict[str, Any]:
    """Return the form as it stands, with the warning and its checkbox above the button. What was typed stays in it.

    Slack keeps what stands in an input whose block_id and action_id stay the same (docs.slack.dev/surfaces/modals).
    """
    locale = visit.reader.locale
    blocks = [block for block in visit.view.get("blocks") or [] if block.get("block_id") not in {BLOCK, "sensitive"}]
    warning = {**section(text(locale, "report.sensitive")), "block_id": "sensitive"}
    box = inputs.field(
        BLOCK, text(locale, "report.sensitive_ok"), inputs.checkbox("ok", text(locale, "report.sensitive_tick"))
    )
    view = {name: visit.view[name] for name in _KEPT if visit.view.get(name)}
    return {**view, "blocks": [*blocks, warning, box]}
