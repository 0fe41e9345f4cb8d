"""Records of the domain <-> rows of the tables, by equal field names. Which value becomes which text is the column's matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, Table, Update, bindparam, select, update
from sqlalchemy.sql.dml import Insert

from bot.domain.consultation import Consultation, Round
from bot.domain.duty import Duty
from bot.domain.incident import Incident
from bot.domain.lane import Attempt, Lane
from bot.domain.ledger import CostLine
from bot.domain.log import LogEntry
from bot.domain.people import Approval, Person, RoomMember
from bot.domain.work import InboxKey, OutboxRow, Timer
from storage import table_base, tables, work_tables

R = TypeVar("R")

TABLES: dict[type, type[table_base.Base]] = {
    Incident: tables.IncidentTable,
    Lane: tables.LaneTable,
    Attempt: tables.AttemptTable,
    Duty: tables.DutyTable,
    Person: tables.PersonTable,
    RoomMember: tables.RoomMemberTable,
    Approval: tables.ApprovalTable,
    Consultation: tables.ConsultationTable,
    Round: tables.RoundTable,
    CostLine: tables.CostLineTable,
    LogEntry: work_tables.LogEntryTable,
    Timer: work_tables.TimerTable,
    OutboxRow: work_tables.OutboxTable,
    InboxKey: work_tables.InboxTable,
}
"""Which table keeps which record."""

METADATA = table_base.Base.metadata
"""Every table; complete here, because this module imports all of them."""


@dataclass(frozen=True, slots=True)
class Mapped(Generic[R]):
    """Everything about one kind of record that can be worked out once."""

    kind: type[R]
    table: Table
    names: tuple[str, ...]
    insert: Insert
    update: Update
    """Overwrites every field but the id; the id is bound as `at_id`."""
    select: Select[Any]

    def row(self, record: R) -> dict[str, Any]:
        """The record's values by column name."""
        return {name: getattr(record, name) for name in self.names}

    def changes(self, record: R) -> dict[str, Any]:
        """The parameters of `update`."""
        values = self.row(record)
        values["at_id"] = values.pop("id")
        return values

    def record(self, row: Sequence[Any]) -> R:
        """The record of a row that `select` gave."""
        return self.kind(**dict(zip(self.names, row, strict=True)))


def table_of(model: type[table_base.Base]) -> Table:
    """The Core table of an SQLModel class."""
    return model.__table__  # type: ignore[attr-defined, no-any-return]  # set by SQLModel for table=True


_worked_out: dict[type, Mapped[Any]] = {}


def mapped(kind: type[R]) -> Mapped[R]:
    """How records of `kind` are kept. Raises TypeError for a class that has no table."""
    if kind not in _worked_out:
        _worked_out[kind] = _work_out(kind)
    return _worked_out[kind]


def _work_out(kind: type[R]) -> Mapped[R]:
    model = TABLES.get(kind)
    if model is None:
        raise TypeError(f"{kind.__name__} is not a record that the store keeps")
    table = table_of(model)
    names = tuple(field.name for field in fields(kind))  # type: ignore[arg-type]  # all keys of TABLES are dataclasses
    changing: dict[str, Any] = {name: bindparam(name) for name in names if name != "id"}
    return Mapped(
        kind=kind,
        table=table,
        names=names,
        insert=table.insert(),
        update=update(table).where(table.c.id == bindparam("at_id")).values(changing),
        select=select(*(table.c[name] for name in names)),
    )
