from __future__ import annotations

import asyncio
import threading
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.domain.work import Call, OutboxRow, OutboxState, SendPriority, TransportKind
from bot.engine.ports import Claimed, HandedOver, LostLease, Postponed, Sent, Superseded, Unknown
from storage import outbox
from storage.opening import open_store
from tests.harness.patience import PATIENCE
from tests.storage.samples import NoRules, add_incident, post

if TYPE_CHECKING:
    from storage.store import SqlStore

SLACK = (TransportKind.SLACK,)
LEASE = 30.0
CALL = Call(method="chat.postMessage", arguments={"text": "x"})


async def claim(store: SqlStore, limit: int = 10, worker: str = "w1", **which: Any) -> list[Claimed]:
    return await store.claim(worker, limit, LEASE, which.pop("transports", SLACK), **which)


async def claim_one(store: SqlStore, key: str = "k", **changes: Any) -> Claimed:
    await store.run(lambda uow, _: post(uow, key, **changes), None)
    (claimed,) = await claim(store)
    return claimed


async def stored(store: SqlStore, key: str = "k") -> OutboxRow:
    (row,) = await store.read(lambda uow, _: uow.find(OutboxRow, idem_key=key), None)
    return row


async def dispatch(store: SqlStore, row: OutboxRow) -> Any:
    return await store.mark_dispatched(row, lambda uow, held: CALL)


async def test_rows_are_claimed_by_priority_then_by_time_and_only_when_due(store: SqlStore, clock: Any) -> None:
    def work(uow: Any, _: None) -> None:
        second = timedelta(seconds=1)
        post(uow, "refresh", priority=SendPriority.REFRESH, next_attempt_at=uow.now - 99 * second)
        post(uow, "notice late", next_attempt_at=uow.now - 2 * second)
        post(uow, "notice", next_attempt_at=uow.now - second)
        post(uow, "page", priority=SendPriority.PAGE)
        post(
            uow,
            "unknown",
            priority=SendPriority.PAGE,
            state=OutboxState.UNKNOWN,
            dispatched_at=uow.now,
            next_attempt_at=uow.now - second,
        )
        post(uow, "future", priority=SendPriority.PAGE, next_attempt_at=uow.now + timedelta(microseconds=1))
        for state in (OutboxState.SENDING, OutboxState.SENT, OutboxState.SUPERSEDED, OutboxState.HANDED_OVER):
            post(uow, state.value, state=state)

    await store.run(work, None)
    first = await claim(store, limit=2)
    assert [(claimed.row.idem_key, claimed.was_unknown) for claimed in first] == [("unknown", True), ("page", False)]
    assert [claimed.row.idem_key for claimed in await claim(store)] == ["notice late", "notice", "refresh"]
    assert await claim(store) == []
    clock.forward(0.000001)
    assert [claimed.row.idem_key for claimed in await claim(store)] == ["future"]


async def test_only_the_roads_and_priorities_asked_for_are_claimed(store: SqlStore) -> None:
    def work(uow: Any, _: None) -> None:
        post(uow, "mail", transport=TransportKind.MAIL)
        post(uow, "slack")
        post(uow, "slack page", priority=SendPriority.PAGE)

    await store.run(work, None)
    assert await claim(store, transports=()) == []
    assert [c.row.idem_key for c in await claim(store, priorities=[SendPriority.PAGE])] == ["slack page"]
    assert [c.row.idem_key for c in await claim(store, transports=[TransportKind.WEBHOOK, TransportKind.MAIL])] == [
        "mail"
    ]


async def test_a_claimed_row_is_given_exactly_as_it_is_stored(store: SqlStore, clock: Any) -> None:
    claimed = await claim_one(store)
    assert claimed.row == await stored(store)
    assert (claimed.row.state, claimed.row.lease_owner, claimed.row.lease_token, claimed.row.attempt) == (
        OutboxState.SENDING,
        "w1",
        1,
        1,
    )
    assert claimed.row.lease_until == clock.now() + timedelta(seconds=LEASE)


