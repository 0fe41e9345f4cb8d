"""Faults on purpose: what goes wrong, how often, and for which method. Bounded, and visible while they are on."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from workspace.state import Json

KINDS = ("error", "http_status", "hang", "drop_after_commit", "drop_before", "ratelimited")


@dataclass
class Fault:
    """One fault of the Web API.

    `kind`: error (value: Slack's error code), http_status (value: number), hang (no answer until cleared; value: real seconds
    at most), drop_after_commit (the work is done, the connection closes without an answer), drop_before (closes, nothing
    done), ratelimited (429; value: Retry-After in seconds). `method` "*" means every method; `where` narrows it to calls
    whose arguments have these values; `times` is how many calls it takes.
    """

    method: str
    kind: str
    value: Any = None
    times: int = 1
    where: dict[str, str] = field(default_factory=dict)
    met: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown fault {self.kind!r}: one of {', '.join(KINDS)}")
        if not 1 <= self.times <= 10_000:
            raise ValueError("times is between 1 and 10000")


class Faults:
    """The faults that are switched on."""

    def __init__(self) -> None:
        self.active: list[Fault] = []
        self.copies = 1
        self.copies_left = 0
        self.history_lag_seconds = 0.0
        self.refuse_sockets = False

    def add(self, fault: Fault) -> Fault:
        """Switch a fault on."""
        self.active.append(fault)
        return fault

    def clear(self) -> None:
        """Switch everything off."""
        self.active.clear()
        self.copies_left = 0
        self.history_lag_seconds = 0.0
        self.refuse_sockets = False

    def meet(self, method: str, arguments: Json) -> Fault | None:
        """The fault this call runs into, counted; None when it goes through."""
        for fault in self.active:
            fits = all(str(arguments.get(name)) == value for name, value in fault.where.items())
            if fault.method in ("*", method) and fits and fault.met < fault.times:
                fault.met += 1
                if fault.met >= fault.times and fault.kind != "hang":
                    self.active.remove(fault)
                return fault
        return None

    def duplicate(self, copies: int, times: int = 1) -> None:
        """Deliver each of the next `times` things `copies` times in all."""
        self.copies, self.copies_left = copies, times

    def take_copies(self) -> int:
        """How often the delivery at hand goes out."""
        if self.copies_left <= 0:
            return 1
        self.copies_left -= 1
        return self.copies

    def snapshot(self) -> Json:
        """What is on now, for the page."""
        return {
            "methods": [asdict(fault) for fault in self.active],
            "copies": self.copies if self.copies_left else 1,
            "history_lag_seconds": self.history_lag_seconds,
            "refuse_sockets": self.refuse_sockets,
        }
