"""files.*: ask for an address, send the bytes there (`uploads`), then say where the file is to be seen."""

from __future__ import annotations

import secrets

from workspace import changes, file_shapes, limits
from workspace.arguments import needed, whole
from workspace.methods.ask import Ask
from workspace.methods.chat import target
from workspace.methods.content import content, thread
from workspace.state import BOT_USER, ApiError, Channel, File, Json, Message


async def get_upload_url(ask: Ask) -> Json:
    """An address for one file of a given length."""
    needed(ask.found, "filename")
    length = whole(ask.found, "length", 0)
    if length <= 0:
        raise ApiError("missing_argument")
    if length > limits.FILE_BYTES:
        raise ApiError("file_upload_size_restricted")
    if ask.text("snippet_type") and length > limits.SNIPPET_BYTES:
        raise ApiError("snippet_too_large")
    if len(ask.text("alt_txt")) > limits.ALT_TEXT:
        raise ApiError("alt_txt_too_large")
    made = File(ask.state.next_id("F"), ask.text("filename"), length, BOT_USER, ask.now, secrets.token_hex(16))
    made.title, made.alt_txt, made.filetype = made.name, ask.text("alt_txt"), ask.text("snippet_type")
    ask.state.files[made.id] = made
    return {"upload_url": f"{ask.core.url}upload/v1/{made.ticket}", "file_id": made.id}


async def complete_upload(ask: Ask) -> Json:
    """Say that the bytes are there, and show the files in channels or in a thread; without a place they stay private."""
    entries = ask.found.get("files")
    if not isinstance(entries, list) or not entries or not all(isinstance(one, dict) for one in entries):
        raise ApiError("invalid_arguments", response_metadata={"messages": ["[ERROR] files is a list of objects"]})
    files = [_uploaded(ask, str(entry.get("id") or "")) for entry in entries]
    places = [_place(ask, name) for name in [*ask.words("channel_id"), *ask.words("channels")]]
    parent = thread(ask.found)
    if parent and len(places) > 1:
        raise ApiError("invalid_arguments", response_metadata={"messages": ["[ERROR] a thread is in one channel"]})
    said = ask.text("initial_comment")
    text, blocks = ("", []) if said or not ask.found.get("blocks") else content({"blocks": ask.found["blocks"]})
    for file, entry in zip(files, entries, strict=True):
        file.title = str(entry.get("title") or file.title)
        file.complete, file.ticket = True, ""
    for place in places:
        message = Message(place.id, ask.state.next_ts(), BOT_USER, said or text, blocks, parent, from_api=True)
        message.files = [file.id for file in files]
        for file in files:
            file.shares.setdefault(place.id, []).append(message.ts)
        ask.state.put(message)
        for file in files:
            ask.tell(changes.file_shared(file, place.id, ask.state.next_ts()))
    ask.state.changed()
    return {"files": [file_shapes.file(ask.state, file) for file in files]}


def _uploaded(ask: Ask, file_id: str) -> File:
    """A file of this bot whose bytes have come and that nobody has completed."""
    found = ask.state.files.get(file_id)
    if found is None or found.content is None or found.complete:
        raise ApiError("file_not_found")
    return found


def _place(ask: Ask, name: str) -> Channel:
    try:
        return target(Ask(ask.core, ask.delivery, ask.method, {"channel": name}))
    except ApiError as error:
        if error.code == "channel_not_found":
            raise ApiError("invalid_channel") from error
        if error.code == "not_in_channel":
            raise ApiError("posting_to_channel_denied") from error
        raise


async def info(ask: Ask) -> Json:
    """One file."""
    file = _visible(ask)
    return {
        "file": file_shapes.file(ask.state, file),
        "comments": [],
        "response_metadata": {"next_cursor": ""},
    }


async def listed(ask: Ask) -> Json:
    """The files the bot can see, newest first; by channel, by person, by time."""
    seen = [f for f in ask.state.files.values() if f.complete and _sees(ask, f)]
    if ask.text("channel"):
        seen = [f for f in seen if ask.text("channel") in f.shares]
    if ask.text("user"):
        seen = [f for f in seen if f.user == ask.text("user")]
    since, until = whole(ask.found, "ts_from", 0), whole(ask.found, "ts_to", 0)
    seen = [f for f in seen if f.created >= since and (not until or f.created <= until)]
    seen.sort(key=lambda f: (f.created, f.id), reverse=True)
    count, number = max(whole(ask.found, "count", 100), 1), max(whole(ask.found, "page", 1), 1)
    start = (number - 1) * count
    shown = [file_shapes.file(ask.state, f) for f in seen[start : start + count]]
    paging = {"count": count, "total": len(seen), "page": number, "pages": -(-len(seen) // count)}
    return {"files": shown, "paging": paging}


async def delete(ask: Ask) -> Json:
    """Take one of the bot's own files away, everywhere."""
    file = _visible(ask)
    if file.user != BOT_USER:
        raise ApiError("cant_delete_file")
    for channel, stamps in file.shares.items():
        for ts in stamps:
            message = ask.state.messages[channel].find(ts) if channel in ask.state.messages else None
            if message and file.id in message.files:
                message.files.remove(file.id)
    del ask.state.files[file.id]
    ask.state.changed()
    return {}


async def upload(ask: Ask) -> Json:
    """The old way of one call, which Slack has ended."""
    raise ApiError("method_deprecated")


def _visible(ask: Ask) -> File:
    needed(ask.found, "file")
    found = ask.state.files.get(ask.text("file"))
    if found is None or not found.complete or not _sees(ask, found):
        raise ApiError("file_not_found")
    return found


def _sees(ask: Ask, file: File) -> bool:
    places = [ask.state.channels[one] for one in file.shares if one in ask.state.channels]
    return file.user == BOT_USER or any(BOT_USER in one.members or one.kind == "public" for one in places)


METHODS = {
    "files.getUploadURLExternal": get_upload_url,
    "files.completeUploadExternal": complete_upload,
    "files.info": info,
    "files.list": listed,
    "files.delete": delete,
    "files.upload": upload,
}
