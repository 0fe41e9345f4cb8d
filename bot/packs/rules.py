"""One contract's rules: duties with their clocks, consents, consultations, submissions, what recurs, ends and survives."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from bot.domain.people import Role
from bot.domain.recurring import CARDS
from bot.packs.base import BiText, Day, Duration, Identifier, PackModel, Words
from bot.packs.conditions import Condition

DutyType = Literal[
    "notice",
    "update",
    "contain",
    "cooperate",
    "instruction",
    "answer",
    "survey",
    "deliver",
    "certify",
    "return",
    "cost",
    "exposure",
    "standby",
]
Start = Literal[
    "first_recognised_at",
    "aware_at",
    "determined_at",
    "client_asked_at",
    "notified_client_at",
    "contract_start",
    "contract_end",
    "work_completed_at",
    "contained_at",
    "change_at",
    "occurred_at",
]
Topic = Literal["remediation", "cost", "publication", "retention", "interpretation"]
ON_ORDER = ("as_instructed", "as_requested")
"""Limits that somebody at the client sets case by case."""
Cite = tuple[Annotated[str, Field(min_length=1)], ...]
"""Articles of the contract, as it numbers them."""


class Clock(PackModel):
    """When a duty starts and how long it leaves. `word` is the contract's own and always shown as written.

    Only `limit` and `cap` can make a deadline, and only with `kind: hard`; `target` and `alarm` are the team's own numbers and override
    those that the pack's `urgency` gives to the word.
    """

    start: Start = "first_recognised_at"
    word: str = ""
    limit: Duration | Literal["as_instructed", "as_requested"] | None = None
    kind: Literal["hard", "soft"] = "soft"
    count: Literal["elapsed", "calendar", "business"] = "elapsed"
    first_day: Literal[0, 1] = 0
    roll: Literal["", "next_business_day"] = ""
    target: Duration | None = None
    alarm: Duration | None = None
    cap: Duration | None = None
    """The outermost end beside a word ("promptly, at most 30 days"): a number of the contract, so a deadline too."""
    basis: Literal["contract", "statute", "internal"] = "contract"
    tiers: Literal["own", "all"] = "all"
    """Whose recognition starts it: ours only, or that of every subcontractor too."""
    reading: Words | None = None
    """How we read words that can be read in two ways."""

    @model_validator(mode="after")
    def _numbers_are_hard(self) -> Self:
        number = (self.limit is not None and self.limit not in ON_ORDER) or self.cap is not None
        if number and self.kind == "soft":
            raise PydanticCustomError("soft_limit", "a limit with a number is a deadline")
        if not number and self.kind == "hard":
            raise PydanticCustomError("hard_word", "a word is no deadline")
        return self

    @property
    def is_hard(self) -> bool:
        """Whether the contract itself holds a number, so that passing it is a breach."""
        return self.kind == "hard"


class ContentItem(PackModel):
    """One thing a notice must say; a blank one becomes a follow-up and never holds the notice back."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9_]{1,64}$")]
    label: Words
    cite: str = ""
    allow_empty: bool = False


