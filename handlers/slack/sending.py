"""Sending an issued report to the client's desk: by mail, into the shared channel, what came back, and the client's own click."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.domain.errors import NotFound
from bot.services.notice_queries import NoticeSeen, SeeNotice, notice_seen
from bot.services.notice_sending import RecordBounce, SendNotice, record_bounce, send_notice
from bot.services.receipts import ConfirmInChannel, confirm_in_channel
from bot.views import forms
from bot.views.pictures import IncidentPicture, LanePicture, NoticePicture
from handlers.slack.looking import lane_of
from handlers.slack.visit import Ack, Visit

log = structlog.get_logger(__name__)


async def open_send(visit: Visit) -> None:
    """Show to whom the report would go by mail, and in which words."""
    incident, lane, notice, seen = await _report(visit)
    roads = visit.reception.desk_roads
    form = forms.send_form(
        incident, lane, visit.reader, notice, seen.letter, mail_ready=roads.mail, link_ready=roads.links is not None
    )
    await visit.show(form)


async def submit_send(visit: Visit) -> Ack:
    """Send it to those who were chosen."""
    command = SendNotice(actor=visit.actor, key=visit.key, notice_id=visit.ids["r"], slots=visit.many("slots"))
    await visit.run(send_notice, command)
    await _redraw_below(visit)
    return None


async def open_post(visit: Visit) -> None:
    """Show exactly what would be posted in the shared channel, and which companies read it."""
    await visit.show(await _post_form(visit, brief=True))


async def turn_post(visit: Visit) -> None:
    """Show the other wording: the whole report, or only that there is one."""
    await visit.redraw(await _post_form(visit, brief=visit.name == "post_brief"))


async def submit_post(visit: Visit) -> Ack:
    """Post it as it was looked at."""
    brief = visit.ids.get("b", "") == ""
    command = SendNotice(actor=visit.actor, key=visit.key, notice_id=visit.ids["r"], to_channel=True, brief=brief)
    await visit.run(send_notice, command)
    await _redraw_below(visit)
    return None


async def open_bounce(visit: Visit) -> None:
    """Ask which mail came back."""
    await visit.show(forms.bounce_form(*await lane_of(visit), visit.reader))


async def submit_bounce(visit: Visit) -> Ack:
    """Write it down."""
    command = RecordBounce(actor=visit.actor, key=visit.key, delivery_id=visit.text("which"), note=visit.text("note"))
    await visit.run(record_bounce, command)
    await _redraw_below(visit)
    return None


async def press_receipt(visit: Visit) -> None:
    """Somebody at the client confirms receipt: one click, and the post shows it."""
    command = ConfirmInChannel(actor=visit.actor, key=visit.key, delivery_id=visit.ids["z"])
    await visit.run(confirm_in_channel, command)


async def _report(visit: Visit) -> tuple[IncidentPicture, LanePicture, NoticePicture, NoticeSeen]:
    incident, lane = await lane_of(visit)
    notice = next((one for one in lane.notices if one.id == visit.ids.get("r")), None)
    if notice is None:
        raise NotFound(visit.ids.get("r", ""))
    return incident, lane, notice, await visit.read(notice_seen, SeeNotice(viewer=visit.actor, notice_id=notice.id))


async def _post_form(visit: Visit, *, brief: bool) -> dict[str, Any]:
    incident, lane, notice, seen = await _report(visit)
    teams, shared, error = await _readers_of(visit, lane.shared_channel)
    return forms.post_form(
        incident, lane, visit.reader, notice, seen.letter, brief=brief, teams=teams, shared=shared, error=error
    )


async def _readers_of(visit: Visit, channel: str) -> tuple[list[str], bool, str]:
    """The companies that read a channel, whether it is shared at all, and Slack's word when that cannot be found out.

    A company whose name Slack does not tell (no `team:read`) is shown by its id: better an id than none.
    """
    client = visit.reception.client
    try:
        found: Mapping[str, Any] = (await client.conversations_info(channel=channel)).get("channel") or {}
    except (SlackApiError, SlackClientError, aiohttp.ClientError, OSError, TimeoutError) as error:
        word = str(error.response.get("error")) if isinstance(error, SlackApiError) else type(error).__name__
        log.warning("channel.unknown", channel=channel, error=word)
        return [], False, word
    teams = list(dict.fromkeys([*(found.get("shared_team_ids") or []), *(found.get("connected_team_ids") or [])]))
    return [await _name_of(visit, str(team)) for team in teams], bool(found.get("is_ext_shared")), ""


async def _name_of(visit: Visit, team: str) -> str:
    try:
        answer = await visit.reception.client.team_info(team=team)
    except (SlackApiError, SlackClientError, aiohttp.ClientError, OSError, TimeoutError) as error:
        log.info("team.unnamed", team=team, error=repr(error)[:80])
        return team
    return str((answer.get("team") or {}).get("name") or team)


async def _redraw_below(visit: Visit) -> None:
    """Draw the list of reports again, when the form was opened from it."""
    if visit.view.get("previous_view_id"):
        visit.ids.pop("r", None)
        await visit.redraw_below(forms.reports_view(*await lane_of(visit), visit.reader, visit.now))
