"""Reading a YAML file as a tree of Nodes; whatever is wrong with it is named with its line."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError
from ruamel.yaml.scalarstring import ScalarString

from bot.packs.plain_yaml import read_plainly
from bot.packs.problems import Problem
from bot.packs.tree import MAX_DEPTH, TRUTH, Node

MAX_BYTES = 1_000_000
MAX_NODES = 100_000
"""A few lines of YAML aliases can unfold into millions of values."""
KEPT = 64
"""Files whose trees are kept: a thousand packs extend the same few forms. Nobody changes a Node."""


class _Knotted(Exception):
    """The file is nested deeper than any pack, or its aliases unfold into far more."""


def read_yaml(path: Path) -> tuple[Node | None, list[Problem]]:
    """Read one YAML file. Whatever is wrong with it comes back as problems, never as an exception."""
    name = str(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        return None, [
            Problem(name, 1, 1, "", f"cannot be read: {error.strerror or error}", "check the path and the rights")
        ]
    if len(raw) > MAX_BYTES:
        return None, [Problem(name, 1, 1, "", "is larger than a megabyte", "a pack is a few hundred lines")]
    tree, problems = _parsed(name, raw)
    return tree, list(problems)


@lru_cache(maxsize=KEPT)
def _parsed(name: str, raw: bytes) -> tuple[Node | None, tuple[Problem, ...]]:
    tree, problems = _read(name, raw)
    return tree, tuple(problems)


def _read(name: str, raw: bytes) -> tuple[Node | None, list[Problem]]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return None, [Problem(name, line, 1, "", "is not UTF-8", "save the file as UTF-8")]
    plain = read_plainly(text, name)
    return (plain, []) if plain is not None else read_carefully(text, name)


def read_carefully(text: str, name: str) -> tuple[Node | None, list[Problem]]:
    """Return the tree, whatever the file makes use of; or what is wrong, with its place."""
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    try:
        tree = yaml.load(text)
        if tree is None:
            return None, [Problem(name, 1, 1, "", "is empty", "begin with schema: hansho/pack-1")]
        return _Growing(name).node(tree, 1, 1, 0), []
    except DuplicateKeyError as error:
        return None, [_marked(name, error, "the same name stands here twice", "keep one of the two")]
    except MarkedYAMLError as error:
        problem = " ".join(str(error.problem or error.context or "cannot be read as YAML").split())
        return None, [_marked(name, error, f"is not YAML: {problem}", _hint(problem))]
    except ReaderError as error:
        line = text[: error.position].count("\n") + 1
        message = f"is not YAML: the character U+{ord(text[error.position]):04X} is not allowed"
        return None, [Problem(name, line, 1, "", message, "delete it; it is probably invisible")]
    except _Knotted:
        return None, [Problem(name, 1, 1, "", "is nested too deeply or unfolds too far", "write every value out")]
    except (YAMLError, ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
        line = getattr(error, "line", None) or 1
        return None, [
            Problem(name, line, 1, "", f"is not YAML: {_first_line(error)}", "check dates, quotes and indentation")
        ]


class _Growing:
    """Turns ruamel's tree of one file into Nodes."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.count = 0

    def node(self, value: Any, line: int, column: int, depth: int) -> Node:
        self.count += 1
        if depth > MAX_DEPTH or self.count > MAX_NODES:
            raise _Knotted
        if isinstance(value, CommentedMap):
            inner: dict[Any, Node] = {}
            for key, item in value.items():
                at = value.lc.data.get(key) if value.lc.data else None
                # of a nested mapping or list the place of its name is kept, which is where a person looks
                nested = isinstance(item, CommentedMap | CommentedSeq)
                here = ((at[0], at[1]) if nested else (at[2], at[3])) if at else (line - 1, column - 1)
                name = str(key) if isinstance(key, str) else key
                inner[name] = self.node(item, here[0] + 1, here[1] + 1, depth + 1)
            return Node(inner, self.file, line, column)
        if isinstance(value, CommentedSeq):
            items = []
            for number, item in enumerate(value):
                at = value.lc.data.get(number) if value.lc.data else None
                here = (at[0], at[1]) if at else (line - 1, column - 1)
                items.append(self.node(item, here[0] + 1, here[1] + 1, depth + 1))
            return Node(items, self.file, line, column)
        bare = isinstance(value, str) and not isinstance(value, ScalarString) and value.lower() in TRUTH
        return Node(str(value) if isinstance(value, str) else _scalar(value), self.file, line, column, bare)


def _scalar(value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    return value


def _marked(file: str, error: MarkedYAMLError, message: str, hint: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return Problem(file, line, column, "", message, hint)


def _hint(problem: str) -> str:
    if "tab" in problem or "\\t" in problem:
        return "indent with spaces, not tabs"
    if "mapping values" in problem:
        return "put a text that holds a colon in quotes"
    if "alias" in problem or "anchor" in problem:
        return "put a text that begins with * or & in quotes"
    return "check brackets, quotes and indentation of this line and the one above"


def _first_line(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:200]
