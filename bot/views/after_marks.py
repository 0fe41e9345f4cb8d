"""New posts into the room on what comes after the notices: an instruction, a survey, something published or disclosed."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.views.blocks import Block, actions, button, ids, message, section
from bot.views.following_pictures import AfterPicture
from bot.views.forms.after import instruction_line, survey_line
from bot.views.forms.gates import release_words
from bot.views.moments import escape
from bot.views.pictures import IncidentPicture, LanePicture, Message, Reader
from bot.views.texts import text
from bot.views.wording import client_name


def following_mark(
    incident: IncidentPicture, lane: LanePicture, after: AfterPicture, about: str, reader: Reader, now: datetime
) -> Message | None:
    """The post on the instruction, survey or release whose id is `about`; None when it is not there."""
    locale = reader.locale
    today = now.astimezone(ZoneInfo(reader.tz)).date()
    place = {"i": incident.id, "l": lane.id}
    for one in after.instructions:
        if one.id == about:
            row = button(locale, "instruction", ids(**place, q=one.id), style="primary")
            return _said(incident, lane, reader, "mark.instruction", instruction_line(one, locale, today), row)
    for survey in after.surveys:
        if survey.id == about:
            row = button(locale, "survey", ids(**place, s=survey.id), style="primary")
            return _said(incident, lane, reader, "mark.survey", survey_line(survey, locale, today), row)
    for gate in after.gates:
        for release in gate.releases:
            if release.id == about:
                row = button(locale, "gate", ids(**place, g=gate.kind))
                return _said(incident, lane, reader, "mark.release", release_words(release, locale, today), row)
    return None


def _said(incident: IncidentPicture, lane: LanePicture, reader: Reader, key: str, words: str, row: Block) -> Message:
    head = text(reader.locale, key, client=client_name(lane.client, reader.locale))
    plain = head.replace("*", "")
    return message(
        reader.locale,
        plain,
        [section(head), section(words), actions(row)],
        drill=incident.drill,
        drill_by=escape(incident.reporter_name, limit=60),
    )
