"""State that outlives the process: one file, replaced as a whole a moment after something changed, and a folder with the files' bytes.

    {"format": "practice-workspace", "version": 1, "sha256": ...}      first line: what the second must hash to
    {"members": [...], "channels": [...], ...}                         second line: everything

Kept are people, channels, messages, views, scheduled messages, files, groups, invitations, mails, what was read, and the practice
clock where no clock file holds it. Not kept: the traffic log, triggers, sockets and what is under way to the app.
"""

from __future__ import annotations

import asyncio
import fcntl
import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import MISSING, fields
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from workspace.clock import FileClock
from workspace.mailbox import Mailbox
from workspace.records import (
    Channel,
    File,
    Group,
    Invite,
    Json,
    Member,
    Message,
    ResponseUrl,
    Scheduled,
    Team,
    View,
)
from workspace.state import State

FORMAT = "practice-workspace"
VERSION = 1
PAUSE_SECONDS = 0.5
"""The least time between two writes: what a killed process can lose."""
T = TypeVar("T")
KINDS = (Channel, File, Group, Invite, Member, Message, ResponseUrl, Scheduled, Team, View)
EMPTY = {
    kind: frozenset(
        one.name
        for one in fields(kind)
        if (one.default is not MISSING and not one.default) or one.default_factory in (list, dict)
    )
    for kind in KINDS
}
"""The fields of each kind of record that are empty when nobody says otherwise: they are not written."""


class Keeper:
    """Keeps one workspace in one file. ValueError for a file that is damaged, of another kind, or in use."""

    def __init__(self, path: Path, state: State, mailbox: Mailbox) -> None:
        self.path = path
        self._state = state
        self._mailbox = mailbox
        self._written = -1
        self._failing = False
        self._bytes: set[str] = set()
        self._lock = _locked(path)

    @property
    def folder(self) -> Path:
        """Where the bytes of files lie, each by its id."""
        return self.path.with_name(self.path.name + ".files")

    def load(self) -> bool:
        """Take over what the file holds; False when there is none yet."""
        try:
            return self._load()
        except ValueError:
            self.release()
            raise

    def _load(self) -> bool:
        if not self.path.exists():
            return False
        body = _read(self.path)
        try:
            _restore(self._state, body)
            self._mailbox.restore(body["mails"])
            for file in self._state.files.values():
                if file.id in body["bytes"]:
                    file.content = (self.folder / file.id).read_bytes()
                    self._bytes.add(file.id)
        except (KeyError, TypeError, ValueError, AttributeError, OSError) as error:
            raise _damaged(self.path, f"{type(error).__name__}: {error}") from error
        return True

    async def run(self) -> None:
        """Write after every change, for ever. When it cannot be written (a full disk), say so once and try again."""
        while True:
            await self._state.wait_for(lambda: self._state.version != self._written, timeout=None)
            await self._try_to_write()
            await asyncio.sleep(PAUSE_SECONDS)

    async def _try_to_write(self) -> None:
        try:
            await self.write()
        except OSError as error:
            if not self._failing:
                print(f"workspace: nothing is kept any more, {self.path} cannot be written: {error}", file=sys.stderr)
            self._failing = True
        else:
            self._failing = False

    async def write(self) -> None:
        """Write everything now. The picture is taken at once, the work is done beside the loop."""
        version = self._state.version
        body = _picture(self._state) | {"mails": self._mailbox.kept()}
        contents = {f.id: f.content for f in self._state.files.values() if f.content is not None}
        body["bytes"] = sorted(contents)
        fresh = {file_id: content for file_id, content in contents.items() if file_id not in self._bytes}
        writing = asyncio.get_running_loop().run_in_executor(None, self._write, body, fresh)
        try:
            await asyncio.shield(writing)
        except asyncio.CancelledError:
            # the thread goes on whether or not anybody waits, and must not write once the file was let go
            await asyncio.wait({writing})
            raise
        for file_id in self._bytes - set(contents):
            (self.folder / file_id).unlink(missing_ok=True)
        self._bytes, self._written = set(contents), version

    def _write(self, body: Json, fresh: dict[str, bytes]) -> None:
        for file_id, content in fresh.items():
            self.folder.mkdir(exist_ok=True)
            _replace(self.folder / file_id, content)
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        head = {"format": FORMAT, "version": VERSION, "sha256": hashlib.sha256(text).hexdigest()}
        _replace(self.path, json.dumps(head).encode() + b"\n" + text + b"\n")

    async def close(self) -> None:
        """Write the last change and let the file go."""
        if self._state.version != self._written:
            await self._try_to_write()
        self.release()

    def release(self) -> None:
        """Let another workspace use the file."""
        os.close(self._lock)


