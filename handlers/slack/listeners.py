"""The few listeners Bolt knows: one for each kind of payload. Each makes a `Visit`, finds the function in a table, and answers.

Everything is acknowledged, also what nobody knows (Bolt leaves an unmatched action unanswered, which shows people an error).
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Mapping
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.errors import StoreUnavailable
from bot.domain.sensitive import find_sensitive
from bot.services.ports import UnitOfWork
from handlers.slack import payload, registry, reporting
from handlers.slack.answering import form_refusal, tell_refusal
from handlers.slack.commands import answer_command
from handlers.slack.events import EVENTS
from handlers.slack.reception import Reception
from handlers.slack.sensitive import with_warning
from handlers.slack.visit import Surface, Visit

log = structlog.get_logger(__name__)

ANY = re.compile(".*", re.DOTALL)
Body = dict[str, Any]


def build_bolt(reception: Reception, *, signing_secret: str) -> AsyncApp:
    """Return the Bolt app with every listener, for Socket Mode and for signed HTTP alike.

    Bolt's own auth.test is not used: `reception.identity` was asked once at the start, so that no person's first click can
    meet "please reinstall".
    """
    logger = logging.getLogger("hansho.bolt")
    logger.setLevel(logging.ERROR)  # Bolt's warnings are about set-ups this program chooses on purpose
    mine = AuthorizeResult(
        enterprise_id=None,
        team_id=reception.identity.team_id,
        bot_user_id=reception.identity.bot_user_id,
        bot_id=reception.identity.bot_id,
        bot_token=reception.client.token,
    )

    async def authorize(**_: object) -> AuthorizeResult:
        return mine

    # Bolt prefers a client's token to `authorize`, so the client it copies for each request has none.
    client = AsyncWebClient(
        base_url=reception.client.base_url, session=reception.client.session, retry_handlers=[], logger=logger
    )
    app = AsyncApp(
        logger=logger,
        name="hansho",
        signing_secret=signing_secret,
        client=client,
        authorize=authorize,
        process_before_response=True,
    )
    listeners = Listeners(reception)
    app.use(_correlate)
    app.event(ANY)(listeners.on_event)
    app.command(ANY)(listeners.on_command)
    app.action(ANY)(listeners.on_action)
    app.view_submission(ANY)(listeners.on_submission)
    app.shortcut(ANY)(listeners.on_shortcut)
    app.view_closed(ANY)(listeners.on_closed)
    app.options(ANY)(listeners.on_options)
    return app


async def _correlate(body: Body, next_: Any) -> None:
    """Give every delivery an id that stands in each of its log lines."""
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(
        delivery=secrets.token_hex(4),
        payload=str(body.get("type") or ("command" if "command" in body else "")),
        user=payload.user_of(body),
    )
    await next_()


class Listeners:
    """One method for each kind of payload."""

    def __init__(self, reception: Reception) -> None:
        """Take what handlers share."""
        self._reception = reception

    async def _visit(self, body: Body, *, surface: Surface, name: str, key: str, **more: Any) -> Visit:
        reader = await self._reception.reader(payload.user_of(body))
        return Visit(reception=self._reception, reader=reader, surface=surface, body=body, name=name, key=key, **more)

    async def on_command(self, body: Body, ack: AsyncAck) -> None:
        """Answer `/incident ...` to the person alone."""
        visit = await self._visit(body, surface="command", name="command", key=f"cmd:{body.get('trigger_id')}")
        try:
            message = await answer_command(visit)
        except Exception as error:  # noqa: BLE001 - the boundary: whatever it is, the person gets a sentence
            await ack()
            await _safely(tell_refusal(visit, error))
            return
        if message is None:
            await ack()
        else:
            await ack(text=message.text, blocks=message.blocks, response_type="ephemeral")

    async def on_shortcut(self, body: Body, ack: AsyncAck) -> None:
        """Open the report form from a shortcut; one on a message keeps the link to it."""
        await ack()
        name = str(body.get("callback_id") or "")
        visit = await self._visit(body, surface="shortcut", name=name, key=f"cut:{body.get('trigger_id')}")
        try:
            if name not in {registry.REPORT_SHORTCUT, registry.MESSAGE_SHORTCUT}:
                await visit.tell("refused.unknown_button")
                return
            await reporting.open_report(visit, permalink=payload.permalink_of(body, self._reception.identity.url))
        except Exception as error:  # noqa: BLE001 - the boundary
            await _safely(tell_refusal(visit, error))

    async def on_action(self, body: Body, action: Mapping[str, Any], ack: AsyncAck) -> None:
        """Do what a button or menu stands for."""
        await ack()
        view: Mapping[str, Any] = body.get("view") or {}
        if action.get("url"):
            return  # a link: the browser does the rest
        verb, ids = payload.verb_of(action)
        surface: Surface = "message" if not view else "home" if view.get("type") == "home" else "modal"
        meta = payload.compact(view.get("private_metadata"))
        visit = await self._visit(
            body,
            surface=surface,
            name=verb,
            key=payload.action_key(body, action),
            ids={**payload.ids_in(meta), **ids} if surface == "modal" else ids,
            answers=payload.answers_in(view),
            meta=meta,
        )
        try:
            await _pressed(visit, action)
        except Exception as error:  # noqa: BLE001 - the boundary
            await _safely(tell_refusal(visit, error))

    async def on_submission(self, body: Body, view: Mapping[str, Any], ack: AsyncAck) -> None:
        """Take a form in; it stays open with its text when it could not be."""
        form = str(view.get("callback_id") or "")
        meta = payload.compact(view.get("private_metadata"))
        visit = await self._visit(
            body,
            surface="modal",
            name=form,
            key=f"view:{view.get('id')}",
            ids=payload.ids_in(meta),
            answers=payload.answers_in(view),
            meta=meta,
        )
        submit = registry.FORMS.get(form)
        if submit is None:
            await ack()
            return
        if find_sensitive(payload.texts_in(visit.answers)) and not visit.many("sensitive_ok"):
            await ack(response_action="update", view=with_warning(visit))
            return
        try:
            answer = await submit(visit)
        except Exception as error:  # noqa: BLE001 - the boundary
            answer = await form_refusal(visit, error)
        await ack(**(answer or {}))

    async def on_event(self, body: Body, event: Mapping[str, Any], context: AsyncBoltContext) -> None:
        """Take each event once, however often Slack delivers it. Bolt acknowledges it when this returns."""
        answer = EVENTS.get(str(event.get("type") or ""))
        if answer is None:
            return
        try:
            if not await self._reception.store.run(first_time, f"event:{body.get('event_id')}"):
                log.info("event.repeated", retry=context.get("retry_num"))
                return
        except StoreUnavailable as error:
            log.warning("store.unavailable", doing="event", error=str(error)[:300])
            return  # Slack would only come again; what matters here is drawn again at the next look
        visit = await self._visit(body, surface="message", name=str(event["type"]), key=f"event:{body.get('event_id')}")
        try:
            await answer(visit, event)
        except Exception:
            log.exception("handler.failed", doing=visit.name)

    async def on_closed(self, ack: AsyncAck) -> None:
        """A form was closed without being sent."""
        await ack()

    async def on_options(self, ack: AsyncAck) -> None:
        """No list of ours is filled while people type."""
        await ack(options=[])


def first_time(uow: UnitOfWork, key: str) -> bool:
    """Take a delivery in; False when it was taken in before."""
    return uow.once(key) is None


async def _pressed(visit: Visit, action: Mapping[str, Any]) -> None:
    if visit.surface == "modal" and action.get("action_id") == "value":
        redraw = registry.REDRAWN.get(str(visit.view.get("callback_id") or ""))
        if redraw is not None:
            await redraw(visit)
        return
    act = registry.VERBS.get(visit.name)
    if act is None:
        log.warning("button.unknown", verb=visit.name)
        await visit.tell("refused.unknown_button")
        return
    await act(visit)


async def _safely(telling: Any) -> None:
    """Await an apology that may itself fail (Slack away, trigger too old): then the log has to do."""
    try:
        await telling
    except Exception:
        log.exception("answer.failed")


__all__ = ["Listeners", "build_bolt", "first_time"]