async def test_a_claimed_unknown_row_is_given_exactly_as_it_is_stored_and_counts_no_attempt(
    store: SqlStore, clock: Any
) -> None:
    claimed = await claim_one(store, state=OutboxState.UNKNOWN, dispatched_at=clock.now(), attempt=2, lease_token=5)
    assert claimed.was_unknown
    assert claimed.row == await stored(store)
    assert (claimed.row.attempt, claimed.row.lease_token, claimed.row.dispatched_at) == (2, 6, clock.now())


async def test_many_workers_at_once_never_get_one_row_twice(store: SqlStore) -> None:
    await store.run(lambda uow, _: [post(uow, f"k{n}") for n in range(60)], None)
    batches = await asyncio.gather(*(claim(store, limit=5, worker=f"w{n}") for n in range(14)))
    ids = [claimed.row.id for batch in batches for claimed in batch]
    assert len(ids) == len(set(ids)) == 60


async def test_two_claims_open_at_the_same_moment_share_the_rows(postgres_store: SqlStore) -> None:
    await postgres_store.run(lambda uow, _: [post(uow, f"k{n}") for n in range(4)], None)
    both = threading.Barrier(2)

    def work(uow: Any) -> list[Claimed]:
        claimed = outbox.claim(uow, "w", 2, LEASE, SLACK, None)
        both.wait(PATIENCE)  # neither has committed yet
        return claimed

    first, second = await asyncio.gather(postgres_store.write(work), postgres_store.write(work))
    assert sorted(claimed.row.idem_key for claimed in first + second) == ["k0", "k1", "k2", "k3"]


async def test_the_departure_is_noted_before_anything_leaves(store: SqlStore, clock: Any) -> None:
    claimed = await claim_one(store)
    clock.forward(1)
    seen: list[OutboxRow] = []

    def render(uow: Any, row: OutboxRow) -> Call:
        seen.append(row)
        return CALL

    assert await store.mark_dispatched(claimed.row, render) == CALL
    assert seen == [claimed.row]
    assert (await stored(store)).dispatched_at == clock.now()


async def test_what_renders_to_nothing_is_settled_as_superseded(store: SqlStore) -> None:
    claimed = await claim_one(store)
    assert await store.mark_dispatched(claimed.row, lambda uow, row: None) is None
    row = await stored(store)
    assert (row.state, row.lease_until, row.dispatched_at) == (OutboxState.SUPERSEDED, None, None)


async def test_a_failing_render_is_raised_and_the_row_can_still_be_postponed(store: SqlStore, clock: Any) -> None:
    claimed = await claim_one(store)

    def render(uow: Any, row: OutboxRow) -> Call:
        post(uow, "from a render that fails")
        raise LookupError("no such sentence")

    with pytest.raises(LookupError, match="no such sentence"):
        await store.mark_dispatched(claimed.row, render)
    later = clock.now() + timedelta(seconds=4)
    assert await store.finish(
        claimed.row, Postponed(next_attempt_at=later, count_attempt=True, error="no such sentence")
    )
    row = await stored(store)
    assert (row.state, row.next_attempt_at, row.attempt, row.error) == (
        OutboxState.PENDING,
        later,
        1,
        "no such sentence",
    )
    assert len(await store.read(lambda uow, _: uow.find(OutboxRow), None)) == 1


async def test_a_sent_row_knows_where_it_went(store: SqlStore, clock: Any) -> None:
    claimed = await claim_one(store)
    await dispatch(store, claimed.row)
    clock.forward(2)
    assert await store.finish(claimed.row, Sent(provider_channel="C1", provider_ts="1.5"))
    row = await stored(store)
    assert (row.state, row.provider_channel, row.provider_ts, row.sent_at, row.lease_owner, row.lease_until) == (
        OutboxState.SENT,
        "C1",
        "1.5",
        clock.now(),
        "",
        None,
    )
    assert await claim(store) == []


