"""Small builders of Block Kit that keep Slack's limits: our own words raise when too long, people's words are clipped.

Limits: Slack's block and view reference (section 3000, header 150, button text 75, option 75, title/submit/close 24,
50 blocks in a message, 100 in a view, 10 checkboxes, 5 overflow options, metadata 3000).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from bot.domain.errors import HanshoError
from bot.domain.people import Locale
from bot.views.moments import clean, clip
from bot.views.pictures import Message
from bot.views.texts import choice, text

Block = dict[str, Any]
Option = tuple[str, str]
"""One choice of a list: (code, words)."""

SECTION_LIMIT = 3000
MESSAGE_TEXT_LIMIT = 3500
"""Slack refuses an edit with more than 4,000 characters of text."""
MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
INCIDENT_VERBS = frozenset(
    {"correct", "lead_form", "contained", "not_incident", "close", "reopen", "add_detail", "progress"}
)
"""What a person does to the incident as a whole; every other verb of a menu is about one lane."""


class TooLarge(HanshoError):
    """One of our own words or lists is beyond what Slack takes; tests find it."""


def ids(**keys: str) -> str:
    """Compact JSON of what a button or a form is about (i incident, l lane, d duty, c consultation, a approval ...)."""
    packed = json.dumps({key: value for key, value in keys.items() if value}, ensure_ascii=False, separators=(",", ":"))
    if len(packed) > 2000:
        raise TooLarge("button value")
    return packed


def plain(words: str, limit: int) -> Block:
    """A plain_text object; Slack reads no mentions in it. Long words are clipped, empty ones become a dash."""
    return {"type": "plain_text", "text": clip(clean(words, lines=limit > 150), limit) or "-", "emoji": True}


def own(words: str, limit: int) -> Block:
    """A plain_text object for our own words. Raises TooLarge."""
    if len(words) > limit:
        raise TooLarge(words)
    return {"type": "plain_text", "text": words, "emoji": True}


def mrkdwn(words: str, limit: int = SECTION_LIMIT) -> Block:
    """A mrkdwn object; what people typed in it must be escaped already."""
    return {"type": "mrkdwn", "text": clip(words, limit) or "-"}


def section(words: str, *, accessory: Block | None = None) -> Block:
    """A paragraph."""
    block: Block = {"type": "section", "text": mrkdwn(words)}
    if accessory is not None:
        block["accessory"] = accessory
    return block


def lines(*parts: str) -> str:
    """Join the parts that are not empty, one per line."""
    return "\n".join(part for part in parts if part)


def gap(locale: Locale) -> str:
    """What stands between two things on one line: a wide space in Japanese, a dot in English."""
    return "　" if locale == "ja" else " · "


def header(words: str) -> Block:
    """A heading; clipped, since it often holds a name."""
    return {"type": "header", "text": plain(words, 150)}


def context(*words: str) -> Block:
    """A small grey line."""
    return {"type": "context", "elements": [mrkdwn(part, 2000) for part in words if part][:10]}


def divider() -> Block:
    """A line between things."""
    return {"type": "divider"}


def button(
    locale: Locale,
    verb: str,
    value: str,
    *,
    label: str = "",
    style: str = "",
    number: int = 0,
    confirm: Block | None = None,
) -> Block:
    """A button: `verb` is its action and names its label (`button.<verb>`) unless `label` gives other words."""
    block: Block = {
        "type": "button",
        "action_id": f"{verb}:{number}" if number else verb,
        "text": plain(label, 75) if label else own(text(locale, f"button.{verb}"), 75),
        "value": value,
    }
    if style:
        block["style"] = style
    if confirm is not None:
        block["confirm"] = confirm
    return block


def confirm(locale: Locale, verb: str, *, danger: bool = False) -> Block:
    """The question asked again before `verb` counts; its sentence is `confirm.<verb>`."""
    block: Block = {
        "title": own(text(locale, "confirm.title"), 100),
        "text": own(text(locale, f"confirm.{verb}"), 300),
        "confirm": own(text(locale, f"button.{verb}"), 30),
        "deny": own(text(locale, "button.cancel"), 30),
    }
    if danger:
        block["style"] = "danger"
    return block


def more(locale: Locale, verbs: Sequence[str], *, incident_id: str, lane_id: str = "") -> Block:
    """The menu of what is needed less often: an overflow menu up to five entries, a list beyond (Slack's limit).

    An entry's value is `verb|id`: the incident's id for INCIDENT_VERBS, otherwise the lane's.
    """
    targets = {verb: incident_id if verb in INCIDENT_VERBS else lane_id for verb in verbs}
    entries = [(f"{verb}|{target}", text(locale, f"button.{verb}")) for verb, target in targets.items()]
    if len(entries) <= 5:
        return {"type": "overflow", "action_id": "more", "options": options(entries)}
    return {
        "type": "static_select",
        "action_id": "more",
        "placeholder": own(text(locale, "button.more"), 150),
        "options": options(entries),
    }


def menu(locale: Locale, verbs: Sequence[str], target: str, *, number: int) -> Block:
    """The small menu of one thing in a list (five entries at most); `number` keeps it apart from its neighbours."""
    entries = [(f"{verb}|{target}", text(locale, f"button.{verb}")) for verb in verbs]
    return {"type": "overflow", "action_id": f"more:{number}", "options": options(entries)}


def actions(*elements: Block) -> Block:
    """A row of buttons and menus."""
    return {"type": "actions", "elements": list(elements)}


def options(entries: Iterable[Option]) -> list[Block]:
    """Options from (code, words). Raises TooLarge beyond 100, which is what a list takes."""
    made = [{"text": plain(words, 75), "value": code} for code, words in entries]
    if not 1 <= len(made) <= 100:
        raise TooLarge(f"{len(made)} options")
    return made


def choices(locale: Locale, family: str, codes: Iterable[str]) -> list[Option]:
    """The options of one list of the catalogue, in the given order."""
    return [(code, choice(locale, family, code)) for code in codes]


def message(locale: Locale, words: str, blocks: Sequence[Block], *, drill: bool, drill_by: str = "") -> Message:
    """A message ready to send. The one place where a drill marks its messages.

    `words` says the essence in one line, the deadline in words included: notifications and screen readers read only that.
    """
    shown = list(blocks)
    if drill:
        words = text(locale, "drill.mark") + words
        shown.insert(0, section(drill_line(locale, drill_by)))
    if len(shown) > MESSAGE_BLOCKS:
        shown = [*shown[: MESSAGE_BLOCKS - 1], context(text(locale, "list.cut"))]
    return Message(text=clip(words, MESSAGE_TEXT_LIMIT), blocks=shown)


def drill_line(locale: Locale, by: str = "") -> str:
    """The first line of everything in a drill; `by` (escaped) asked for it."""
    return text(locale, "drill.line_by", by=by) if by else text(locale, "drill.line")


def modal(
    locale: Locale,
    callback_id: str,
    blocks: Sequence[Block],
    *,
    title: str,
    submit: str = "",
    metadata: str = "",
    drill: bool = False,
    drill_by: str = "",
) -> Block:
    """A modal view; `title` and `submit` are keys of the catalogue. The one place where a drill marks its views."""
    words = text(locale, title)
    shown = list(blocks)
    if drill:
        words = text(locale, "drill.mark") + words
        shown.insert(0, section(drill_line(locale, drill_by)))
    if len(shown) > VIEW_BLOCKS:
        shown = [*shown[: VIEW_BLOCKS - 1], context(text(locale, "list.cut"))]
    view: Block = {
        "type": "modal",
        "callback_id": callback_id,
        "title": own(words, 24),
        "close": own(text(locale, "button.cancel" if submit else "button.close_view"), 24),
        "blocks": shown,
    }
    if submit:
        view["submit"] = own(text(locale, submit), 24)
    if metadata:
        if len(metadata) > 3000:
            raise TooLarge("private_metadata")
        view["private_metadata"] = metadata
    return view