class Checked(PackModel):
    """One line of a checklist."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9_]{1,64}$")]
    label: Words


class Alternative(PackModel):
    """What the contract allows instead of a duty: to ask for a consultation."""

    consult: Identifier
    cite: str = ""
    must_state: tuple[str, ...] = ()


class Rule(PackModel):
    """What every rule has: an id, its articles, a summary in our words, and in a user's own pack the contract's sentence."""

    id: Identifier
    cite: Cite = ()
    summary: Words = BiText()
    quote: str = ""
    """The contract's sentence, pieces apart by … or ／. Only in a user's own pack, with `contract_text`."""
    note: Words | None = None


class DutyRule(Rule):
    """What the contract makes us do when `when` holds."""

    type: DutyType
    stage: Literal["first", "detail", "final"] | None = None
    to: str = ""
    """The desk (a name under `contacts`) that has to hear it."""
    when: Condition
    clock: Clock | None = None
    content: tuple[ContentItem, ...] = ()
    content_rule: Literal["all", "as_known"] = "as_known"
    done_when: Literal["sent", "person_reached", "acknowledged"] = "acknowledged"
    then: tuple[Identifier, ...] = ()
    merge_with: tuple[Identifier, ...] = ()
    checklist: tuple[Checked, ...] = ()
    items: tuple[Annotated[str, Field(pattern=r"^[a-z0-9_]{1,64}$")], ...] = ()
    """Of joint work: what there is to do, each followed by itself."""
    at: tuple[str, ...] = ()
    substitutes: tuple[str, ...] = ()
    also_binds: tuple[Literal["subcontractor", "client"], ...] = ()
    effort: Literal["must", "best"] = "must"
    every: Duration | None = None
    ledger: bool = False
    bearer: Literal["contractor", "client", "causing_party", "as_agreed"] | None = None
    damages_apart: str = ""
    """For a cost: the article that keeps claims for damages out of an agreement on cost."""
    alert: tuple[Role, ...] = ()
    """Who hears of it as soon as it applies for sure, and joins the room."""
    evidence: Words | None = None
    alternative: Alternative | None = None


class ConsultationRule(Rule):
    """Talks that the contract asks for, or that good practice suggests and the contract does not forbid."""

    topic: Topic
    good_practice: bool = False
    opens_when: Condition
    must_finish_before: str = ""
    emergency: Words | None = None
    """When and how one may act before the talks end, and what must be recorded then."""
    record: tuple[str, ...] = ()


class ConsentRule(Rule):
    """An action that is locked until somebody has agreed to it."""

    gate: tuple[str, ...]
    from_: Annotated[str, Field(alias="from")]
    """Who agrees: client, notice_only, or one of our roles (contractor.responsible)."""
    form: Words = BiText()
    per: Literal["case", "each_time", "standing"] = "case"
    must_state: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    exempt: Words | None = None
    then: tuple[Identifier, ...] = ()


class SubmissionRule(Rule):
    """A form or a paper that goes to the client without having been asked for."""

    to: str = ""
    by: Literal["contractor", "subcontractor"] = "contractor"
    at: Start | None = None
    when: Condition | None = None
    clock: Clock | None = None
    fields: tuple[str, ...] = ()
    form: Literal["", "storage_form", "manager", "place", "originals"] = ""
    """Which of our forms it goes out on; empty for a letter with whatever it is."""
    needs: Literal["receipt", "confirmation"] = "receipt"
    filed_on: Day = None
    """Day on which it was filed, when that was before this pack: nothing is asked of anybody then."""
    unless: Words | None = None
    """When something lighter is enough, in our words."""


class RecurringRule(Rule):
    """What comes back: at an interval, or so long before a fixed day."""

    what: Literal["attest", "training", "drill", "supervise", "flow_down"] = "attest"
    """What has to be shown: a sign that it is so, a training held, who answered by day and by night, supervision, bound subcontractors."""
    owner: Role | None = None
    """Whose turn it is; without one compliance, else the responsible person."""
    every: Duration | Literal["business_day"] | None = None
    anchor: Start | None = None
    remind_before: tuple[Duration, ...] = ()
    last_day_before: Duration | None = None
    also: tuple[Literal["on_joining", "on_leaving"], ...] = ()
    """Also when somebody begins or ends work on the contract."""
    once: bool = False
    check: Words = BiText()
    rotate: tuple[Literal[CARDS], ...] = ()  # type: ignore[valid-type]  # the one list of them
    """Cards that take turns, one a working day."""


class EndRule(Rule):
    """What is owed when the work or the contract ends."""

    type: Literal["return", "erase", "certify", "instruction", "deliver"] = "return"
    when: Condition | None = None
    clock: Clock | None = None
    evidence: Words | None = None
    unless: Words | None = None


class Survival(PackModel):
    """Rules that live on after the end. `rules` are ids of duties, consents or consultations."""

    cite: Cite = ()
    rules: tuple[Identifier, ...]
    until: str = "indefinite"
    condition: Words | None = None