async def test_a_postponed_row_comes_again_and_a_rate_limit_counts_no_attempt(store: SqlStore, clock: Any) -> None:
    claimed = await claim_one(store)
    await dispatch(store, claimed.row)
    later = clock.now() + timedelta(seconds=30)
    assert await store.finish(claimed.row, Postponed(next_attempt_at=later, count_attempt=False, error="ratelimited"))
    row = await stored(store)
    assert (row.state, row.attempt, row.dispatched_at) == (OutboxState.PENDING, 0, None)
    assert await claim(store) == []
    clock.instant = later
    (again,) = await claim(store)
    assert (again.was_unknown, again.row.attempt, again.row.lease_token) == (False, 1, 2)


async def test_an_unknown_row_keeps_its_first_departure_until_its_end_is_known(store: SqlStore, clock: Any) -> None:
    claimed = await claim_one(store)
    await dispatch(store, claimed.row)
    departed = clock.now()
    assert await store.finish(claimed.row, Unknown(next_attempt_at=clock.forward(1), error="timeout"))
    (again,) = await claim(store)
    assert (again.was_unknown, again.row.dispatched_at, again.row.looked_at, again.row.attempt) == (
        True,
        departed,
        None,
        1,
    )
    looked = clock.forward(1)
    assert await store.finish(again.row, Unknown(next_attempt_at=clock.forward(5), looked_at=looked))
    (third,) = await claim(store)
    assert (third.was_unknown, third.row.looked_at, third.row.attempt) == (True, looked, 1)
    assert await dispatch(store, third.row) == CALL, "absent twice: sent again"
    resent = await stored(store)
    assert (resent.dispatched_at, resent.attempt) == (departed, 2)


async def test_handed_over_and_superseded_end_a_row(store: SqlStore) -> None:
    first = await claim_one(store, "a")
    second = await claim_one(store, "b")
    assert await store.finish(first.row, HandedOver(error="channel_not_found"))
    assert await store.finish(second.row, Superseded())
    assert ((await stored(store, "a")).state, (await stored(store, "a")).error) == (
        OutboxState.HANDED_OVER,
        "channel_not_found",
    )
    assert (await stored(store, "b")).state is OutboxState.SUPERSEDED
    assert await claim(store) == []


async def test_what_follows_a_sending_is_kept_with_it_or_not_at_all(store: SqlStore) -> None:
    incident = await store.run(lambda uow, _: add_incident(uow), None)
    claimed = await claim_one(store, incident_id=incident.id)

    def fail(uow: Any) -> None:
        post(uow, "follow-up")
        raise LookupError

    with pytest.raises(LookupError):
        await store.finish(claimed.row, Sent(), fail)
    assert (await stored(store)).state is OutboxState.SENDING
    assert await store.finish(claimed.row, Sent(), lambda uow: post(uow, "follow-up") and None)
    assert ((await stored(store)).state, (await stored(store, "follow-up")).state) == (
        OutboxState.SENT,
        OutboxState.PENDING,
    )


async def test_a_worker_that_slept_through_its_lease_changes_nothing(store: SqlStore, clock: Any) -> None:
    zombie = await claim_one(store)
    clock.forward(LEASE + 1)
    assert await store.recover_leases() == 1
    (owner,) = await claim(store, worker="w2")
    before = await stored(store)
    followed: list[str] = []
    for outcome in (
        Sent(provider_ts="zombie"),
        Superseded(),
        HandedOver(error="z"),
        Unknown(next_attempt_at=clock.now()),
        Postponed(next_attempt_at=clock.now(), count_attempt=True),
    ):
        assert not await store.finish(zombie.row, outcome, lambda uow: followed.append("ran"))
    assert await dispatch(store, zombie.row) == LostLease()
    assert await stored(store) == before
    assert followed == []
    assert await dispatch(store, owner.row) == CALL
    assert await store.finish(owner.row, Sent(provider_ts="owner"))
    assert not await store.finish(owner.row, Sent(provider_ts="again")), "settled is settled"
    assert (await stored(store)).provider_ts == "owner"


