"""Places where a test may kill this process. In production no variable is set and a failpoint is one dictionary look-up.

`HANSHO_FAILPOINT=outbox.after_dispatch` kills at the first passing, `outbox.after_dispatch:3` at the third. The names:
cycle.before_fire, cycle.after_fire, cycle.after_recover, outbox.after_claim, outbox.after_dispatch, outbox.after_call,
outbox.after_finish, outbox.after_look_up, outbox.before_resend, fallback.after_post.
"""

from __future__ import annotations

import os
import signal
from collections import Counter

VARIABLE = "HANSHO_FAILPOINT"

_passed: Counter[str] = Counter()


def failpoint(name: str) -> None:
    """Kill this process with SIGKILL when the environment names this place (and the count is reached)."""
    wanted = os.environ.get(VARIABLE)
    if wanted is None:
        return
    place, _, count = wanted.partition(":")
    if place != name:
        return
    _passed[name] += 1
    if _passed[name] >= int(count or "1"):
        os.kill(os.getpid(), signal.SIGKILL)
