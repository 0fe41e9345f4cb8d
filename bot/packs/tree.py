"""A YAML file as a tree that remembers file, line and column of every value, so that packs can be merged and still point home."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.packs.problems import Place

MAX_DEPTH = 40
TRUTH = frozenset({"yes", "no", "on", "off", "y", "n"})
"""Words that many readers of YAML take for truth values when they stand without quotes."""


@dataclass(slots=True)
class Node:
    """A value with its place. `value` is a dict or list of Nodes, or a plain scalar."""

    value: Any
    file: str
    line: int
    column: int
    bare_truth: bool = False
    """An unquoted yes, no, on or off: a word here, but a truth value to many other readers of YAML."""
    holds_truth: bool = False
    """Whether one stands in it anywhere."""

    def __post_init__(self) -> None:
        """See what stands in it."""
        inner = self.value
        if isinstance(inner, dict):
            self.holds_truth = any(node.holds_truth for node in inner.values())
        elif isinstance(inner, list):
            self.holds_truth = any(node.holds_truth for node in inner)
        else:
            self.holds_truth = self.bare_truth

    def plain(self) -> Any:
        """Return the value without places."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def at(self, path: Place) -> Node:
        """Return the node at the path, or the nearest one above it."""
        node = self
        for part in path:
            inner: Any = node.value
            holds = part in inner if isinstance(inner, dict) else isinstance(inner, list) and part in range(len(inner))
            if holds:
                node = inner[part]
        return node
