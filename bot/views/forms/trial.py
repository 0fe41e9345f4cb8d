"""Trying a contract: the question, and in the same modal what a made-up report would set going. Marked as a trial on every face."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.people import Locale
from bot.views.blocks import Block, actions, button, choices, context, divider, gap, ids, lines, modal, section
from bot.views.forms.report import SITUATION, situation_fields
from bot.views.inputs import field, moment, one_of
from bot.views.moments import clock, day, escape, in_words, zone_name
from bot.views.pictures import BiText, Reader
from bot.views.texts import choice, has, text
from bot.views.trial_picture import TrialPicture, TriedDuty, TriedRing
from bot.views.wording import citation, client_name, word_shown

QUESTION = ("contract", "situation", "moment", "moment_at", *SITUATION)
"""The form's fields, which the result keeps so that one of them can be changed."""
SHOWN_DUTIES = 25


def trial_form(
    contracts: Sequence[tuple[str, BiText]],
    situations: Sequence[str],
    moments: Sequence[str],
    reader: Reader,
    *,
    own: str,
    known: Mapping[str, object] | None = None,
) -> Block:
    """The question: which contract, what happens, when. `own` is the situation that shows the report's questions.

    `known` holds what was chosen so far, `moment_at` as an instant.
    """
    locale = reader.locale
    given = known or {}
    names = [(pack_id, client_name(words, locale)) for pack_id, words in contracts]
    contract = given.get("contract") or (names[0][0] if len(names) == 1 else "")
    situation = given.get("situation") or situations[0]
    when = given.get("moment") or moments[0]
    blocks: list[Block] = [
        section(text(locale, "trial.mark")),
        field("contract", text(locale, "trial.contract"), one_of(locale, names, initial=contract), optional=False),
        field(
            "situation",
            text(locale, "trial.situation"),
            one_of(locale, choices(locale, "trial_situation", situations), initial=situation),
            optional=False,
            dispatch=True,
        ),
    ]
    if situation == own:
        blocks += situation_fields(locale, given)
    blocks.append(
        field(
            "moment",
            text(locale, "trial.moment"),
            one_of(locale, choices(locale, "trial_moment", moments), initial=when),
            optional=False,
            dispatch=True,
        )
    )
    if when == "pick":
        picked = given.get("moment_at")
        picker = moment(picked if isinstance(picked, datetime) else None)
        blocks.append(field("moment_at", text(locale, "trial.moment_at"), picker))
    return modal(locale, "trial", blocks, title="trial.title", submit="trial.submit")


def trial_view(trial: TrialPicture, reader: Reader, asked: Mapping[str, object]) -> Block:
    """What would happen. `asked` is the question as answered, kept for changing it."""
    locale = reader.locale
    blocks: list[Block] = [section(text(locale, "trial.mark")), section(_head(trial, reader, str(asked["situation"])))]
    if trial.phase != "active":
        blocks.append(section(text(locale, f"trial.phase.{trial.phase}")))
    if not trial.duties:
        blocks.append(section(text(locale, "trial.nothing")))
    else:
        blocks += [divider(), section(text(locale, "trial.duties", n=len(trial.duties)))]
        blocks += [section(_duty(duty, trial, reader)) for duty in trial.duties[:SHOWN_DUTIES]]
        if len(trial.duties) > SHOWN_DUTIES:
            blocks.append(context(text(locale, "list.more", n=len(trial.duties) - SHOWN_DUTIES)))
        blocks += [*_aware(trial, locale), *_unknown(trial, locale)]
        blocks += [divider(), *_ladder(trial, reader), *_follows(trial, locale)]
    blocks += [divider(), actions(button(locale, "trial_again", ids(), style="primary"))]
    blocks.append(context(text(locale, "trial.mark")))
    kept = {name: asked[name] for name in QUESTION if asked.get(name)}
    metadata = json.dumps({"t": kept}, ensure_ascii=False, separators=(",", ":"))
    return modal(locale, "trial_result", blocks, title="trial.title", metadata=metadata)


def _head(trial: TrialPicture, reader: Reader, situation: str) -> str:
    locale = reader.locale
    zone = zone_name(trial.at, trial.tz)
    at = f"{_full(trial.at, trial, locale)} {zone}"
    return text(
        locale,
        "trial.head",
        client=client_name(trial.client, locale),
        contract=escape(trial.contract.of(locale), limit=150),
        situation=choice(locale, "trial_situation", situation),
        at=at,
    )


