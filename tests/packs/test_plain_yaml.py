"""Two readers of one file: the quick one gives what the careful one gives, places included, or leaves the file to it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.packs.loader import SHIPPED
from bot.packs.nodes import read_carefully, read_yaml
from bot.packs.plain_yaml import read_plainly
from bot.packs.tree import Node

FILES = sorted(SHIPPED.rglob("*.yaml"))


def flat(node: Node, place: str = "") -> list[tuple[object, ...]]:
    here = (place, node.line, node.column, node.bare_truth, node.holds_truth)
    if isinstance(node.value, dict):
        return [here, *(row for key, inner in node.value.items() for row in flat(inner, f"{place}.{key}"))]
    if isinstance(node.value, list):
        return [here, *(row for number, inner in enumerate(node.value) for row in flat(inner, f"{place}[{number}]"))]
    return [(*here, type(node.value).__name__, node.value)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_shipped_pack_reads_the_same_both_ways(file):
    text = file.read_text(encoding="utf-8")
    quick, (careful, problems) = read_plainly(text, "x"), read_carefully(text, "x")
    assert not problems
    assert flat(quick) == flat(careful)


PLAIN = st.sampled_from(
    ["yes", "No", "on", "OFF", "y", "true", "False", "null", "~", "", "0", "-7", "12", "012", "0x1f", "1_000", "3.5", "1e3",
     "60m", "PT60M", "2026-04-01", "2026-4-1", "2026-02-30", "2026-04-01T03:05:00", "03:05", "直ちに", "特記9(3)", "a b", ".inf", "=", "<<"]
)  # fmt: skip
QUOTED = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=8).map(
    lambda t: json.dumps(t, ensure_ascii=False)
)
SCALARS = st.one_of(PLAIN, PLAIN.map(lambda t: f'"{t}"'), PLAIN.map(lambda t: f"'{t}'"), QUOTED)
KEYS = st.sampled_from(["id", "when", "状態", "'yes'", "on", "1", "null", "x y"])
FLOW = st.recursive(
    SCALARS.filter(bool),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.lists(st.tuples(KEYS, inner), max_size=3).map(
            lambda items: "{" + ", ".join(f"{k}: {v}" for k, v in items) + "}"
        ),
    ),
    max_leaves=8,
)


@given(
    st.lists(
        st.tuples(KEYS, st.one_of(SCALARS, FLOW, st.just("|\n    two\n    lines"), st.just("\n    a: 1\n    b: [x]"))),
        min_size=1,
        max_size=5,
    )
)
def test_whatever_a_pack_may_hold_reads_the_same_or_is_left_to_the_careful_reader(rows):
    text = "".join(f"{key}: {value}\n" for key, value in rows)
    quick = read_plainly(text, "x")
    careful, problems = read_carefully(text, "x")
    if quick is not None:
        assert not problems, text
        assert flat(quick) == flat(careful), text


@pytest.mark.parametrize(
    "text",
    [
        "", "# only a comment\n", "a: &x 1\nb: *x\n", "a: !tag 1\n", "a: 1\na: 2\n", "a: {b: 1, b: 2}\n", "a: 1.5\n", "a: [\n",
        "a: 1\n---\nb: 2\n", "%YAML 1.1\n---\na: yes\n", "<<: {a: 1}\n", "? [a]\n: 1\n", "1: x\n", "a: 2026-02-30\n",
        "[" * 100_000, "{a: " * 50_000, "- " * 100_000, "a: \x00\n",
    ],
)  # fmt: skip
def test_what_is_not_plain_is_left_to_the_careful_reader(text):
    assert read_plainly(text, "x") is None


def test_a_file_read_again_gives_the_same_tree_and_an_edited_one_its_own(tmp_path):
    file = tmp_path / "p.yaml"
    file.write_text("a: yes\n", encoding="utf-8")
    first, _ = read_yaml(file)
    assert read_yaml(file)[0] is first
    file.write_text("a: no\n", encoding="utf-8")
    again, _ = read_yaml(file)
    assert (again.value["a"].value, first.value["a"].value) == ("no", "yes")
