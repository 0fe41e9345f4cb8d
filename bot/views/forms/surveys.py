"""Surveys on a screen: the announcement, where one stands, its findings with their corrections, the report, closing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.people import Locale
from bot.domain.survey import Severity
from bot.views.blocks import Block, actions, button, choices, context, gap, ids, lines, menu, modal, section
from bot.views.following_pictures import FindingPicture, SurveyPicture
from bot.views.forms.actions import action_words
from bot.views.forms.talks import CHANNELS
from bot.views.inputs import NOTE_LIMIT, TEXT_LIMIT, field, line, on_day, one_of, radio
from bot.views.moments import day, escape
from bot.views.pictures import BiText, IncidentPicture, LanePicture, Reader
from bot.views.texts import choice, text
from bot.views.wording import citation, client_name

TIERS = ("0", "1", "2", "3")
FINDINGS_SHOWN = 20
CORRECTIONS_SHOWN = 3

_VERBS: dict[str, tuple[str, ...]] = {
    "announced": ("survey_day", "survey_held", "survey_close"),
    "scheduled": ("survey_held", "survey_day", "survey_close"),
    "held": ("finding_add", "survey_report"),
    "reported": ("survey_close", "finding_add"),
}
"""What can be done next, the nearest step first."""


def survey_form(
    incident: IncidentPicture,
    lane: LanePicture,
    reader: Reader,
    now: datetime,
    *,
    rules: Sequence[tuple[str, BiText]] = (),
) -> Block:
    """The client announced a survey; `rules` are the contract's clauses on them."""
    locale = reader.locale
    today = now.astimezone(ZoneInfo(reader.tz)).date()
    blocks = [section(f"*{client_name(lane.client, locale)}*")]
    if len(rules) > 1:
        listed = [(rule, escape(words.of(locale), limit=75)) for rule, words in rules[:10]]
        blocks.append(field("rule", text(locale, "survey_new.rule"), one_of(locale, listed, initial=rules[0][0])))
    blocks += [
        field("announced_on", text(locale, "survey_new.announced_on"), on_day(locale, today), optional=False),
        field("announced_by", text(locale, "survey_new.announced_by"), line(limit=120), optional=False),
        field("how", text(locale, "ask_talks.how"), radio(choices(locale, "channel", CHANNELS)), optional=False),
        field(
            "scope",
            text(locale, "survey_new.scope"),
            line(multiline=True, limit=TEXT_LIMIT),
            optional=False,
            hint=text(locale, "survey_new.scope_hint"),
        ),
    ]
    return _modal(incident, locale, "survey_new", blocks, ids(i=incident.id, l=lane.id), submit="button.save")


def survey_view(
    incident: IncidentPicture, lane: LanePicture, survey: SurveyPicture, reader: Reader, now: datetime
) -> Block:
    """Where a survey stands, each finding with its corrections, and what is next."""
    locale = reader.locale
    today = now.astimezone(ZoneInfo(reader.tz)).date()
    state = choice(locale, "survey_state", survey.state)
    announced = text(
        locale,
        "survey.announced",
        at=day(survey.announced_on, locale, today),
        who=escape(survey.announced_by, limit=120),
        how=escape(choice(locale, "channel", survey.announced_how), limit=60),
    )
    cite = text(locale, "consultation.cite", cite=citation(survey.cite, locale)) if survey.cite else ""
    owner = text(locale, "consultation.owner", name=escape(survey.owner_name, limit=60))
    blocks = [
        section(lines(f"*{client_name(lane.client, locale)}*", state, *_dates(survey, locale, today))),
        section(text(locale, "survey.scope", words=escape(survey.scope, lines=True, limit=2000))),
        context(announced, cite, owner),
    ]
    for number, finding in enumerate(survey.findings[:FINDINGS_SHOWN], start=1):
        blocks.extend(_finding(incident, lane, survey, finding, locale, today, number))
    if len(survey.findings) > FINDINGS_SHOWN:
        blocks.append(context(text(locale, "list.more", n=len(survey.findings) - FINDINGS_SHOWN)))
    value = ids(i=incident.id, l=lane.id, s=survey.id)
    verbs = _VERBS.get(survey.state, ())
    first = "survey_report" if survey.state == "held" and survey.findings else next(iter(verbs), "")
    row = [button(locale, verb, value, style="primary" if verb == first else "") for verb in verbs]
    blocks.append(actions(*row, button(locale, "follow", ids(i=incident.id, l=lane.id))))
    return _modal(incident, locale, "survey", blocks, value)


def _dates(survey: SurveyPicture, locale: Locale, today: date) -> list[str]:
    found = []
    if survey.scheduled_on is not None and survey.held_on is None:
        found.append(text(locale, "survey.scheduled", at=day(survey.scheduled_on, locale, today)))
    if survey.held_on is not None:
        who = escape(survey.held_who, limit=200)
        found.append(text(locale, "survey.held", at=day(survey.held_on, locale, today), who=who))
    if survey.substitute:
        found.append(text(locale, "survey.substitute", words=escape(survey.substitute, limit=300)))
    if survey.reported_on is not None:
        to, ref = escape(survey.reported_to, limit=120), escape(survey.reported_ref, limit=200)
        found.append(text(locale, "survey.reported", at=day(survey.reported_on, locale, today), to=to, ref=ref))
    if survey.closed_reason:
        found.append(text(locale, "card.reason", reason=escape(survey.closed_reason, limit=300)))
    return found


