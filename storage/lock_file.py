"""One process for one SQLite file: an exclusive lock on a small file beside it, let go by the kernel however we end."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Self

from bot.domain.errors import SecondProcess, StoreUnavailable


class LockFile:
    """Holds `<database>.lock` as long as it lives. The file itself stays: removing it would let two processes lock two files."""

    def __init__(self, database: Path) -> None:
        """Take the lock.

        Raises:
            SecondProcess: somebody holds it; names the process.
            StoreUnavailable: the file cannot be made there.
        """
        path = database.with_name(database.name + ".lock")
        try:
            self._fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StoreUnavailable(f"cannot write {path}: {error.strerror}") from error
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.read(self._fd, 32).decode("ascii", "replace").strip() or "unknown"
            os.close(self._fd)
            raise SecondProcess(
                f"{database} is in use by another Hansho (process {holder}); stop it first, or use PostgreSQL"
            ) from error
        os.ftruncate(self._fd, 0)
        os.write(self._fd, f"{os.getpid()}\n".encode())
        self._held = True

    def release(self) -> None:
        """Let the lock go."""
        if self._held:
            self._held = False
            os.close(self._fd)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()
