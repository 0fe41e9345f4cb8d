"""What the laws ask: the list for legal, their questions, saying that something was told, setting aside what is not owed."""

from __future__ import annotations

from datetime import datetime

from bot.domain.facts import FACTS
from bot.domain.people import Locale
from bot.views.answers import codes, fact_name
from bot.views.blocks import (
    Block,
    actions,
    button,
    choices,
    confirm,
    context,
    divider,
    gap,
    ids,
    lines,
    menu,
    modal,
    section,
)
from bot.views.inputs import NOTE_LIMIT, field, line, many_of, moment, one_of
from bot.views.law_pictures import LawPicture, LawsPicture, LawSummary, StatutoryPicture
from bot.views.moments import date_token, escape, left_words, when
from bot.views.pictures import Reader
from bot.views.texts import choice, text
from bot.views.wording import citation, client_name

SHOWN = 36
"""A view holds a hundred blocks; a duty takes two at most, and each law has a head."""
_OPEN = frozenset({"waiting", "running"})


def laws_view(picture: LawsPicture, reader: Reader, now: datetime) -> Block:
    """Every statutory duty, law by law; those that are open carry a menu."""
    locale = reader.locale
    answered = text(locale, "laws.unanswered")
    if picture.answered_at is not None:
        answered = text(locale, "laws.answered", at=when(picture.answered_at, now, locale, reader.tz, reader.tz))
    blocks = [section(lines(text(locale, "laws.intro", ref=escape(picture.ref)), answered))]
    row = [button(locale, "law_form", ids(i=picture.incident_id), style="" if picture.answered_at else "primary")]
    if picture.ruled_out and not picture.asked_aside:
        label = text(locale, "button.law_all_aside", n=picture.ruled_out)
        row.append(button(locale, "law_all_aside", ids(i=picture.incident_id), label=label))
    blocks.append(actions(*row))
    left = SHOWN
    for law in picture.laws:
        if left <= 0:
            break
        blocks += [divider(), *_head(law, locale)]
        for duty in law.duties[:left]:
            blocks += _duty(picture, duty, reader, now, number=SHOWN - left + 1)
            left -= 1
    total = sum(len(law.duties) for law in picture.laws)
    if total > SHOWN:
        blocks.append(context(text(locale, "laws.more", n=total - SHOWN)))
    if not total:
        blocks.append(section(text(locale, "laws.none")))
    return _modal(picture, locale, "laws", blocks, ids(i=picture.incident_id))


def law_form(picture: LawsPicture, reader: Reader) -> Block:
    """Regions, role, gravity, risk of harm, and the moments that laws which are switched on count from."""
    locale = reader.locale
    facts = picture.facts
    regions = many_of(locale, choices(locale, "region", FACTS["regions"].values), initial=codes(facts, "regions"))
    blocks = [
        section(text(locale, "law_form.intro", ref=escape(picture.ref))),
        field("regions", text(locale, "law_form.regions"), regions),
    ]
    for name in ("our_role", "significant", "harm_risk"):
        given = next(iter(codes(facts, name)), None)
        element = one_of(locale, choices(locale, name, FACTS[name].values), initial=given)
        hint = text(locale, "law_form.our_role_hint") if name == "our_role" else ""
        blocks.append(field(name, text(locale, f"law_form.{name}"), element, hint=hint))
    for name in picture.asks:
        element = moment(picture.moments.get(name))
        blocks.append(
            field(name, text(locale, f"law_form.{name}"), element, hint=text(locale, f"law_form.{name}_hint"))
        )
    return _modal(picture, locale, "law_form", blocks, ids(i=picture.incident_id), submit="button.save")


def law_sent_form(picture: LawsPicture, duty: StatutoryPicture, reader: Reader, now: datetime) -> Block:
    """When it was told, and the receipt number."""
    locale = reader.locale
    title = escape(duty.title.of(locale), limit=300)
    recipient = escape(duty.recipient.of(locale), limit=300)
    blocks = [
        section(text(locale, "law_sent.intro", title=title, recipient=recipient)),
        field("at", text(locale, "law_sent.at"), moment(now), optional=False),
        field("reference", text(locale, "law_sent.reference"), line(limit=200)),
        field("note", text(locale, "law_sent.note"), line(multiline=True, limit=NOTE_LIMIT)),
    ]
    return _modal(picture, locale, "law_sent", blocks, ids(i=picture.incident_id, u=duty.id), submit="button.save")


