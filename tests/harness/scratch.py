"""Where tests put their files: in memory where there is room. A disk's journal is what thousands of short-lived files would wait for."""

from __future__ import annotations

import os
import tempfile

MEMORY = "/dev/shm"
ROOM_BYTES = 2 * 1024**3
"""Two test processes with a PostgreSQL server each need a quarter of that."""


def prefer_memory() -> None:
    """Make the machine's memory the folder for temporary files, also of child processes; whoever set TMPDIR has chosen already."""
    if "TMPDIR" in os.environ or not _fits(MEMORY):
        return
    os.environ["TMPDIR"] = MEMORY
    tempfile.tempdir = None  # looked up anew at the next use


def _fits(folder: str) -> bool:
    if not os.access(folder, os.W_OK | os.X_OK):
        return False
    found = os.statvfs(folder)
    executable = not found.f_flag & os.ST_NOEXEC  # some tests make programs
    return executable and found.f_bavail * found.f_frsize >= ROOM_BYTES
