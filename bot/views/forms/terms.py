"""What a contract says as a whole: what it is part of, what to keep in mind, and where it can be read in two ways."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bot.domain.people import Locale
from bot.views.blocks import Block, actions, button, context, divider, ids, lines, modal, section
from bot.views.moments import day, escape, when
from bot.views.pictures import BiText, Reader
from bot.views.terms_pictures import Cited, ReadingPicture, TermPicture, TermsPicture
from bot.views.texts import choice, text
from bot.views.wording import citation, client_name, period

SHOWN_LINES = 25
SHOWN_READINGS = 10


def terms_view(contract: TermsPicture, reader: Reader, now: datetime) -> Block:
    """One contract as a whole."""
    locale = reader.locale
    head = lines(f"*{client_name(contract.client, locale)}*", _bi(contract.title, locale, 300))
    blocks = [section(lines(head, *_belongs(contract, locale), *_term(contract.term, locale)))]
    if contract.events or contract.infos:
        blocks.append(section(_covers(contract, locale)))
    if contract.aware:
        blocks.append(section(_listed("terms.aware", contract.aware, locale)))
    if contract.court is not None:
        court, cite = _bi(contract.court.words, locale, 200), citation(contract.court.cite, locale)
        blocks.append(section(text(locale, "terms.court", words=court, cite=cite)))
    if contract.doubts:
        blocks += _doubts(contract, reader, now)
    return modal(locale, "terms", blocks, title="terms.title", metadata=ids(u=contract.pack_id))


def readings_line(readings: Sequence[ReadingPicture], reader: Reader, now: datetime) -> str:
    """Who confirmed how the doubts are read, and when; or that nobody has."""
    locale = reader.locale
    if not readings:
        return text(locale, "terms.read_by_nobody")
    shown = readings[-SHOWN_READINGS:]
    return "\n".join(
        text(
            locale,
            "terms.read_by",
            name=escape(one.name, limit=60),
            at=when(one.at, now, locale, reader.tz, reader.tz),
        )
        for one in shown
    )


def _doubts(contract: TermsPicture, reader: Reader, now: datetime) -> list[Block]:
    locale = reader.locale
    blocks = [divider(), section(text(locale, "terms.doubts"))]
    blocks += [
        section(text(locale, "terms.doubt", n=number, words=_bi(doubt, locale, 500)))
        for number, doubt in enumerate(contract.doubts[:SHOWN_LINES], start=1)
    ]
    blocks.append(context(readings_line(contract.readings, reader, now)))
    if contract.may_confirm:
        target = ids(u=contract.pack_id, h=contract.doubts_digest)
        blocks.append(actions(button(locale, "confirm_readings", target, style="primary")))
    return blocks


def _belongs(contract: TermsPicture, locale: Locale) -> list[str]:
    found = []
    if contract.parent is not None:
        number = escape(contract.parent_number, limit=60)
        parent = _bi(contract.parent, locale, 200)
        found.append(text(locale, "terms.parent", parent=parent, number=number))
    if contract.incorporates:
        joint = "、" if locale == "ja" else ", "
        items = joint.join(escape(one, limit=80) for one in contract.incorporates[:SHOWN_LINES])
        found.append(text(locale, "terms.incorporates", items=items))
    return found


def _term(term: TermPicture, locale: Locale) -> list[str]:
    found = []
    if term.start is not None:
        start = day(term.start, locale, date.min)  # with its year, whichever this is
        end = day(term.end, locale, date.min) if term.end is not None else ""
        key = "terms.from_to" if end else "terms.from"
        found.append(text(locale, key, start=start, end=end) if end else text(locale, key, start=start))
    if term.renews and term.opt_out:
        before, form = period(term.opt_out, locale), _bi(term.opt_out_form, locale, 60)
        found.append(text(locale, "terms.renews", before=before, form=form))
    return found


def _covers(contract: TermsPicture, locale: Locale) -> str:
    joint = "、" if locale == "ja" else ", "
    found = [text(locale, "terms.covers", cite=citation(contract.covers_cite, locale))]
    for key, family, codes in (("events", "what", contract.events), ("infos", "info", contract.infos)):
        if codes:
            items = joint.join(escape(choice(locale, family, code)) for code in codes)
            found.append(text(locale, f"terms.{key}", items=items))
    return lines(*found)


def _listed(key: str, items: Sequence[Cited], locale: Locale) -> str:
    shown = [
        text(
            locale,
            "terms.cited",
            words=_bi(one.words, locale, 90),
            cite=citation(one.cite, locale),
        )
        for one in items[:SHOWN_LINES]
    ]
    rest = len(items) - len(shown)
    return lines(text(locale, key), *shown, text(locale, "list.more", n=rest) if rest > 0 else "")


def _bi(words: BiText, locale: Locale, limit: int) -> str:
    return escape(words.of(locale), limit=limit)
