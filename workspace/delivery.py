"""Getting things to the bot, whichever road it listens on, and noting what came of it."""

from __future__ import annotations

import json
import secrets
from datetime import timedelta

from workspace import payloads
from workspace.core import Core, Sent
from workspace.signed import Signed
from workspace.sockets import Answer, Sockets
from workspace.state import Json


class Delivery:
    """Socket Mode, or signed HTTP when the settings name a request URL."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self.sockets = Sockets(core)
        self.signed = Signed(core)
        self._events_under_way = 0

    @property
    def quiet(self) -> bool:
        """No event is waiting for its acknowledgement or its next try."""
        return self._events_under_way == 0

    async def ask(self, kind: str, payload: Json) -> Answer:
        """Deliver something a person did (`slash_commands` or `interactive`). Never tried again: the person sees the failure."""
        return await self._push(kind, payload, 0, "")

    def tell(self, body: Json) -> None:
        """Deliver an event in the background, tried again as the Events API does: at once, after 1 and after 5 minutes."""
        now = int(self._core.clock.now().timestamp())
        self._events_under_way += 1
        self._core.background(self._tell(payloads.event(body, f"Ev{secrets.token_hex(5).upper()}", now)))

    async def _tell(self, payload: Json) -> None:
        try:
            answer = await self._push("events_api", payload, 0, "")
            for attempt, pause in enumerate(self._core.settings.retry_seconds, start=1):
                if answer.ok:
                    return
                if pause:
                    await self._core.clock.wait_until(self._core.clock.now() + timedelta(seconds=pause))
                reason = "timeout" if answer.error == "timeout" else "connection_failed"
                answer = await self._push(
                    "events_api", payload, attempt, f"http_{reason}" if reason == "timeout" else reason
                )
        finally:
            self._events_under_way -= 1
            self._core.state.changed()

    async def _push(self, kind: str, payload: Json, retry: int, reason: str) -> Answer:
        note = Sent(payload.get("type", kind), json.loads(json.dumps(payload)), self._core.clock.now(), retry)
        if kind == "events_api":
            note.kind = payload["event"]["type"]
        elif kind == "slash_commands":
            note.kind = "slash_command"
        self._core.sent.append(note)
        self._core.state.changed()
        doubled = self._core.faults.meet("delivery", {"kind": note.kind}, "duplicate")
        copies = doubled.value if doubled else 1
        road = self.signed if self._core.settings.request_url else self.sockets
        answer = await road.push(kind, payload, retry, reason, copies)
        note.ok, note.answer, note.error = answer.ok, answer.body, answer.error
        self._core.state.changed()
        return answer
