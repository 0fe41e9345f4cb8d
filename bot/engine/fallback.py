"""Other roads for a page: mail, then webhook, then the operators. Decisions and rows only; the outbox carries them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.errors import NotFound
from bot.domain.ids import new_id
from bot.domain.incident import Incident
from bot.domain.people import Person
from bot.domain.work import OutboxRow, OutboxState, SendPriority, TransportKind
from bot.engine import events, metrics
from bot.services.ports import UnitOfWork

LATE_AFTER = timedelta(seconds=30)
"""A page that has not arrived this long after it could first leave is also sent on another road."""
WEBHOOK_TARGET = "webhook"
"""The target of a webhook row; the address itself is a secret and stays in the settings."""

LOGIC_FAILED = "operators.logic_failed"
TOKEN_REFUSED = "operators.token_refused"  # noqa: S105 - the name of a sentence
PAGE_ASTRAY = "operators.page_astray"
STUCK = "operators.stuck"
"""Keys of the sentences (bot.views) the engine sends to operators; values: `ref`, `what`, `error`, `person`.
Rows that travel on another road carry the Slack id of whom they are for in params["person"]."""

_UNSETTLED = (OutboxState.PENDING, OutboxState.SENDING, OutboxState.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherRoads:
    """Which roads beside Slack are there."""

    mail: bool = False
    webhook: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Something the operators have to know: once per `key`. `off_slack` also by mail and webhook."""

    text: str
    key: str
    values: dict[str, object]
    incident_id: str = ""
    off_slack: bool = False


def sibling_key(row: OutboxRow) -> str:
    """The idempotency key of the row that carries this one on another road; so there is never a second one."""
    return f"{row.idem_key}:fb1"


def send_another_way(uow: UnitOfWork, row: OutboxRow, roads: OtherRoads, why: str) -> TransportKind | None:
    """Insert the sibling of a page on the next road and return that road; None when there is none left.

    Nothing is inserted twice. A page for which neither mail nor webhook is there is told to the operators.
    """
    sibling = _sibling(uow, row, roads)
    if sibling is not None:
        if uow.post(sibling):
            metrics.FALLBACKS.labels(sibling.transport.value, why).inc()
            events.log.warning(
                events.HANDED_OVER, row=row.id, sibling=sibling.id, road=sibling.transport.value, why=why
            )
        return sibling.transport
    if row.kind == "operators":
        events.log.critical(events.NO_ROAD_LEFT, row=row.id, why=why)
        return None
    person = str(row.params.get("person") or row.target)
    trouble = Trouble(
        text=PAGE_ASTRAY,
        key=f"astray:{row.id}",
        values={"person": person, "ref": row.id, "error": why},
        incident_id=row.incident_id,
    )
    if not tell_operators(uow, trouble, roads):
        events.log.critical(events.NO_ROAD_LEFT, row=row.id, why=why)
        return None
    metrics.FALLBACKS.labels("operators", why).inc()
    return TransportKind.SLACK


def tell_operators(uow: UnitOfWork, trouble: Trouble, roads: OtherRoads) -> int:
    """Insert a page to every operator, once per `trouble.key`, and return how many people and roads that reaches."""
    if ref := _incident_ref(uow, trouble.incident_id):
        trouble = replace(trouble, values={**trouble.values, "ref": ref})
    operators = tuple(uow.rules.office.operators)
    rows = [_operators_row(uow, trouble, TransportKind.SLACK, user_id, user_id) for user_id in operators]
    if trouble.off_slack and roads.mail:
        mails = [(user_id, _mail_of(uow, user_id)) for user_id in operators]
        rows += [_operators_row(uow, trouble, TransportKind.MAIL, mail, user_id) for user_id, mail in mails if mail]
    if trouble.off_slack and roads.webhook:
        rows.append(_operators_row(uow, trouble, TransportKind.WEBHOOK, WEBHOOK_TARGET, ""))
    for row in rows:
        uow.post(row)
    return len(rows)


def late_pages(uow: UnitOfWork, since: datetime) -> tuple[OutboxRow, ...]:
    """Return Slack pages that have not arrived 30 s after they could first leave and have no sibling yet.

    `since` is when this process began (aware UTC): what an outage delayed gets its chance on Slack first.
    """
    pages = uow.find(OutboxRow, priority=SendPriority.PAGE, transport=TransportKind.SLACK, state=_UNSETTLED)
    late = [row for row in pages if max(row.due_at, row.created_at, since) + LATE_AFTER <= uow.now]
    return tuple(row for row in late if not uow.find(OutboxRow, idem_key=sibling_key(row)) and row.kind != "operators")


def _sibling(uow: UnitOfWork, row: OutboxRow, roads: OtherRoads) -> OutboxRow | None:
    person = str(row.params.get("person") or row.target)
    mail = _mail_of(uow, person)
    if row.transport is TransportKind.SLACK and roads.mail and mail:
        transport, target = TransportKind.MAIL, mail
    elif row.transport is not TransportKind.WEBHOOK and roads.webhook:
        transport, target = TransportKind.WEBHOOK, WEBHOOK_TARGET
    else:
        return None
    return OutboxRow(
        id=new_id(uow.now),
        incident_id=row.incident_id,
        lane_id=row.lane_id,
        priority=SendPriority.PAGE,
        transport=transport,
        kind=row.kind,
        target=target,
        params={**row.params, "person": person, "instead_of": row.id},
        idem_key=sibling_key(row),
        due_at=row.due_at,
        next_attempt_at=uow.now,
        created_at=uow.now,
    )


def _operators_row(uow: UnitOfWork, trouble: Trouble, transport: TransportKind, target: str, person: str) -> OutboxRow:
    return OutboxRow(
        id=new_id(uow.now),
        incident_id=trouble.incident_id,
        priority=SendPriority.PAGE,
        transport=transport,
        kind="operators",
        target=target,
        params={"text": trouble.text, "values": trouble.values, "person": person},
        idem_key=f"operators:{transport.value}:{target}:{trouble.key}",
        due_at=uow.now,
        next_attempt_at=uow.now,
        created_at=uow.now,
    )


def _mail_of(uow: UnitOfWork, user_id: str) -> str:
    try:
        return uow.get(Person, user_id).email
    except NotFound:
        return ""


def _incident_ref(uow: UnitOfWork, incident_id: str) -> str:
    try:
        return uow.get(Incident, incident_id).ref if incident_id else ""
    except NotFound:
        return incident_id
