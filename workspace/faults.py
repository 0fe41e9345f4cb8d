"""Faults on purpose: what goes wrong, where, how often and for how long.

Every fault is bounded, by a count or by real seconds; all that are on stand in `Faults.snapshot`, with what is left of each, and one
`clear` ends them. A fault names the place it touches (`method`) and a kind that this place knows:

The places: a Web API method, `*` for all of them, `response_url`, `history` (conversations.history and .replies), `delivery` (what goes
to the bot), `sockets`, `scheduled` (messages for later), `smtp` (the mailbox). Their kinds: see `KINDS`.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from workspace.state import Json

HTTP_KINDS = {
    "error": "answers with this error code of Slack's (`ratelimited` without status 429 is one)",
    "ratelimited": "429, with Retry-After of so many seconds",
    "http_status": "answers with this HTTP status and no JSON",
    "hang": "no answer for so many seconds, then the connection closes",
    "slow": "works, and answers so many seconds later",
    "drop_before": "the connection closes and nothing is done",
    "drop_after_commit": "the work is done and the connection closes without an answer",
    "channel_archived": "is_archived for this channel, or for every one",
    "token_revoked": "token_revoked, as after the app was removed",
}
KINDS: dict[str, dict[str, str]] = {
    "": HTTP_KINDS,
    "history": {"lag": "messages of the last so many practice seconds are not in the history yet"},
    "delivery": {
        "duplicate": "arrives so many times in all, with the same ids",
        "reorder": "is held back until so many later ones have gone out, or for a second",
        "lost": "is never sent, as far as the bot can see",
        "lost_ack": "is acknowledged and Slack does not hear it",
    },
    "sockets": {
        "refuse": "no address is given out and no socket opens",
        "silent": "open sockets stay open and say nothing; they close when the fault ends",
    },
    "scheduled": {"lost": "is never posted"},
    "smtp": {
        "refuse": "the connection closes before the greeting",
        "smtp_status": "refused with this code (4xx: not now, 5xx: never), for its recipient; where at=data: for its content",
        "hang": "no answer to the mail for so many seconds, then the connection closes",
        "drop_after_commit": "the mail is taken and the connection closes without an answer",
    },
}
"""Place -> kind -> what it does to one call, one delivery, one mail. "" stands for Web API methods and for `response_url`."""
NEEDS_A_NUMBER = ("http_status", "slow", "lag", "duplicate", "reorder", "smtp_status")
MAY_HAVE_A_NUMBER = ("ratelimited", "hang")
LASTING = ("lag", "refuse", "silent")
"""Kinds of `history` and `sockets`: they are on for a time instead of being met so many times."""

MOST_TIMES = 10_000
MOST_SECONDS = 3600.0
BETWEEN = {"http_status": (300, 599), "smtp_status": (400, 599), "duplicate": (2, 10), "reorder": (1, 100)}
"""The least and the most a value may be, where it is no number of seconds."""
LASTING_SECONDS = 60.0
"""How long a lasting fault is on when nobody says."""


@dataclass
class Fault:
    """One fault; see `KINDS` for `method`, `kind` and what `value` means.

    `where` narrows it to calls whose arguments (deliveries whose payload) have these values; `times` is how many calls it takes (0:
    one, or as many as come when it has a time); `seconds` how long it stays on in real time, None: until it was met often enough.
    ValueError for one that cannot be.
    """

    method: str
    kind: str
    value: Any = None
    times: int = 0
    where: dict[str, str] = field(default_factory=dict)
    seconds: float | None = None
    met: int = 0
    id: str = ""
    until: float | None = None

    def __post_init__(self) -> None:
        known = kinds_of(self.method)
        if self.kind not in known:
            raise ValueError(f"unknown fault {self.kind!r} for {self.method!r}: one of {', '.join(known)}")
        if self.seconds is None and self.kind in LASTING and self.method != "smtp":
            self.seconds = LASTING_SECONDS
        self.times = self.times or (1 if self.seconds is None else MOST_TIMES)
        if not 1 <= self.times <= MOST_TIMES:
            raise ValueError(f"times is between 1 and {MOST_TIMES}")
        if self.kind in NEEDS_A_NUMBER or (self.kind in MAY_HAVE_A_NUMBER and self.value is not None):
            self.value = self._number()
        if self.kind == "error" and not self.value:
            raise ValueError("value is the error code to answer with")
        if self.seconds is not None and not 0 < self.seconds <= MOST_SECONDS:
            raise ValueError(f"seconds is more than 0 and at most {MOST_SECONDS:.0f}")

    def _number(self) -> float | int:
        try:
            found = float(self.value) if self.kind in ("slow", "lag", "hang") else int(self.value)
        except (TypeError, ValueError):
            raise ValueError(f"value is a number for {self.kind}") from None
        least, most = BETWEEN.get(self.kind, (0, MOST_SECONDS))
        if not least <= found <= most:
            raise ValueError(f"value is between {least} and {most:.0f} for {self.kind}")
        return found

    def fits(self, place: str, facts: Json) -> bool:
        """Whether a call of this method with these arguments runs into it."""
        everywhere = self.method == "*" and place != "response_url" and place not in KINDS
        if self.kind == "channel_archived" and self.value and facts.get("channel") != self.value:
            return False
        if self.kind == "token_revoked" and place == "apps.connections.open":
            return False  # goes with the app-level token, which stays good
        return (self.method == place or everywhere) and all(
            str(facts.get(name)) == value for name, value in self.where.items()
        )


def kinds_of(place: str) -> dict[str, str]:
    """The kinds of fault a place knows, each with what it does."""
    return KINDS.get(place, HTTP_KINDS)


class Faults:
    """The faults that are switched on. `on_change` is called whenever one goes on or off."""

    def __init__(self, on_change: Callable[[], None] = lambda: None) -> None:
        self.active: list[Fault] = []
        self.on_change = on_change
        self._numbers = itertools.count(1)
        self._timers: set[asyncio.TimerHandle] = set()

    def add(self, fault: Fault) -> Fault:
        """Switch a fault on."""
        fault.id = f"F{next(self._numbers)}"
        self.active.append(fault)
        if fault.seconds is not None:
            loop = asyncio.get_running_loop()
            fault.until = loop.time() + fault.seconds
            timer = loop.call_at(fault.until, self.remove, fault)
            self._timers.add(timer)
        self.on_change()
        return fault

    def remove(self, fault: Fault) -> None:
        """Switch one off; nothing happens when it is off already."""
        if fault in self.active:
            self.active.remove(fault)
            self.on_change()

    def clear(self) -> None:
        """Switch everything off."""
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()
        self.active.clear()
        self.on_change()

    def named(self, fault_id: str) -> Fault:
        """The active fault of that id; ValueError."""
        for fault in self.active:
            if fault.id == fault_id:
                return fault
        raise ValueError(f"no fault {fault_id!r} is on")

    def meet(self, place: str, facts: Json, *kinds: str) -> Fault | None:
        """The fault this call (delivery, mail) runs into, counted; None when it goes through. `kinds` narrows what is looked for."""
        for fault in self.active:
            if fault.met < fault.times and (not kinds or fault.kind in kinds) and fault.fits(place, facts):
                fault.met += 1
                # a hanging call looks here whether it was cleared, so it stays until it lets go of its last caller
                if fault.met >= fault.times and fault.kind != "hang":
                    self.remove(fault)
                return fault
        return None

    def lasting(self, place: str, kind: str) -> Fault | None:
        """The fault of that place and kind that is on now, not counted."""
        return next((fault for fault in self.active if (fault.method, fault.kind) == (place, kind)), None)

    @property
    def history_lag_seconds(self) -> float:
        """How many practice seconds the history is behind."""
        fault = self.lasting("history", "lag")
        return float(fault.value) if fault else 0.0

    @property
    def refuse_sockets(self) -> bool:
        """Whether sockets are refused."""
        return self.lasting("sockets", "refuse") is not None

    async def hold(self, fault: Fault) -> None:
        """Wait as long as a `hang` says (five minutes when it says nothing), or until it is switched off."""
        loop = asyncio.get_running_loop()
        end = loop.time() + float(fault.value or 300.0)
        # a fault may be cleared from anywhere, so it is looked at again and again
        while fault in self.active and loop.time() < end:  # noqa: ASYNC110 - the fault ends by time, count or a call
            await asyncio.sleep(0.02)
        if fault.met >= fault.times:
            self.remove(fault)

    def snapshot(self) -> list[Json]:
        """What is on now and what is left of it: by count, and in real seconds where it has a time (else None)."""
        return [
            {
                "id": fault.id,
                "method": fault.method,
                "kind": fault.kind,
                "value": fault.value,
                "where": fault.where,
                "does": kinds_of(fault.method)[fault.kind],
                "met": fault.met,
                "times_left": None if fault.times == MOST_TIMES else fault.times - fault.met,
                "seconds_left": self._left(fault),
            }
            for fault in self.active
        ]

    def _left(self, fault: Fault) -> float | None:
        if fault.until is None:
            return None
        return max(0.0, round(fault.until - asyncio.get_running_loop().time(), 1))
