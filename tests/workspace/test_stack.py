"""The stack of modals and the triggers that build it, against a model, with one thing after another in any order."""

from __future__ import annotations

import asyncio

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from workspace import Clock
from workspace.limits import STACK_DEPTH, TRIGGER_SECONDS
from workspace.modals import checked, new_trigger, replace, show, trigger
from workspace.state import ApiError, Member, State

from .conftest import START, form

PEOPLE = ["U0A", "U0B"]
WHO = st.sampled_from(PEOPLE)


class Stacks(RuleBasedStateMachine):
    """Model: per person a list of view ids, per trigger whether it is fresh, used or old; one external id at most once."""

    def __init__(self):
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.state = State(Clock(START, rate=0))
        for user in PEOPLE:
            self.state.members[user] = Member(user, user.lower(), user)
        self.stacks: dict[str, list[str]] = {user: [] for user in PEOPLE}
        self.triggers: list[tuple[str, str, str]] = []
        self.names: dict[str, str] = {}

    def teardown(self):
        self.loop.close()

    def run(self, work):
        async def inside():
            return work()

        return self.loop.run_until_complete(inside())

    def refused(self, work):
        try:
            return self.run(work), None
        except ApiError as error:
            return None, error.code

    @rule(user=WHO)
    def somebody_acts(self, user):
        made = self.run(lambda: new_trigger(self.state, user))
        self.triggers.append((made, user, "fresh"))

    @rule(back=st.integers(1, 3))
    def three_seconds_pass(self, back):
        for index, (made, user, age) in list(enumerate(self.triggers))[-back:]:
            self.state.triggers[made].sent_seconds -= TRIGGER_SECONDS + 0.1
            self.triggers[index] = (made, user, "used" if age == "used" else "old")

    @rule(index=st.integers(0, 5), on_top=st.booleans(), name=st.sampled_from(["", "one", "two"]))
    def the_app_opens_a_view(self, index, on_top, name):
        made, user, age = self.triggers[-1 - index] if index < len(self.triggers) else ("nonsense", "", "unknown")
        stack = self.stacks.get(user, []) if on_top else []
        body = checked(form(**({"external_id": name} if name else {})), "modal")

        def work():
            leave = trigger(self.state, {"trigger_id": made})
            view = show(self.state, leave.user, body, on_top=on_top)
            leave.used = True
            return view

        view, error = self.refused(work)
        if age == "unknown":
            assert error == "invalid_trigger_id"
        elif age == "used":
            assert error == "exchanged_trigger_id"
        elif age == "old":
            assert error == "expired_trigger_id"
        elif len(stack) >= STACK_DEPTH:
            assert error == "push_limit_reached"
        elif name in self.names.values():
            assert error == "duplicate_external_id"
        else:
            assert error is None and view.user == user
            assert view.previous_id == (stack[-1] if stack else None)
            assert view.root_id == (stack[0] if stack else view.id)
            for gone in self.stacks[user] if not on_top else []:
                self.names.pop(gone, None)
            self.stacks[user] = [*stack, view.id]
            if name:
                self.names[view.id] = name
            self.triggers[-1 - index] = (made, user, "used")

    @rule(user=WHO, stale=st.booleans())
    def the_app_updates_the_top_view(self, user, stale):
        if not self.stacks[user]:
            return
        view = self.state.view(self.stacks[user][-1])
        seen = "0.stale" if stale else view.hash
        name = self.names.get(view.id)
        body = checked(form(callback_id="again", **({"external_id": name} if name else {})), "modal")
        before = view.hash
        _, error = self.refused(lambda: replace(self.state, view, body, seen))
        assert (error == "hash_conflict") is stale
        assert (view.hash == before) is stale

    @rule(user=WHO, everything=st.booleans())
    def somebody_closes(self, user, everything):
        for view_id in self.stacks[user] if everything else self.stacks[user][-1:]:
            self.names.pop(view_id, None)
        self.stacks[user] = [] if everything else self.stacks[user][:-1]
        kept = self.state.stacks.get(user, [])
        self.state.stacks[user] = [] if everything else kept[:-1]

    @invariant()
    def each_person_sees_their_own_stack(self):
        for user in PEOPLE:
            kept = self.state.stacks.get(user, [])
            assert [view.id for view in kept] == self.stacks[user]
            assert len(kept) <= STACK_DEPTH and all(view.user == user for view in kept)


Stacks.TestCase.settings = settings(max_examples=40, stateful_step_count=30)
test_stacks_follow_the_model = Stacks.TestCase
