"""What a message says: text, blocks, attachments, metadata and thread of a call, checked as Slack does.

`docs.slack.dev/reference/methods/chat.postMessage`, errors.
"""

from __future__ import annotations

import re
from typing import Any

from workspace import blocks as block_kit
from workspace import limits, shapes
from workspace.state import ApiError, Json

TS = re.compile(r"\d{1,12}\.\d{6}")


def content(found: Json, *, longest: int | None = None) -> tuple[str, list[Json]]:
    """Text and finished blocks of a call; ApiError no_text, msg_too_long, invalid_blocks_format, invalid_blocks, invalid_attachments.

    Without `longest` a text that is too long is cut (see `warnings`).
    """
    text = _text(found)
    blocks = found.get("blocks") or []
    if not text and not blocks and not found.get("attachments"):
        raise ApiError("no_text")
    if longest is not None and len(text) > longest:
        raise ApiError("msg_too_long")
    if not isinstance(blocks, list):
        raise ApiError("invalid_blocks_format")
    given = found.get("attachments") or None
    if isinstance(given, list) and len(given) > limits.COUNT["message.attachments"][1]:
        raise ApiError("too_many_attachments")
    problems = block_kit.message_problems(blocks, given)
    if problems:
        part = "blocks" if any("json-pointer:/blocks" in problem for problem in problems) else "attachments"
        raise ApiError(
            f"invalid_{part}", errors=problems, response_metadata={"messages": block_kit.as_answered(problems)}
        )
    return text[: limits.POST_TEXT], shapes.finished(blocks)


def _text(found: Json) -> str:
    markdown = str(found.get("markdown_text") or "")
    if not markdown:
        return str(found.get("text") or "")
    if found.get("text") or found.get("blocks"):
        raise ApiError("markdown_text_conflict")
    if len(markdown) > limits.MARKDOWN_TEXT:
        raise ApiError("msg_too_long")
    return markdown


def warnings(found: Json) -> list[str]:
    """What Slack remarks about a message it took nevertheless."""
    return ["message_truncated"] if len(str(found.get("text") or "")) > limits.POST_TEXT else []


def attachments(found: Json) -> list[Json]:
    """The old-style attachments of a call as Slack keeps them, numbered. They were checked by `content`."""
    made = []
    for number, one in enumerate(found.get("attachments") or [], start=1):
        more = {"blocks": shapes.finished(one["blocks"])} if one.get("blocks") else {}
        made.append({"id": number, "fallback": one.get("fallback") or one.get("text") or "[no preview]", **one, **more})
    return made


def metadata(found: Json) -> Json | None:
    """The metadata of a call; ApiError invalid_metadata_format."""
    given: Any = found.get("metadata")
    if given in (None, "", {}):
        return None
    fits = (
        isinstance(given, dict)
        and isinstance(given.get("event_type"), str)
        and isinstance(given.get("event_payload"), dict)
    )
    if not fits:
        raise ApiError("invalid_metadata_format")
    return dict(given)


def thread(found: Json) -> str | None:
    """The thread a call names; ApiError invalid_thread_ts."""
    given = found.get("thread_ts")
    if given in (None, ""):
        return None
    if not TS.fullmatch(str(given)):
        raise ApiError("invalid_thread_ts")
    return str(given)
