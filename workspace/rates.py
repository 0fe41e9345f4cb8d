"""How often a method may be called: Slack's tiers per minute, and the special rule for posting.

`docs.slack.dev/apis/web-api/rate-limits`; the tier of each method from slackapi/java-slack-sdk, MethodsRateLimits.java. Slack names
no burst. Here an allowance is a bucket that holds one minute's worth (for posting into one channel: ten messages) and fills evenly.

Time is counted by the practice clock or by the real one, whichever ran further: at sixty-fold pace a practice minute is a minute, and
while the practice clock stands still the real one goes on. So a bot meets the limits it would meet in Slack, at any pace.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from workspace.clock import Clock, wall_seconds
from workspace.state import ApiError, Json

PER_MINUTE = {1: 1, 2: 20, 3: 50, 4: 100}
"""Calls a minute, by tier."""
SPECIAL = {"auth.test": 600, "chat.getPermalink": 600, "blocks.validate": 600}
"""Methods of the special tier: several hundred a minute."""
POST = "chat.postMessage"
POSTS_A_MINUTE = 300
"""Messages in the whole workspace: several hundred a minute."""
POSTS_A_SECOND = 1.0
POST_BURST = 10
"""Messages into one channel at once; then one a second."""
MINUTE = 60.0

TIERS = {
    1: ("conversations.acceptSharedInvite",),
    2: (
        "auth.teams.list", "bookmarks.add", "bookmarks.edit", "bookmarks.remove", "conversations.archive",
        "conversations.close", "conversations.create", "conversations.inviteShared", "conversations.list",
        "conversations.rename", "conversations.setPurpose", "conversations.setTopic", "conversations.unarchive",
        "dnd.teamInfo", "emoji.list", "files.upload", "pins.add", "pins.list", "pins.remove", "reactions.list",
        "reactions.remove", "usergroups.create", "usergroups.disable", "usergroups.enable", "usergroups.list",
        "usergroups.update", "usergroups.users.list", "usergroups.users.update", "users.list", "users.conversations",
    ),
    3: (
        "apps.connections.open", "auth.revoke", "bookmarks.list", "bots.info", "chat.delete",
        "chat.deleteScheduledMessage", "chat.meMessage", "chat.scheduleMessage", "chat.scheduledMessages.list",
        "chat.update", "conversations.history", "conversations.info", "conversations.invite", "conversations.join",
        "conversations.kick", "conversations.leave", "conversations.mark", "conversations.open",
        "conversations.replies", "dnd.info", "files.delete", "files.list", "reactions.add", "reactions.get",
        "team.info", "users.getPresence", "users.lookupByEmail",
    ),
    4: (
        "api.test", "chat.postEphemeral", "conversations.members", "files.completeUploadExternal",
        "files.getUploadURLExternal", "files.info", "users.info", "users.profile.get", "views.open", "views.publish",
        "views.push", "views.update",
    ),
}  # fmt: skip
TIER = {method: tier for tier, methods in TIERS.items() for method in methods}


def per_minute(method: str) -> int:
    """How many calls of a method Slack takes in a minute."""
    return POSTS_A_MINUTE if method == POST else SPECIAL.get(method) or PER_MINUTE[TIER[method]]


class RateLimited(ApiError):
    """Too often: goes out as status 429, with the seconds to wait in Retry-After."""

    def __init__(self, seconds: int) -> None:
        super().__init__("ratelimited")
        self.seconds = seconds


@dataclass
class Bucket:
    """An allowance: at most `size` at once, `a_second` more each second. `met` holds when it was used in the last minute."""

    size: float
    a_second: float
    left: float = field(init=False)
    seen: float = 0.0
    used: int = 0
    refused: int = 0
    met: deque[float] = field(default_factory=deque)

    def __post_init__(self) -> None:
        self.left = self.size

    def wait(self, now: float) -> float:
        """Seconds until one more is allowed; 0 when it is now."""
        self.left = min(self.size, self.left + (now - self.seen) * self.a_second)
        self.seen = now
        return 0.0 if self.left >= 1 else (1 - self.left) / self.a_second

    def use(self, now: float) -> None:
        """Take one out (more than there is, while nobody enforces it)."""
        self.left = max(self.left - 1, 0.0)
        self.used += 1
        self.met.append(now)

    def last_minute(self, now: float) -> int:
        """How often it was used in the last minute."""
        while self.met and self.met[0] <= now - MINUTE:
            self.met.popleft()
        return len(self.met)


class Rates:
    """All allowances of the app, counted whether or not they are `enforced`."""

    def __init__(self, clock: Clock, *, enforced: bool, real: Callable[[], float] = wall_seconds) -> None:
        self.enforced = enforced
        self._clock = clock
        self._real = real
        self._at = (real(), clock.now().timestamp())
        self._now = 0.0
        self.methods: dict[str, Bucket] = {}
        self.channels: dict[str, Bucket] = {}

    def take(self, method: str, channel: str = "") -> None:
        """Count one call; RateLimited when it may not be done yet. `channel` matters for chat.postMessage."""
        now = self._time()
        most = per_minute(method)
        buckets = [self.methods.setdefault(method, Bucket(most, most / MINUTE))]
        if method == POST and channel:
            buckets.append(self.channels.setdefault(channel, Bucket(POST_BURST, POSTS_A_SECOND)))
        wait = max(bucket.wait(now) for bucket in buckets)
        if wait and self.enforced:
            for bucket in buckets:
                bucket.refused += 1
            raise RateLimited(max(1, math.ceil(wait)))
        for bucket in buckets:
            bucket.use(now)

    def snapshot(self) -> Json:
        """What was used, by method and (for posting) by channel, busiest first."""
        now = self._time()
        methods = [
            {"method": name, "per_minute": per_minute(name), **_shown(one, now)} for name, one in self.methods.items()
        ]
        channels = [{"channel": name, **_shown(one, now)} for name, one in self.channels.items()]
        return {
            "rates": "slack" if self.enforced else "off",
            "methods": sorted(methods, key=_busy),
            "channels": sorted(channels, key=_busy),
        }

    def _time(self) -> float:
        """Seconds since the start, by whichever clock ran further since the last look."""
        real, practice = self._real(), self._clock.now().timestamp()
        self._now += max(real - self._at[0], practice - self._at[1], 0.0)
        self._at = (real, practice)
        return self._now


def _busy(entry: Json) -> tuple[int, int]:
    return -entry["last_minute"], -entry["calls"]


def _shown(bucket: Bucket, now: float) -> Json:
    bucket.wait(now)
    return {
        "calls": bucket.used,
        "last_minute": bucket.last_minute(now),
        "left": int(bucket.left),
        "refused": bucket.refused,
    }
