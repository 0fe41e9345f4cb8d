"""What a report says, item by item, filled from the answers as far as they are known; the rest stays empty, to be found out."""

from __future__ import annotations

from bot.domain.notice import ITEM_LIMIT, Notice, NoticeItem, NoticeKind, compared
from bot.domain.people import Locale
from bot.views.moments import clean
from bot.views.notice_words import OneLane, kinds_formal, one_lane, places_formal, what_formal, written_when
from bot.views.pictures import BiText, IncidentPicture, LanePicture
from bot.views.texts import has, text

IN_THE_FRAME = frozenset({"callback_person", "next_report_at"})
"""Listed by some contracts, and in every letter of ours anyway: contact and next report close each one."""
USUAL = ("when_first_recognised", "occurred_at", "what", "info_kinds_known", "effects", "done_so_far")
"""What a first report says where the contract lists nothing (domain research, words for the first report)."""
AT_THE_END = ("cause", "prevention")
"""What a final report adds."""


def items_for(
    incident: IncidentPicture, lane: LanePicture, kind: NoticeKind, last: Notice | None
) -> tuple[NoticeItem, ...]:
    """Return the items of a new draft: what the contract lists (`lane.content`). `last` is the report before (None for a first one): its values stay.

    What it left under investigation is filled where the answers have come to hold it since.
    """
    said = lane.language
    if kind is NoticeKind.WITHDRAWAL:
        return (_item("withdrawal_reason", said, "", label=None),)
    facts = one_lane(incident, lane)
    if last is None:
        listed = [entry for entry in lane.content if entry[0] not in IN_THE_FRAME] or [
            (key, BiText("", ""), False) for key in USUAL
        ]
        return tuple(
            _item(key, said, value_of(facts, key, said), label=label, optional=optional)
            for key, label, optional in listed
        )
    items = [
        NoticeItem(
            key=item.key,
            label=item.label,
            value=item.value or value_of(facts, item.key, said),
            optional=item.optional,
        )
        for item in last.items
    ]
    there = {item.key for item in items}
    # what came to be asked for since the last report, by a duty or a law that came up later
    items += [
        _item(key, said, value_of(facts, key, said), label=label, optional=optional)
        for key, label, optional in lane.content
        if key not in there | IN_THE_FRAME
    ]
    if kind is NoticeKind.FINAL:
        there = {item.key for item in items}
        items += [_item(key, said, "", label=None) for key in AT_THE_END if key not in there]
    return compared(items, last)


def _item(key: str, said: Locale, value: str, *, label: BiText | None, optional: bool = False) -> NoticeItem:
    words = clean(label_of(key, label or BiText(key, key)).of(said))
    return NoticeItem(key=key, label=words or key, value=value[:ITEM_LIMIT], optional=optional)


def label_of(key: str, listed: BiText) -> BiText:
    """Return what an item is called in both languages: formally where we know it, else as the pack's list calls it."""
    name = f"notice_item.{key}"
    return BiText(text("ja", name), text("en", name)) if has(name) else listed


def value_of(facts: OneLane, key: str, locale: Locale) -> str:
    """Return what the answers say about one item, in formal words; empty when they say nothing."""
    what = what_formal(facts, locale)
    if facts.summary:
        what = f"{what}（{facts.summary}）" if locale == "ja" else f"{what} ({facts.summary})"
    noticed = written_when(facts.first_recognised_at, locale, facts.lane.zone)
    kinds = kinds_formal(facts, locale, "")
    known = {
        "what": what,
        "outline": what,
        "when_first_recognised": noticed,
        "date": text(locale, "letter.value_noticed", at=noticed),
        "where": places_formal(facts, locale, ""),
        "info_kinds_known": kinds,
        "scope": kinds,
        "done_so_far": facts.done,
        "measures": facts.done,
        "effects": facts.effects,
        "impact": facts.effects,
    }
    return known.get(key, "")
