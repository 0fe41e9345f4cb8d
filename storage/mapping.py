"""Records of the domain <-> rows of the tables, by equal field names. Which value becomes which text is the column's matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Generic, Literal, TypeVar

from sqlalchemy import Select, Table, Update, bindparam, select, update
from sqlalchemy.sql.dml import Insert

from bot.domain.action import Action, ActionCheck
from bot.domain.closing import Closing
from bot.domain.consultation import Consultation, Round
from bot.domain.delivery import Delivery
from bot.domain.document import Document, DocumentContent
from bot.domain.duty import Duty
from bot.domain.gate import Emergency, Release
from bot.domain.incident import Incident
from bot.domain.instruction import Instruction
from bot.domain.lane import Attempt, Lane
from bot.domain.ledger import CostLine, ShareTerms
from bot.domain.log import LogEntry
from bot.domain.matter import Matter, MatterEntry
from bot.domain.notice import Notice
from bot.domain.paper import Paper
from bot.domain.people import Approval, Person, RoomMember
from bot.domain.reading import Reading
from bot.domain.register import RegisterEntry
from bot.domain.statement import Statement
from bot.domain.statutory import StatutoryDuty
from bot.domain.survey import Finding, Survey
from bot.domain.work import InboxKey, OutboxRow, Timer
from storage import (
    following_tables,
    ledger_tables,
    matter_tables,
    notice_tables,
    reading_tables,
    register_tables,
    statutory_tables,
    table_base,
    tables,
    work_tables,
)

R = TypeVar("R")

Match = Literal["equal", "one_of", "empty"]
"""How a field is compared: with a value, with each of several, with nothing (IS NULL)."""

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
    CostLine: ledger_tables.CostLineTable,
    ShareTerms: ledger_tables.ShareTermsTable,
    Statement: ledger_tables.StatementTable,
    Notice: notice_tables.NoticeTable,
    Document: notice_tables.DocumentTable,
    DocumentContent: notice_tables.DocumentContentTable,
    Delivery: notice_tables.DeliveryTable,
    Action: following_tables.ActionTable,
    ActionCheck: following_tables.ActionCheckTable,
    Closing: following_tables.ClosingTable,
    Instruction: following_tables.InstructionTable,
    Survey: following_tables.SurveyTable,
    Finding: following_tables.FindingTable,
    Emergency: following_tables.EmergencyTable,
    Release: following_tables.ReleaseTable,
    StatutoryDuty: statutory_tables.StatutoryDutyTable,
    Matter: matter_tables.MatterTable,
    MatterEntry: matter_tables.MatterEntryTable,
    Paper: matter_tables.PaperTable,
    Reading: reading_tables.ReadingTable,
    RegisterEntry: register_tables.RegisterEntryTable,
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
_select_of: dict[Table, Select[Any]] = {}


def mapped(kind: type[R]) -> Mapped[R]:
    """How records of `kind` are kept. Raises TypeError for a class that has no table."""
    if kind not in _worked_out:
        how = _work_out(kind)
        _select_of[how.table] = how.select
        _worked_out[kind] = how
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


@cache
def found_by(table: Table, matches: tuple[tuple[str, Match], ...]) -> Select[Any]:
    """The query for records of a mapped table whose fields match, ordered by id; each value is bound under its field's name.

    Made once: building a statement and the key of its compiled form costs more than running it.
    """
    statement = _select_of[table]
    for name, match in matches:
        column = table.c[name]
        if match == "empty":
            statement = statement.where(column.is_(None))
        elif match == "one_of":
            statement = statement.where(column.in_(bindparam(name, expanding=True)))
        else:
            statement = statement.where(column == bindparam(name))
    return statement.order_by(table.c.id)


@cache
def found_by_id(table: Table, *, lock: bool) -> Select[Any]:
    """The query for one record of a mapped table by `id`, made once; with the row's lock when asked."""
    statement = _select_of[table].where(table.c.id == bindparam("id"))
    return statement.with_for_update() if lock else statement