def _duty(duty: TriedDuty, trial: TrialPicture, reader: Reader) -> str:
    """Three lines: what, the contract's word and article, when."""
    locale = reader.locale
    head = text(
        locale,
        "trial.duty",
        title=escape(duty.title.of(locale), limit=300),
        type=choice(locale, "trial_type", duty.type),
    )
    word = word_shown(duty.word, locale) if duty.word else ""
    cite = text(locale, "trial.cite", cite=citation(duty.cite, locale)) if duty.cite else ""
    clocks = []
    if duty.recommended:
        clocks.append(text(locale, "trial.recommended"))
    if duty.due_at is not None:
        clocks.append(text(locale, "trial.due", at=_full(duty.due_at, trial, locale)))
    elif duty.target_at is not None:
        clocks.append(text(locale, "trial.target", at=_full(duty.target_at, trial, locale)))
    else:
        clocks.append(text(locale, "trial.waits" if duty.waits else "trial.no_clock"))
    return lines(head, gap(locale).join(part for part in (word, cite) if part), gap(locale).join(clocks))


def _aware(trial: TrialPicture, locale: Locale) -> list[Block]:
    """What obliges us to nothing now but has to be known: liability, the client's own rights."""
    if not trial.aware:
        return []
    known = [
        text(
            locale,
            "trial.aware_line",
            title=escape(one.title.of(locale), limit=200),
            cite=citation(one.cite, locale),
        )
        for one in trial.aware
    ]
    return [section(lines(text(locale, "trial.aware"), *known))]


def _unknown(trial: TrialPicture, locale: Locale) -> list[Block]:
    """Which answers would still change the picture, by the names people know them by."""
    names = dict.fromkeys(
        name for duty in (*trial.duties, *trial.aware) for name in duty.unknown if has(f"fact.{name}")
    )
    if not names:
        return []
    facts = ("、" if locale == "ja" else ", ").join(text(locale, f"fact.{name}") for name in names)
    return [context(text(locale, "trial.unknown", facts=facts))]


def _ladder(trial: TrialPicture, reader: Reader) -> list[Block]:
    locale = reader.locale
    if not trial.rings:
        return [section(text(locale, "trial.nobody_rung"))]
    steps = [_ring(ring, trial, locale) for ring in trial.rings]
    again = text(locale, "trial.repeat", n=trial.repeat_minutes)
    blocks = [section(lines(text(locale, "trial.ladder"), *steps, again))]
    if trial.desk:
        names = _listed(trial.desk_names, locale)
        blocks.append(section(text(locale, "trial.desk", desk=escape(trial.desk, limit=100), names=names)))
    if trial.busiest_at is not None:
        at = _full(trial.busiest_at, trial, locale)
        blocks.append(section(text(locale, "trial.busiest", at=at, n=trial.busiest)))
    return blocks


def _ring(ring: TriedRing, trial: TrialPicture, locale: Locale) -> str:
    names = _listed(ring.names, locale) if ring.names else text(locale, "trial.nobody")
    at = in_words(ring.at, locale, trial.tz, trial.tz)
    return text(locale, "trial.ring", at=at, role=choice(locale, "role", ring.role), names=names)


def _follows(trial: TrialPicture, locale: Locale) -> list[Block]:
    """Talks that open, and what stays locked meanwhile."""
    talks = [
        text(
            locale,
            "trial.talk_good" if talk.good_practice else "trial.talk",
            topic=escape(talk.title.of(locale), limit=200) or choice(locale, "topic", talk.topic),
        )
        for talk in trial.talks
    ]
    gates = []
    for gate in trial.gates:
        line = text(locale, f"trial.gate.{gate.lock}", gate=text(locale, f"gate.{gate.kind}"))
        gates.append(gap(locale).join(part for part in (line, citation(gate.cite, locale)) if part))
    return [section(lines(text(locale, "trial.follows"), *talks, *gates))] if talks or gates else []


def _listed(names: Sequence[str], locale: Locale) -> str:
    return ("、" if locale == "ja" else ", ").join(escape(name, limit=60) for name in names)


def _full(at: datetime, trial: TrialPicture, locale: Locale) -> str:
    """Day and time in the contract's zone, with the year when it is another than the trial's."""
    local, begun = (instant.astimezone(ZoneInfo(trial.tz)) for instant in (at, trial.at))
    if local.year == begun.year:
        return in_words(at, locale, trial.tz, trial.tz)
    return f"{day(local.date(), locale, begun.date())} {clock(at, trial.tz, trial.tz)}"