def law_aside_form(picture: LawsPicture, duty: StatutoryPicture | None, reader: Reader) -> Block:
    """Why one duty is not owed, or why all that the answers rule out are not."""
    locale = reader.locale
    meant = [duty] if duty else [one for law in picture.laws for one in law.duties if one.ruled_out]
    if duty:
        words = text(locale, "law_aside.intro", title=escape(duty.title.of(locale), limit=300))
    else:
        items = "\n".join(f"• {named(picture, one, locale)}" for one in meant[:SHOWN])
        words = text(locale, "law_aside.all", n=len(meant), items=items)
    blocks = [section(words)]
    if any(one.hard for one in meant):
        blocks.append(section(text(locale, "law_aside.second")))
    reason = line(multiline=True, limit=NOTE_LIMIT)
    blocks.append(field("reason", text(locale, "law_aside.reason"), reason, optional=False))
    about = ids(i=picture.incident_id, u=duty.id if duty else "")
    return _modal(picture, locale, "law_aside", blocks, about, submit="button.save")


def named(picture: LawsPicture, duty: StatutoryPicture, locale: Locale) -> str:
    """A duty in one line with its law and whom it is owed to."""
    law = next(law for law in picture.laws if duty in law.duties)
    return text(
        locale,
        "law_note.item",
        law=escape(law.short.of(locale), limit=80),
        title=escape(duty.title.of(locale), limit=200),
        recipient=escape(duty.recipient.of(locale), limit=120),
    )


def clock_words(duty: StatutoryPicture, reader: Reader, now: datetime) -> str:
    """The law's deadline, or its word with our target labelled as ours, or what the clock waits for."""
    locale = reader.locale
    if duty.waits_for:
        return text(locale, "laws.waits", moment=text(locale, f"moment.{duty.waits_for}"))
    if duty.due_at is not None:
        at = when(duty.due_at, now, locale, reader.tz, reader.tz)
        return text(locale, "laws.due", at=at, left=left_words(now, duty.due_at, locale))
    if duty.target_at is not None:
        at = when(duty.target_at, now, locale, reader.tz, reader.tz)
        left = left_words(now, duty.target_at, locale)
        return text(locale, "laws.word", word=escape(duty.word.of(locale)), at=at, left=left)
    return escape(duty.word.of(locale))


def summary_line(summary: LawSummary, reader: Reader, now: datetime, *, lasting: bool = False) -> str:
    """What the laws ask in one line of a list. `lasting`: it is not drawn again every minute, so it says no minutes."""
    locale = reader.locale
    parts = [text(locale, "laws.line_one" if summary.open == 1 else "laws.line", n=summary.open)]
    if summary.overdue:
        parts.append(text(locale, "laws.line_overdue", n=summary.overdue))
    elif summary.next_at is not None and lasting:
        key = "laws.board_target" if summary.soft else "laws.board_next"
        parts.append(text(locale, key, at=date_token(summary.next_at, locale, reader.tz)))
    elif summary.next_at is not None:
        at = when(summary.next_at, now, locale, reader.tz, reader.tz)
        key = "laws.line_target" if summary.soft else "laws.line_next"
        parts.append(text(locale, key, at=at, left=left_words(now, summary.next_at, locale)))
    if summary.waiting:
        parts.append(text(locale, "laws.line_waiting", n=summary.waiting))
    if summary.ruled_out:
        parts.append(text(locale, "laws.line_ruled_out", n=summary.ruled_out))
    return gap(locale).join(parts)


def _head(law: LawPicture, locale: Locale) -> list[Block]:
    title = text(locale, "laws.law", title=escape(law.title.of(locale), limit=200))
    if law.confirmed_by:
        standing = text(locale, "laws.confirmed", as_of=law.as_of, by=escape(law.confirmed_by, limit=100))
    else:
        standing = text(locale, "laws.standing", as_of=law.as_of)
    doubts = [text(locale, "laws.doubt", words=escape(doubt.of(locale), limit=300)) for doubt in law.doubts[:3]]
    return [section(title), context(standing, *doubts)]


