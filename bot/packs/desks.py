"""The client's desks and the ladders: whom to reach, whom to ring, in which order and after how long."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from bot.packs.base import Day, Delay, PackModel, seconds_of_delay

Slot = Literal["primary", "backup", "after_hours", "deputy"]
_SLOTS: tuple[Slot, ...] = ("primary", "backup", "after_hours", "deputy")


class Contact(PackModel):
    """One person of a desk."""

    name: str = ""
    phone: str = ""
    email: str = ""
    slack: Annotated[str, Field(pattern=r"^([UW][A-Z0-9]{1,20})?$")] = ""
    """Their Slack id in the client's own workspace: who may confirm receipt in the shared channel."""


class Desk(PackModel):
    """Whom to reach. `slots` are the places that must be filled, in the order they are called; `people` fills them."""

    label: str = ""
    side: Literal["client", "contractor"] = "client"
    required: bool = False
    slots: tuple[Slot, ...] = ("primary",)
    people: Mapping[Slot, Contact] = {}
    channels: tuple[str, ...] = ("phone", "email")
    shared_channel: Annotated[str, Field(pattern=r"^([CG][A-Z0-9]{1,20})?$")] = ""
    """Id of the Slack channel shared with this client and nobody else; empty: none."""
    reached_when: Literal["sent", "person_reached", "acknowledged"] = "person_reached"
    drilled_on: Day = None

    @model_validator(mode="after")
    def _in_calling_order(self) -> Self:
        order = [*self.slots, *(slot for slot in _SLOTS if slot not in self.slots)]
        ordered = {slot: self.people[slot] for slot in order if slot in self.people}
        object.__setattr__(self, "people", ordered)  # a pinned pack comes back with sorted keys
        return self


class LadderStep(PackModel):
    """One step; written short as `[5m, duty_manager]`. `who` is a role of ours, or desk.slot.channel of the client's."""

    delay: Delay
    who: str

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        if isinstance(value, list | tuple):
            if len(value) != 2:
                raise PydanticCustomError("bad_step", "a step has two parts")
            return {"delay": value[0], "who": value[1]}
        return value

    @property
    def delay_seconds(self) -> int:
        """Seconds after the ladder's start."""
        return seconds_of_delay(self.delay)

    @property
    def role(self) -> str:
        """The role to ring."""
        return self.who


class Ladders(PackModel):
    """Whom to ring on our side, and whom to call at the client's, with the delay from the ladder's start."""

    internal: tuple[LadderStep, ...] = (LadderStep(delay="0m", who="incident_lead"),)
    repeat: Delay = "5m"
    until: Literal["acknowledged"] = "acknowledged"
    client: tuple[LadderStep, ...] = ()
    until_client: Literal["sent", "person_reached", "acknowledged"] = "person_reached"

    @property
    def repeat_seconds(self) -> int:
        """Seconds between the steps of later loops."""
        return seconds_of_delay(self.repeat)
