"""Would Slack take these blocks? One walk over a message or a view, with the numbers of `workspace.limits`.

`message_problems` and `view_problems` return sentences as Slack writes them, each with a JSON pointer; an empty
list means accepted. They take whatever JSON can hold and never raise. What we know each rule from stands in `workspace/CLAIMS.md`.

The shapes are data: a `Shape` names the fields of an object and what each must be (`walk.py`), the other modules are tables of shapes.
"""

from __future__ import annotations

import json
from typing import Any

from workspace.blocks.messages import message_problems
from workspace.blocks.views import view_problems

__all__ = ["as_answered", "message_problems", "view_bytes", "view_problems"]


def as_answered(problems: list[str]) -> list[str]:
    """The sentences as they stand in `response_metadata.messages` of a refusal."""
    return [f"[ERROR] {problem}" for problem in problems]


def view_bytes(view: Any) -> int:
    """How large Slack would find the view."""
    return len(json.dumps(view, ensure_ascii=False).encode("utf-8", "surrogatepass"))