def _finding(
    incident: IncidentPicture,
    lane: LanePicture,
    survey: SurveyPicture,
    finding: FindingPicture,
    locale: Locale,
    today: date,
    number: int,
) -> list[Block]:
    """A finding with the button for its correction, and up to three corrections each with its menu."""
    where = text(locale, "finding.at_us") if not finding.tier else ""
    if finding.tier:
        where = text(locale, "finding.at_sub", n=finding.tier, site=escape(finding.site, limit=80))
    head = text(
        locale,
        "finding.line",
        n=number,
        severity=choice(locale, "severity", finding.severity),
        where=where,
        words=escape(finding.text, lines=True, limit=400),
    )
    bare = text(locale, "finding.bare") if not finding.actions else ""
    value = ids(i=incident.id, l=lane.id, s=survey.id, f=finding.id)
    add = button(locale, "correction_add", value, number=number) if survey.state != "closed" else None
    blocks = [section(lines(head, bare), accessory=add)]
    for place, action in enumerate(finding.actions[:CORRECTIONS_SHOWN], start=1):
        words = action_words(action, locale, today)
        entry = None
        if action.state == "open":
            verbs = ("action_done", "action_change", "action_drop")
            entry = menu(locale, verbs, action.id, number=number * 10 + place)
        elif action.next_check is not None:
            about = ids(i=incident.id, l=lane.id, x=action.id)
            entry = button(locale, "action_check", about, number=number * 10 + place)
        blocks.append(section(words, accessory=entry))
    if len(finding.actions) > CORRECTIONS_SHOWN:
        blocks.append(context(text(locale, "list.more", n=len(finding.actions) - CORRECTIONS_SHOWN)))
    return blocks


def survey_day_form(incident: IncidentPicture, survey: SurveyPicture, reader: Reader) -> Block:
    """The day it will be held."""
    locale = reader.locale
    blocks = [
        _head(survey, locale),
        field("day", text(locale, "survey_day.day"), on_day(locale, survey.scheduled_on), optional=False),
    ]
    return _of(incident, survey, locale, "survey_day", blocks)


def survey_held_form(incident: IncidentPicture, survey: SurveyPicture, reader: Reader, now: datetime) -> Block:
    """When it was held, with whom, or what took its place."""
    locale = reader.locale
    today = now.astimezone(ZoneInfo(reader.tz)).date()
    hint = text(locale, "survey_held.substitute_hint")
    blocks = [
        _head(survey, locale),
        field("held_on", text(locale, "survey_held.held_on"), on_day(locale, today), optional=False),
        field("who", text(locale, "survey_held.who"), line(limit=NOTE_LIMIT), optional=False),
        field("substitute", text(locale, "survey_held.substitute"), line(limit=NOTE_LIMIT), hint=hint),
    ]
    return _of(incident, survey, locale, "survey_held", blocks)


def finding_form(incident: IncidentPicture, survey: SurveyPicture, reader: Reader) -> Block:
    """What the survey found, how grave, at whom."""
    locale = reader.locale
    grades = radio(choices(locale, "severity", [severity.value for severity in Severity]))
    tiers = radio(choices(locale, "tier", TIERS), initial="0")
    blocks = [
        _head(survey, locale),
        field("text", text(locale, "finding_add.text"), line(multiline=True, limit=TEXT_LIMIT), optional=False),
        field("severity", text(locale, "finding_add.severity"), grades, optional=False),
        field("tier", text(locale, "finding_add.tier"), tiers, optional=False),
        field("site", text(locale, "finding_add.site"), line(limit=120), hint=text(locale, "finding_add.site_hint")),
    ]
    return _of(incident, survey, locale, "finding_add", blocks)


def survey_report_form(incident: IncidentPicture, survey: SurveyPicture, reader: Reader, now: datetime) -> Block:
    """Our report to the client on the corrections."""
    locale = reader.locale
    today = now.astimezone(ZoneInfo(reader.tz)).date()
    blocks = [
        _head(survey, locale),
        field("reported_on", text(locale, "report_back.reported_on"), on_day(locale, today), optional=False),
        field("to", text(locale, "report_back.to"), line(initial=survey.announced_by, limit=120), optional=False),
        field("reference", text(locale, "report_back.reference"), line(limit=NOTE_LIMIT), optional=False),
    ]
    return _of(incident, survey, locale, "survey_report", blocks)


def survey_close_form(incident: IncidentPicture, survey: SurveyPicture, reader: Reader) -> Block:
    """Close it; with a reason when it was never held."""
    locale = reader.locale
    held = survey.held_on is not None
    element = line(multiline=True, limit=NOTE_LIMIT)
    hint = text(locale, "survey_close.hint")
    blocks = [
        _head(survey, locale),
        field("reason", text(locale, "survey_close.reason"), element, optional=held, hint=hint),
    ]
    return _of(incident, survey, locale, "survey_close", blocks)


def _head(survey: SurveyPicture, locale: Locale) -> Block:
    words = escape(survey.scope, limit=300)
    return section(f"*{text(locale, 'survey.title')}*{gap(locale)}{words}")


def _of(incident: IncidentPicture, survey: SurveyPicture, locale: Locale, name: str, blocks: list[Block]) -> Block:
    value = ids(i=incident.id, l=survey.lane_id, s=survey.id)
    return _modal(incident, locale, name, blocks, value, submit="button.save")


def _modal(
    incident: IncidentPicture, locale: Locale, name: str, blocks: list[Block], value: str, *, submit: str = ""
) -> Block:
    return modal(
        locale,
        name,
        blocks,
        title=f"{name}.title",
        submit=submit,
        metadata=value,
        drill=incident.drill,
        drill_by=escape(incident.reporter_name, limit=60),
    )
