"""On which road and which database a story runs: the main stories on every pair, each other one on a pair of its own."""

from __future__ import annotations

import itertools
import zlib
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pytest

Transport = Literal["socket", "http"]
Database = Literal["sqlite", "postgresql"]
Road = tuple[Transport, Database]

EVERY: tuple[Road, ...] = tuple(itertools.product(("socket", "http"), ("sqlite", "postgresql")))
FIXTURES = ("transport", "database_url")


def road_of(story: str) -> Road:
    """The pair one story runs on: always the same for a name, and a quarter of all names for each pair."""
    return EVERY[zlib.crc32(story.encode()) % len(EVERY)]


def spread(metafunc: pytest.Metafunc) -> None:
    """Give a test that asks for `transport` or `database_url` its values: every pair where it is marked `every_road`, or with --all-roads.

    A test that names the values itself keeps them.
    """
    own = {name for mark in metafunc.definition.iter_markers("parametrize") for name in _names(mark)}
    wanted = [name for name in FIXTURES if name in metafunc.fixturenames and name not in own]
    if not wanted:
        return
    everywhere = metafunc.config.getoption("all_roads") or metafunc.definition.get_closest_marker("every_road")
    module = metafunc.module.__name__.rpartition(".")[2]
    roads = EVERY if everywhere else (road_of(f"{module}::{metafunc.definition.originalname}"),)
    values = dict.fromkeys(
        tuple(part for name, part in zip(FIXTURES, road, strict=True) if name in wanted) for road in roads
    )
    metafunc.parametrize(wanted, list(values), indirect=True)


def _names(mark: pytest.Mark) -> Sequence[str]:
    names = mark.args[0]
    return [name.strip() for name in names.split(",")] if isinstance(names, str) else names
