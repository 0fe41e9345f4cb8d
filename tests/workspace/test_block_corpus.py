"""No false alarm: every block and element passes on every surface it may stand on, and nowhere else."""

from __future__ import annotations

import copy

import pytest

from workspace import limits
from workspace.blocks import message_problems, view_problems
from workspace.blocks.elements import ELEMENT
from workspace.blocks.layout import BLOCK
from workspace.blocks.rich_text import LEAVES, PARTS

from . import samples
from .samples import asked, good_blocks, good_elements, holding, plain, problems, section, view

GOOD = good_blocks() + good_elements()


def test_the_corpus_holds_everything_there_is():
    assert set(samples.BLOCKS) == set(BLOCK) == set(limits.SURFACES)
    assert set(samples.ELEMENTS) == set(ELEMENT) == {kind for kinds in limits.ELEMENTS.values() for kind in kinds}
    assert set(samples.LEAVES) == set(LEAVES)
    assert set(samples.PARTS) == set(PARTS)


@pytest.mark.parametrize("kind", [*samples.BLOCKS, *samples.ELEMENTS])
def test_what_slack_takes_passes(kind):
    of_this_kind = [found for found in GOOD if found[0].split("-")[0] == kind]
    assert of_this_kind
    for name, surface, block in of_this_kind:
        assert problems(surface, block) == [], name


WRONG_PLACES = [
    (kind, surface)
    for kind, places in limits.SURFACES.items()
    for surface in limits.EVERYWHERE
    if surface not in places
]


@pytest.mark.parametrize(("kind", "surface"), WRONG_PLACES)
def test_a_block_on_a_surface_that_does_not_take_it(kind, surface):
    for block in samples.BLOCKS[kind]:
        assert problems(surface, block) == [f"unsupported type: {kind} [json-pointer:/blocks/0/type]"]


@pytest.mark.parametrize("home", limits.ELEMENTS)
def test_an_element_in_a_block_that_does_not_take_it(home):
    surface = limits.SURFACES[home][0]
    for kind in set(samples.ELEMENTS) - set(limits.ELEMENTS[home]):
        for element in samples.ELEMENTS[kind]:
            found = problems(surface, holding(home, element))
            assert len(found) == 1
            assert found[0].startswith(f"unsupported type: {kind} [json-pointer:/blocks/0/")


ELSEWHERE = [
    (kind, surface)
    for kind, places in limits.ELEMENT_SURFACES.items()
    for surface in limits.EVERYWHERE
    if surface not in places
]


@pytest.mark.parametrize(("kind", "surface"), ELSEWHERE)
def test_an_element_on_a_surface_that_does_not_take_it(kind, surface):
    for element in samples.ELEMENTS[kind]:
        assert problems(surface, asked(element)) == [f"unsupported type: {kind} [json-pointer:/blocks/0/element/type]"]


def test_views_full_and_bare():
    full = view(
        "modal", section(), close=plain("Close"), private_metadata="", callback_id="c", external_id="e", clear_on_close=True,
        notify_on_close=False,
    )  # fmt: skip
    assert view_problems(full) == []
    assert view_problems({"type": "modal", "title": plain("Title"), "blocks": [section()]}) == []
    assert view_problems(view("home", section(), private_metadata="m", callback_id="", external_id="")) == []


def test_a_message_without_blocks_and_one_with_old_attachments():
    assert message_problems([]) == []
    old = {
        "color": "#36a64f",
        "fallback": "x",
        "text": "x",
        "fields": [{"title": "t", "value": "v", "short": True}],
        "ts": 1,
    }
    assert message_problems([], [old, {"blocks": [section()]}]) == []


def test_judging_changes_nothing():
    before = copy.deepcopy([samples.BLOCKS, samples.ELEMENTS])
    for surface, block in [found[1:] for found in GOOD]:
        message_problems([block])
        view_problems(view("modal" if surface == "message" else surface, block))
    assert before == [samples.BLOCKS, samples.ELEMENTS]