async def test_leases_that_ran_out_come_back_as_pending_or_unknown_and_others_stay(store: SqlStore, clock: Any) -> None:
    await store.run(lambda uow, _: [post(uow, key) for key in ("never left", "left")], None)
    claimed = {one.row.idem_key: one.row for one in await claim(store)}
    await dispatch(store, claimed["left"])
    clock.forward(LEASE)
    await store.run(lambda uow, _: post(uow, "alive"), None)
    await claim(store)
    assert await store.recover_leases() == 0, "a lease holds to its last instant"
    clock.forward(0.000001)
    assert await store.recover_leases(tuple(row.id for row in claimed.values())) == 0, "their holder is still at it"
    assert await store.recover_leases() == 2
    assert await store.recover_leases() == 0
    after = {key: await stored(store, key) for key in ("never left", "left", "alive")}
    assert {key: row.state for key, row in after.items()} == {
        "never left": OutboxState.PENDING,
        "left": OutboxState.UNKNOWN,
        "alive": OutboxState.SENDING,
    }
    assert [row.lease_token for row in after.values()] == [2, 2, 1]
    assert {one.row.idem_key: one.was_unknown for one in await claim(store)} == {"never left": False, "left": True}


async def test_a_worker_that_dies_while_looking_an_unknown_row_up_leaves_it_unknown(
    store: SqlStore, clock: Any
) -> None:
    await claim_one(store, state=OutboxState.UNKNOWN, dispatched_at=clock.now())
    clock.forward(LEASE + 1)
    await store.recover_leases()
    assert (await stored(store)).state is OutboxState.UNKNOWN


async def test_opening_an_sqlite_file_voids_every_lease_of_the_former_life(sqlite_url: str, clock: Any) -> None:
    with open_store(sqlite_url, clock, NoRules()) as former:
        await former.run(lambda uow, _: [post(uow, key) for key in ("never left", "left")], None)
        rows = {one.row.idem_key: one.row for one in await claim(former)}
        await dispatch(former, rows["left"])
    with open_store(sqlite_url, clock, NoRules()) as store:
        assert ((await stored(store, "never left")).state, (await stored(store, "left")).state) == (
            OutboxState.PENDING,
            OutboxState.UNKNOWN,
        )
        assert not await store.finish(rows["left"], Sent())


async def test_a_postgres_store_leaves_the_leases_of_other_replicas_alone(
    migrated_postgres_url: str, clock: Any
) -> None:
    with open_store(migrated_postgres_url, clock, NoRules()) as one:
        claimed = await claim_one(one)
        with open_store(migrated_postgres_url, clock, NoRules()):
            assert await one.finish(claimed.row, Sent())


async def test_a_gate_closes_until_its_instant_and_never_opens_early(store: SqlStore, clock: Any) -> None:
    assert await store.gates(["slack:T1"]) == {}
    later = clock.now() + timedelta(seconds=30)
    await store.set_gate("slack:T1", later)
    await store.set_gate("slack:T1", later - timedelta(seconds=20))
    assert await store.gates(["slack:T1", "slack:T2"]) == {"slack:T1": later}
    await store.set_gate("slack:T1", later + timedelta(seconds=1))
    clock.instant = later
    assert await store.gates(["slack:T1"]) == {"slack:T1": later + timedelta(seconds=1)}
    clock.forward(1)
    assert await store.gates(["slack:T1"]) == {}


async def test_a_worker_beats(store: SqlStore, clock: Any) -> None:
    from sqlalchemy import select

    from storage.work_tables import WorkerTable

    started = clock.now()
    await store.beat("w1", clock.now())
    await store.beat("w1", clock.forward(5))
    await store.beat("w2", clock.now())
    found = await store.write(
        lambda uow: sorted(
            (row.id, row.started_at, row.cycle_ok_at) for row in uow.execute(select(WorkerTable.__table__))
        )
    )
    assert found == [("w1", started, clock.now()), ("w2", clock.now(), clock.now())]
