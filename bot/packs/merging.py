"""`extends`: a user's pack says only what differs from a shipped one."""

from __future__ import annotations

from pathlib import Path

from bot.packs.nodes import read_yaml
from bot.packs.problems import Problem
from bot.packs.tree import Node

MAX_CHAIN = 8


def extended(node: Node, folders: tuple[Path, ...]) -> tuple[Node | None, list[Problem]]:
    """Return the pack with everything it extends laid under it; None when a base cannot be found or read.

    A base is looked for as `<name>.yaml` in the folders, in their order.
    """
    chain = [node]
    seen = {str(Path(node.file).resolve())}
    while (reference := _base_of(chain[-1])) is not None:
        name = reference.value
        if not isinstance(name, str) or not name.replace("-", "").replace("_", "").isalnum():
            return None, [_unknown(reference, folders)]
        path = next((path for folder in folders if (path := folder / f"{name}.yaml").is_file()), None)
        if path is None:
            return None, [_unknown(reference, folders)]
        if str(path.resolve()) in seen or len(chain) > MAX_CHAIN:
            message = f"{name} extends itself, or too many packs one after another"
            return None, [_at(reference, "extends", message, "extend a shipped pack directly")]
        seen.add(str(path.resolve()))
        base, problems = read_yaml(path)
        if base is None or not isinstance(base.value, dict):
            return None, problems or [Problem(str(path), 1, 1, "", "is not a pack", "begin with schema: hansho/pack-1")]
        chain.append(base)
    result = chain.pop()
    while chain:
        result = merged(result, chain.pop())
    return result, []


def merged(under: Node, over: Node) -> Node:
    """Return `under` with `over` laid on it: mappings merge, lists of rules merge by id, everything else is replaced."""
    if isinstance(under.value, dict) and isinstance(over.value, dict):
        inner = dict(under.value)
        for key, node in over.value.items():
            inner[key] = merged(inner[key], node) if key in inner else node
        return Node(inner, over.file, over.line, over.column)
    if _are_rules(under) and _are_rules(over):
        items = list(under.value)
        places = {_id(item): number for number, item in enumerate(items)}
        for item in over.value:
            known = places.get(_id(item))
            if known is not None and known < len(under.value):
                items[known] = merged(items[known], item)
                places.pop(_id(item))  # a second one of that id in the same file stays, and is reported as a duplicate
            else:
                items.append(item)
        return Node(items, over.file, over.line, over.column)
    return over


def _are_rules(node: Node) -> bool:
    return isinstance(node.value, list) and bool(node.value) and all(_id(item) is not None for item in node.value)


def _id(node: Node) -> str | None:
    inner = node.value
    if isinstance(inner, dict) and "id" in inner and isinstance(inner["id"].value, str):
        found: str = inner["id"].value
        return found
    return None


def _base_of(node: Node) -> Node | None:
    found = node.value.get("extends") if isinstance(node.value, dict) else None
    return found if isinstance(found, Node) and found.value is not None and found.value != "" else None


def _unknown(node: Node, folders: tuple[Path, ...]) -> Problem:
    known = sorted(
        {path.stem for folder in folders for path in folder.glob("*.yaml")} - {Path(node.file).stem, "office"}
    )
    return _at(node, "extends", f"there is no pack {node.value}", f"one of {', '.join(known)}" if known else "")


def _at(node: Node, where: str, message: str, hint: str) -> Problem:
    return Problem(node.file, node.line, node.column, where, message, hint)
