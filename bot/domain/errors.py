"""Every failure Hansho can name. One base; the class docstring says what happened, the message says what to do."""

from __future__ import annotations


class HanshoError(Exception):
    """Base of every failure the program can name."""


class UnknownFact(HanshoError):
    """A rule or an answer names a fact that the shared vocabulary does not hold."""


class BadFactValue(HanshoError):
    """An answer is outside the values that its fact allows."""


class BadDuration(HanshoError):
    """A duration is neither an ISO 8601 duration nor a known word."""


class CalendarOutOfRange(HanshoError):
    """The holiday tables do not reach this year, so a business day there would be a guess."""


class Refused(HanshoError):
    """A person asked for something that the rules of the house do not allow; nothing was changed.

    `key` names the sentence shown to that person (bot.views.texts), `values` fills its places.
    """

    def __init__(self, key: str, **values: object) -> None:
        """Take the sentence's key and the values for its places."""
        super().__init__(key)
        self.key = key
        self.values = values


class NotAllowed(Refused):
    """The person is not one of the room, or their role does not carry this action."""


class AlreadyTaken(Refused):
    """Somebody else was first; the person is told who and when."""


class NotPossibleNow(Refused):
    """The state machine has no such step from the present state (for example a closed incident)."""


class BadAnswer(Refused):
    """An answer of a form cannot be accepted; `block` names the input it belongs to."""

    def __init__(self, block: str, key: str, **values: object) -> None:
        """Take the input's block id beside the sentence's key and values."""
        super().__init__(key, **values)
        self.block = block


class NotFound(HanshoError):
    """A record that a button or a timer points to does not exist in the store."""


class StoreUnavailable(HanshoError):
    """The database refused or did not answer; nothing of the transaction was kept."""


class LogBroken(HanshoError):
    """The hash chain of the log does not verify: an entry was changed, removed or inserted."""


class UnknownTimer(HanshoError):
    """A timer's kind is not known to this version; it is reported and kept, never discarded."""


class TimersWithoutEnd(HanshoError):
    """Timers of one incident kept arming timers that were due at once; a rule of the house is wrong."""


class RecordRefused(HanshoError):
    """The store refuses a record: its unique key is taken, or what it points to does not exist. Nothing was kept."""


class SecondProcess(HanshoError):
    """Another Hansho holds this SQLite file; two would ring everybody twice. Use PostgreSQL for more than one process."""


class SchemaTooNew(HanshoError):
    """A newer Hansho has changed the database; this one would misread it. Start the newer one."""


class SchemaTooOld(HanshoError):
    """The database still has an older Hansho's tables: run `hansho migrate`."""
