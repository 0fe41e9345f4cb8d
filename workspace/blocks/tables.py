"""Tables, data tables and charts."""

from __future__ import annotations

from typing import Any

from workspace.blocks.rich_text import RICH_TEXT
from workspace.blocks.walk import Check, Shape, Walk, array, boolean, enum, kind, number, one_of, string, whole
from workspace.limits import COUNT, RANGE, TEXT
from workspace.state import Json

RAW_TEXT = Shape({"type": kind, "text": string()}, ("type", "text"))
RAW_NUMBER = Shape({"type": kind, "value": number(), "text": string()}, ("type", "value", "text"))
RAW: dict[str, Check] = {"raw_text": RAW_TEXT, "raw_number": RAW_NUMBER}
CELL = one_of({**RAW, "rich_text": RICH_TEXT})
COLUMN = Shape({"align": enum("left", "center", "right"), "is_wrapped": boolean})


def _column(walk: Walk, value: Any, at: str) -> None:
    if value is not None:  # null skips a column
        COLUMN(walk, value, at)


def _letters(value: Any) -> int:
    if isinstance(value, list):
        return sum(_letters(inner) for inner in value)
    if isinstance(value, dict):
        words = value.get("text")
        return len(words) if isinstance(words, str) else _letters(value.get("elements"))
    return 0


def _count_letters(name: str) -> Check:
    def rule(walk: Walk, value: Json, at: str) -> None:
        walk.counted[f"{name}.text"] += _letters(value["rows"])

    return rule


def _even(walk: Walk, value: Json, at: str) -> None:
    rows = value["rows"]
    for index, row in enumerate(rows):
        if len(row) != len(rows[0]):
            walk.say("all rows must have the same number of cells", f"{at}/rows/{index}")
    for index, cell in enumerate(rows[0]):
        if cell["type"] not in RAW:
            walk.say(f"unsupported type: {cell['type']}", f"{at}/rows/0/{index}/type")
    if value.get("row_header_column_index", 0) >= len(rows[0]):
        walk.say(f"must be less than or equal to {len(rows[0]) - 1}", f"{at}/row_header_column_index")


TABLE = Shape(
    {
        "type": kind,
        "rows": array(array(CELL, COUNT["table.columns"]), COUNT["table.rows"]),
        "column_settings": array(_column, COUNT["table.column_settings"]),
    },
    ("type", "rows"),
    _count_letters("table"),
)

DATA_TABLE = Shape(
    {
        "type": kind,
        "rows": array(array(CELL, COUNT["data_table.columns"]), COUNT["data_table.rows"]),
        "caption": string(),
        "page_size": whole(*RANGE["page_size"]),
        "row_header_column_index": whole(),
    },
    ("type", "rows", "caption"),
    _even,
    _count_letters("data_table"),
)

LABEL = string(TEXT["data_visualization.label"])
AXIS = string(TEXT["data_visualization.axis_label"])
POINT = Shape({"label": LABEL, "value": number()}, ("label", "value"))
SEGMENT = Shape({"label": LABEL, "value": number(positive=True)}, ("label", "value"))
SERIES = Shape({"name": LABEL, "data": array(POINT, COUNT["chart.data"])}, ("name", "data"))
AXES = Shape(
    {"categories": array(LABEL, COUNT["chart.categories"], distinct=True), "x_label": AXIS, "y_label": AXIS},
    ("categories",),
)


def _series_fit_the_axis(walk: Walk, value: Json, at: str) -> None:
    categories = sorted(value["axis_config"]["categories"])
    names: set[str] = set()
    for index, series in enumerate(value["series"]):
        if series["name"] in names:
            walk.say("series names must be unique", f"{at}/series/{index}/name")
        names.add(series["name"])
        if sorted(point["label"] for point in series["data"]) != categories:
            walk.say("must have one data point for each category", f"{at}/series/{index}/data")


PIE = Shape({"type": kind, "segments": array(SEGMENT, COUNT["chart.segments"])}, ("type", "segments"))
LINES = Shape(
    {"type": kind, "series": array(SERIES, COUNT["chart.series"]), "axis_config": AXES},
    ("type", "series", "axis_config"),
    _series_fit_the_axis,
)
DATA_VISUALIZATION = Shape(
    {
        "type": kind,
        "title": string(TEXT["data_visualization.title"]),
        "chart": one_of({"pie": PIE, "bar": LINES, "area": LINES, "line": LINES}),
    },
    ("type", "title", "chart"),
)
