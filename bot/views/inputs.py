"""Input blocks of forms: block_id is the field's name, action_id is always `value`, so one reader serves every form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bot.domain.people import Locale
from bot.views.blocks import Block, Option, options, own, plain
from bot.views.moments import clean, clip
from bot.views.texts import text

TEXT_LIMIT = 3000
NOTE_LIMIT = 1000


def field(
    name: str, label: str, element: Block, *, optional: bool = True, hint: str = "", dispatch: bool = False
) -> Block:
    """One question. `label` and `hint` are words; `dispatch` makes a change arrive at once as a block action."""
    block: Block = {
        "type": "input",
        "block_id": name,
        "optional": optional,
        "label": plain(label, 2000),
        "element": {**element, "action_id": "value"},
    }
    if hint:
        block["hint"] = plain(hint, 2000)
    if dispatch:
        block["dispatch_action"] = True
    return block


def line(*, initial: str = "", multiline: bool = False, limit: int = NOTE_LIMIT, placeholder: str = "") -> Block:
    """A box to write in. What is longer than `limit` cannot be typed; an initial text is clipped to it."""
    element: Block = {"type": "plain_text_input", "multiline": multiline, "max_length": limit}
    kept = clip(clean(initial, lines=multiline), limit)
    if kept:
        element["initial_value"] = kept
    if placeholder:
        element["placeholder"] = plain(placeholder, 150)
    return element


def one_of(locale: Locale, entries: Sequence[Option], *, initial: object = None) -> Block:
    """A list to choose one from, opened by a tap."""
    made = options(entries)
    element: Block = {"type": "static_select", "placeholder": own(text(locale, "form.choose"), 150), "options": made}
    chosen = [option for option in made if option["value"] == initial]
    if chosen:
        element["initial_option"] = chosen[0]
    return element


def radio(entries: Sequence[Option], *, initial: object = None) -> Block:
    """A few answers side by side, one tap each (Slack takes ten at most)."""
    made = options(entries[:10])
    element: Block = {"type": "radio_buttons", "options": made}
    chosen = [option for option in made if option["value"] == initial]
    if chosen:
        element["initial_option"] = chosen[0]
    return element


def many_of(locale: Locale, entries: Sequence[Option], *, initial: Sequence[str] = ()) -> Block:
    """A list to choose several from. Beyond 100 entries the last one ("don't know") stays and the rest is cut."""
    kept = list(entries) if len(entries) <= 100 else [*entries[:99], entries[-1]]
    made = options(kept)
    element: Block = {
        "type": "multi_static_select",
        "placeholder": own(text(locale, "form.choose_all"), 150),
        "options": made,
    }
    chosen = [option for option in made if option["value"] in initial]
    if chosen:
        element["initial_options"] = chosen
    return element


def checkbox(code: str, words: str) -> Block:
    """One box to tick."""
    return {"type": "checkboxes", "options": options([(code, words)])}


def checkboxes(entries: Sequence[Option], *, initial: Sequence[str] = ()) -> Block:
    """Boxes to tick (Slack takes ten at most)."""
    made = options(entries[:10])
    element: Block = {"type": "checkboxes", "options": made}
    chosen = [option for option in made if option["value"] in initial]
    if chosen:
        element["initial_options"] = chosen
    return element


def moment(initial: datetime | None = None) -> Block:
    """A day and time, in the zone of whoever fills it in; comes back as epoch seconds."""
    element: Block = {"type": "datetimepicker"}
    if initial is not None:
        element["initial_date_time"] = int(initial.timestamp())
    return element


def on_day(locale: Locale, initial: date | None = None) -> Block:
    """A day; comes back as YYYY-MM-DD."""
    element: Block = {"type": "datepicker", "placeholder": own(text(locale, "form.choose_day"), 150)}
    if initial is not None:
        element["initial_date"] = initial.isoformat()
    return element


def person(locale: Locale, *, initial: str = "") -> Block:
    """One member of the workspace; `initial` is the Slack id of who stands there already."""
    element: Block = {"type": "users_select", "placeholder": own(text(locale, "form.choose_person"), 150)}
    if initial:
        element["initial_user"] = initial
    return element


def people(locale: Locale) -> Block:
    """Several members of the workspace."""
    return {"type": "multi_users_select", "placeholder": own(text(locale, "form.choose_people"), 150)}
