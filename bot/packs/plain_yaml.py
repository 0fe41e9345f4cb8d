"""YAML as packs are written nearly always, read straight from the parser's events: many times faster than with every comment kept.

Whatever is not plain (an alias, a tag, a name that stands twice, a number with a point, a fault) is left to the careful reader of
bot.packs.nodes, which also knows what to say about it. Both give the same tree; a test holds them together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)
from ruamel.yaml.nodes import ScalarNode

from bot.packs.tree import MAX_DEPTH, TRUTH, Node

_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PLAIN = (True, False)
"""What the resolver is told of a value without quotes."""


class _NotPlain(Exception):
    """Something for the careful reader."""


def read_plainly(text: str, file: str) -> Node | None:
    """Return the tree of a plain file; None for everything that needs the careful reader."""
    yaml = YAML(
        typ="safe"
    )  # with the parser in C where it is installed; events, so that no depth of nesting is its recursion
    try:
        return _Reader(yaml, file).document(iter(yaml.parse(text)))
    except (_NotPlain, StopIteration, YAMLError, ValueError, TypeError, AttributeError, IndexError, KeyError):
        return None


class _Reader:
    """Builds Nodes from the events of one document."""

    def __init__(self, yaml: Any, file: str) -> None:
        self.file = file
        self._tag_of = yaml.resolver.resolve

    def document(self, events: Iterator[Event]) -> Node:
        if not isinstance(next(events), StreamStartEvent):
            raise _NotPlain
        begin = next(events)
        if not isinstance(begin, DocumentStartEvent) or begin.version or begin.tags:
            raise _NotPlain
        root = self._node(next(events), events, 1, 1, 0)
        if not isinstance(next(events), DocumentEndEvent) or not isinstance(next(events), StreamEndEvent):
            raise _NotPlain
        return root

    def _node(self, event: Event, events: Iterator[Event], line: int, column: int, depth: int) -> Node:
        if getattr(event, "anchor", None) or depth > MAX_DEPTH:
            raise _NotPlain
        if isinstance(event, ScalarEvent):
            return self._scalar(event, line, column)
        if getattr(event, "tag", None):
            raise _NotPlain
        if isinstance(event, MappingStartEvent):
            return Node(self._mapping(events, depth), self.file, line, column)
        if isinstance(event, SequenceStartEvent):
            items = []
            while not isinstance(inner := next(events), SequenceEndEvent):
                mark = inner.start_mark
                items.append(self._node(inner, events, mark.line + 1, mark.column + 1, depth + 1))
            return Node(items, self.file, line, column)
        raise _NotPlain  # an alias

    def _mapping(self, events: Iterator[Event], depth: int) -> dict[Any, Node]:
        found: dict[Any, Node] = {}
        while not isinstance(key := next(events), MappingEndEvent):
            if not isinstance(key, ScalarEvent) or key.anchor:
                raise _NotPlain
            name = self._scalar(key, 1, 1).value
            if not isinstance(name, str) or name in found or name == "<<":
                raise _NotPlain
            value = next(events)
            # of a nested mapping or list the place of its name is kept, which is where a person looks
            mark = (value if isinstance(value, ScalarEvent) else key).start_mark
            found[name] = self._node(value, events, mark.line + 1, mark.column + 1, depth + 1)
        return found

    def _scalar(self, event: ScalarEvent, line: int, column: int) -> Node:
        text = event.value
        if event.tag:
            raise _NotPlain
        if not event.implicit[0]:  # in quotes, or a block of text
            return Node(text, self.file, line, column)
        if not text:
            raise _NotPlain  # nothing at all has no place of its own
        kind = str(self._tag_of(ScalarNode, text, _PLAIN)).removeprefix("tag:yaml.org,2002:")
        if kind == "str":
            return Node(text, self.file, line, column, text.lower() in TRUTH)
        if kind == "null":
            return Node(None, self.file, line, column)
        if kind == "bool":
            return Node(text.lower() == "true", self.file, line, column)
        if kind == "int" and _WHOLE.fullmatch(text):
            return Node(int(text), self.file, line, column)
        if kind == "timestamp" and _DAY.fullmatch(text):
            return Node(date.fromisoformat(text), self.file, line, column)
        raise _NotPlain
