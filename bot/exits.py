"""Exit codes of the `hansho` command, and the one clear line that goes with each (docs/exit-codes.md)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

from bot.domain.errors import (
    HanshoError,
    LogBroken,
    SchemaTooNew,
    SchemaTooOld,
    SecondProcess,
    StoreUnavailable,
)


class Exit(IntEnum):
    """Why a process ended. The numbers from 64 follow BSD's sysexits.h where it has a fitting one."""

    OK = 0
    FAILED = 1
    """Something nobody foresaw, or a check that did not pass; the output says what."""
    BAD_INPUT = 2
    """A wrong option, a wrong setting, or packs that do not pass."""
    SCHEMA_TOO_OLD = 65
    DATABASE_UNREACHABLE = 69
    GAVE_UP = 70
    """A part of the program died again and again; a fresh process is the cure."""
    CANNOT_LISTEN = 71
    SECOND_PROCESS = 73
    SLACK_LOST = 75
    """Slack offers connections but ours do not come back; a fresh process is the cure."""
    LOG_BROKEN = 76
    TOKEN_REFUSED = 77
    SCHEMA_TOO_NEW = 78


class StartRefused(HanshoError):
    """The program cannot start or go on; the message is one line that says what to do, `code` how the process ends."""

    def __init__(self, code: Exit, line: str) -> None:
        """Take the exit code and the line for stderr."""
        super().__init__(line)
        self.code = code


_BY_ERROR: dict[type[HanshoError], Exit] = {
    SchemaTooOld: Exit.SCHEMA_TOO_OLD,
    SchemaTooNew: Exit.SCHEMA_TOO_NEW,
    SecondProcess: Exit.SECOND_PROCESS,
    StoreUnavailable: Exit.DATABASE_UNREACHABLE,
    LogBroken: Exit.LOG_BROKEN,
}


@contextmanager
def refusing() -> Iterator[None]:
    """Turn the errors of the store into StartRefused with their exit codes."""
    try:
        yield
    except StartRefused:
        raise
    except HanshoError as error:
        for kind, code in _BY_ERROR.items():
            if isinstance(error, kind):
                raise StartRefused(code, str(error)) from error
        raise
