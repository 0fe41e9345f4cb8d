"""Figures: quantiles, medians over runs, ratios against the bare part, and how they are printed."""

from __future__ import annotations

import json
import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest value that `share` (0 to 1) of all values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def median(values: Sequence[float]) -> float:
    """The middle of several runs."""
    return statistics.median(values)


@dataclass(slots=True)
class Figure:
    """One number: what the program does in each run, what the bare part does, and what was promised."""

    name: str
    unit: str
    runs: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    target: float | None = None

    @property
    def value(self) -> float:
        return median(self.runs)

    @property
    def ratio(self) -> float | None:
        """How many times the bare part; None without one."""
        base = median(self.bare) if self.bare else 0.0
        return self.value / base if base > 0 else None

    @property
    def met(self) -> bool:
        return self.target is None or self.value <= self.target


def table(figures: Sequence[Figure]) -> str:
    """A Markdown table of figures."""
    lines = ["| figure | median | worst run | promised | bare part | ratio |", "|---|---:|---:|---:|---:|---:|"]
    for one in figures:
        promised = "" if one.target is None else f"{_said(one.target)} {one.unit}{'' if one.met else ' **missed**'}"
        bare = f"{_said(median(one.bare))} {one.unit}" if one.bare else ""
        ratio = "" if one.ratio is None else f"{one.ratio:.1f}"
        cells = [
            one.name,
            f"{_said(one.value)} {one.unit}",
            f"{_said(max(one.runs))} {one.unit}",
            promised,
            bare,
            ratio,
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def as_json(figures: Sequence[Figure]) -> str:
    """The same for machines."""
    return json.dumps([{**_fields(one), "median": one.value, "ratio": one.ratio} for one in figures], indent=2)


def _fields(one: Figure) -> dict[str, object]:
    return {"name": one.name, "unit": one.unit, "runs": one.runs, "bare": one.bare, "target": one.target}


def _said(value: float) -> str:
    return f"{value:.3g}" if abs(value) < 100 else f"{value:.0f}"


Say = Callable[[str], None]