def _duty(picture: LawsPicture, duty: StatutoryPicture, reader: Reader, now: datetime, *, number: int) -> list[Block]:
    locale = reader.locale
    title = escape(duty.title.of(locale), limit=400)
    if duty.number > 1:
        title = f"{title} ({text(locale, 'laws.again', n=duty.number)})"
    head = text(locale, "laws.to", title=f"*{title}*", recipient=escape(duty.recipient.of(locale), limit=200))
    if duty.state not in _OPEN:
        head = text(
            locale,
            "laws.to",
            title=title if duty.state == "done" else f"~{title}~",
            recipient=escape(duty.recipient.of(locale), limit=200),
        )
        return [section(lines(f"{_sign(duty, now)} {head}", _ending(duty, reader, now)))]
    grey = [citation(duty.cite, locale), *_keep(duty, reader, now)]
    if duty.start_at is not None:
        grey.append(text(locale, "laws.since", at=when(duty.start_at, now, locale, reader.tz, reader.tz)))
    if duty.unknown and not duty.ruled_out:
        names = text(locale, "notice.and").join(fact_name(name, locale) for name in duty.unknown)
        grey.append(text(locale, "laws.unsure", facts=names))
    out = text(locale, "laws.ruled_out") if duty.ruled_out else ""
    verbs = ["law_sent", "law_aside"] if duty.state == "running" or duty.waits_for else ["law_aside"]
    words = lines(f"{_sign(duty, now)} {head}", out or clock_words(duty, reader, now))
    block = section(words, accessory=menu(locale, verbs, duty.id, number=number))
    blocks = [block, context(gap(locale).join(grey), escape(duty.note.of(locale), limit=400))]
    if duty.stand_for:
        notices = text(locale, "notice.and").join(
            text(locale, "laws.notice", client=client_name(client, locale), n=count) for client, count in duty.stand_for
        )
        value = ids(i=picture.incident_id, u=duty.id)
        asked = confirm(locale, "law_discharge")
        blocks.append(section(text(locale, "laws.stand_for", notices=notices)))
        blocks.append(actions(button(locale, "law_discharge", value, style="primary", number=number, confirm=asked)))
    return blocks


def _keep(duty: StatutoryPicture, reader: Reader, now: datetime) -> list[str]:
    if duty.keep_until is None:
        return []
    return [text(reader.locale, "laws.keep", at=when(duty.keep_until, now, reader.locale, reader.tz, reader.tz))]


def _sign(duty: StatutoryPicture, now: datetime) -> str:
    if duty.state not in _OPEN:
        return "✅" if duty.state == "done" else "⚪"
    if duty.ruled_out or duty.waits_for:
        return "⚪"
    if duty.due_at is not None and now > duty.due_at:
        return "🔴"
    return "🟡" if duty.target_at is not None and now > duty.target_at else "🔔"


def _ending(duty: StatutoryPicture, reader: Reader, now: datetime) -> str:
    locale = reader.locale
    name = escape(duty.ended_by_name, limit=60)
    if duty.state == "done" and duty.sent_at is not None:
        parts = [text(locale, "laws.sent", at=when(duty.sent_at, now, locale, reader.tz, reader.tz), name=name)]
    else:
        at = when(duty.ended_at, now, locale, reader.tz, reader.tz) if duty.ended_at else ""
        state = choice(locale, "statutory_state", duty.state)
        parts = [text(locale, "laws.ended", state=state, name=name, at=at)]
    if duty.second_name:
        parts.append(text(locale, "laws.second", name=escape(duty.second_name, limit=60)))
    parts += _keep(duty, reader, now)
    if duty.reference:
        parts.append(text(locale, "laws.reference", ref=escape(duty.reference, limit=200)))
    if duty.reason:
        parts.append(text(locale, "laws.reason", reason=escape(duty.reason, limit=400)))
    return gap(locale).join(parts)


def _modal(
    picture: LawsPicture, locale: Locale, name: str, blocks: list[Block], metadata: str, *, submit: str = ""
) -> Block:
    return modal(
        locale,
        name,
        blocks,
        title=f"{name}.title",
        submit=submit,
        metadata=metadata,
        drill=picture.drill,
        drill_by=escape(picture.reporter_name, limit=60),
    )