def _picture(state: State) -> Json:
    """All of it as plain data, taken in one go so that it fits together."""
    clock = state.clock
    return {
        "clock": None if isinstance(clock, FileClock) else clock.kept(),
        "last_id": state.last_id,
        "last_ts": state.last_ts,
        "changes": state.version,
        "token_refusal": state.token_refusal,
        "teams": _all(state.teams.values()),
        "members": _all(state.members.values()),
        "groups": _all(state.groups.values()),
        "channels": _all(state.channels.values()),
        "messages": {channel: _all(kept) for channel, kept in state.messages.items()},
        "ephemerals": _all(state.ephemerals),
        "stacks": {user: _all(stack) for user, stack in state.stacks.items() if stack},
        "homes": _all(state.homes.values()),
        "scheduled": _all(state.scheduled.values()),
        "response_urls": [one | {"made_at": one["made_at"].isoformat()} for one in _all(state.response_urls.values())],
        "files": [{**one, "content": None} for one in _all(state.files.values())],
        "invites": _all(state.invites.values()),
        "read": [[user, channel, ts] for (user, channel), ts in state.read.items()],
    }


def _restore(state: State, body: Json) -> None:
    if body["clock"] is not None and not isinstance(state.clock, FileClock):
        state.clock.take_over(body["clock"])
    state.last_id, state.last_ts, state.version = body["last_id"], body["last_ts"], body["changes"] + 1
    state.token_refusal = body["token_refusal"]
    state.teams = _by_id(Team, body["teams"])
    state.members = _by_id(Member, body["members"])
    state.groups = _by_id(Group, body["groups"])
    for channel in _made(Channel, body["channels"]):
        state.add_channel(channel)
        for message in _made(Message, body["messages"][channel.id]):
            state.messages[channel.id].append(message)
    state.ephemerals = _made(Message, body["ephemerals"])
    state.stacks = {user: _made(View, stack) for user, stack in body["stacks"].items()}
    state.homes = {view.user: view for view in _made(View, body["homes"])}
    state.scheduled = _by_id(Scheduled, body["scheduled"])
    urls = [one | {"made_at": datetime.fromisoformat(one["made_at"])} for one in body["response_urls"]]
    state.response_urls = _by_id(ResponseUrl, urls)
    state.files = _by_id(File, body["files"])
    state.invites = _by_id(Invite, body["invites"])
    state.read = {(user, channel): ts for user, channel, ts in body["read"]}


def _all(records: Iterable[Any]) -> list[Json]:
    """Records as plain data, without what is empty anyway: most of a message is, and ten thousand of them are written at once."""
    return [
        {name: _copied(value) for name, value in vars(one).items() if value or name not in EMPTY[type(one)]}
        for one in records
    ]


def _copied(value: Any) -> Any:
    """A copy of what may change under the writer's hands; what lies deeper is replaced, never changed."""
    return list(value) if isinstance(value, list) else dict(value) if isinstance(value, dict) else value


def _made(kind: Callable[..., T], entries: list[Json]) -> list[T]:
    return [kind(**entry) for entry in entries]


def _by_id(kind: Callable[..., T], entries: list[Json]) -> dict[str, T]:
    return {entry["id"]: kind(**entry) for entry in entries}


def _read(path: Path) -> Json:
    first, _, rest = path.read_bytes().partition(b"\n")
    text = rest.removesuffix(b"\n")
    try:
        if fault := _fault(json.loads(first), text):
            raise _damaged(path, fault)
        found: Json = json.loads(text.decode("utf-8", "surrogatepass"))
    except (UnicodeDecodeError, json.JSONDecodeError, KeyError, TypeError) as error:
        raise _damaged(path, f"{type(error).__name__}: {error}") from error
    return found


def _fault(head: Json, text: bytes) -> str:
    """What is wrong with a file whose first line says this; "" when it is what was written."""
    if head["format"] != FORMAT:
        return f"its format is {head['format']!r}"
    if head["version"] != VERSION:
        return f"it is of version {head['version']}, this program reads {VERSION}"
    return "" if hashlib.sha256(text).hexdigest() == head["sha256"] else "its content is not what was written"


def _damaged(path: Path, why: str) -> ValueError:
    return ValueError(
        f"{path} holds no state of a practice workspace that can be used ({why}); move it away to start anew"
    )


def _locked(path: Path) -> int:
    """A lock beside the file, so that two workspaces never write one state."""
    path.parent.mkdir(parents=True, exist_ok=True)
    held = os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(held)
        raise ValueError(f"{path} is in use by another workspace") from error
    return held


def _replace(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(path)
