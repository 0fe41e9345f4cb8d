"""Second opinions: what Slack's own models or slackblocks refuse, the workspace refuses; and its numbers are theirs.

Both read the same documentation as we did, so agreement shows that nothing was overlooked, not that Slack does so. Where they refuse and we do not,
the reason stands in `EXCUSED`; where a number differs, in `OTHER_NUMBERS`.
"""

from __future__ import annotations

import copy
import logging
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slackblocks import _limits as registry

from workspace import limits
from workspace.blocks import message_problems, view_problems

from .samples import BLOCKS, BUTTON, ELEMENTS, good_blocks, good_elements, holding, mrkdwn, plain, section, view
from .second_opinions import sdk_refuses, slackblocks_refuses, table_cells
from .test_block_fuzz import at, places, put
from .test_block_violations import BLOCK_ROWS, VIEW_ROWS, changed

EXCUSED = {
    "min_size` (1)": "slackblocks wants parts in rich text; Slack takes it empty",
    "Table cells must be one of": "slackblocks' table knows no number cells and no cells of several parts; Slack's types do",
    "PlanBlock requires `tasks`": "Slack's reference has the tasks optional",
    "must also be of type `OptionGroup`": "slackblocks wants a group as the initial option; Slack's reference an option of a group",
    "must also be of type `List[OptionGroup]`": "the same, of several",
    "`focus_on_load` is unsupported for external": "Slack's types let the external multi-select have it",
}
"""What only slackblocks refuses, by a part of its sentence, and why we do not."""


@pytest.fixture(autouse=True)
def _quiet(caplog):
    caplog.set_level(logging.CRITICAL, logger="slack_sdk")


def verdicts(surface: str, block: Any, **more: Any) -> tuple[list[str], str, str]:
    """Ours, the sdk's and slackblocks' refusal of one block; excused refusals count as none."""
    if surface == "message":
        ours = message_problems([block])
    else:
        ours = view_problems(view(surface, block, **more))
        if surface == "modal":
            more = {"title": plain("Title"), "submit": plain("Send"), **more}
    theirs = sdk_refuses(surface, copy.deepcopy([block]), **copy.deepcopy(more)) or ""
    cells = table_cells(block) if isinstance(block, dict) else block
    others = slackblocks_refuses(surface, [cells], **more) or ""
    if any(excuse in others for excuse in EXCUSED):
        others = ""
    return ours, theirs, others


def assert_no_kinder(surface: str, block: Any) -> None:
    ours, sdk, slackblocks = verdicts(surface, block)
    assert ours or not sdk, sdk
    assert ours or not slackblocks, slackblocks


FULLEST = [(kind, surface, found[-1]) for kind, found in BLOCKS.items() for surface in limits.SURFACES[kind][:1]]
FULLEST += [
    (kind, "modal" if home == "input" else limits.SURFACES[home][0], holding(home, ELEMENTS[kind][-1]))
    for kind in ELEMENTS
    for home in [
        next(home for home in ("input", "actions", "section", "context_actions") if kind in limits.ELEMENTS[home])
    ]
]
REMOVED = object()


def broken(value: Any) -> list[Any]:
    """A few wrong values for this one."""
    found: list[Any] = [REMOVED]
    if isinstance(value, str):
        found += ["", "x" * 3001, "nope"]
    elif isinstance(value, bool):
        found += [not value]
    elif isinstance(value, (int, float)):
        found += [-1, 0, 11, 10**10]
    elif isinstance(value, list):
        found += [[], value + value]
    elif isinstance(value, dict):
        found += [mrkdwn(), plain(), BUTTON]
    return found


@pytest.mark.parametrize(("kind", "surface", "block"), FULLEST, ids=[found[0] for found in FULLEST])
def test_no_kinder_than_either_library(kind, surface, block):
    for path in places(block)[1:]:
        for wrong in broken(at(block, path)):
            made = put(block, path, wrong)
            if wrong is REMOVED:
                del at(made, path[:-1])[path[-1]]
            assert_no_kinder(surface, made)


@given(st.sampled_from(good_blocks() + good_elements()), st.data())
def test_no_kinder_of_mixed_payloads(chosen, data):
    _, surface, block = chosen
    other = data.draw(st.sampled_from(FULLEST))[2]
    part = at(other, data.draw(st.sampled_from(places(other))))
    assert_no_kinder(surface, put(block, data.draw(st.sampled_from(places(block)[1:])), copy.deepcopy(part)))


def test_the_libraries_are_awake():
    """They see most of the violations and none in the corpus: agreement by silence would prove nothing."""
    seen = [verdicts(row[0], changed(row[1], row[2], row[4])) for row in BLOCK_ROWS.values()]
    assert sum(bool(sdk) for _, sdk, _ in seen) > 30
    assert sum(bool(slackblocks) for _, _, slackblocks in seen) > 70
    assert all(ours for ours, _, _ in seen)
    for name, surface, block in good_blocks() + good_elements():
        assert verdicts(surface, block) == ([], "", ""), name


def test_views_as_the_libraries_see_them():
    for name, (given_view, path, _, illegal, _, _) in VIEW_ROWS.items():
        found = changed(given_view, path, illegal)
        if isinstance(found, dict) and isinstance(found.get("blocks"), list):
            more = {key: value for key, value in found.items() if key not in ("type", "blocks")}
            refusal = sdk_refuses(str(found.get("type", "")), found["blocks"], **more)
            assert view_problems(found) or not refusal, (name, refusal)


def test_every_excuse_is_still_needed():
    needed = set()
    for _, surface, block in good_blocks() + good_elements():
        more = {"title": plain("Title"), "submit": plain("Send")} if surface == "modal" else {}
        refusal = slackblocks_refuses(surface, [table_cells(block)], **more) or ""
        needed |= {excuse for excuse in EXCUSED if excuse in refusal}
    assert needed == set(EXCUSED)


def text(place):
    return limits.TEXT[place]


def fewest(place):
    return limits.COUNT[place][0]


def most(place):
    return limits.COUNT[place][1]


def least(place):
    return limits.RANGE[place][0]


def greatest(place):
    return limits.RANGE[place][1]


PLACEHOLDERS = (
    "SELECT",
    "PLAIN_TEXT_INPUT",
    "EMAIL_INPUT",
    "URL_INPUT",
    "NUMBER_INPUT",
    "DATE_PICKER",
    "TIME_PICKER",
    "RICH_TEXT_INPUT",
)
OURS = {
    "TEXT_MAX_LENGTH": text("section.text"),
    "ACTION_ID_MAX_LENGTH": limits.ID,
    "BLOCK_ID_MAX_LENGTH": limits.ID,
    "VIEW_CALLBACK_ID_MAX_LENGTH": limits.ID,
    "VIEW_EXTERNAL_ID_MAX_LENGTH": limits.ID,
    "BUTTON_TEXT_MAX_LENGTH": text("button.text"),
    "BUTTON_URL_MAX_LENGTH": text("button.url"),
    "BUTTON_VALUE_MAX_LENGTH": text("button.value"),
    "BUTTON_ACCESSIBILITY_LABEL_MAX_LENGTH": text("button.accessibility_label"),
    "BUTTON_AGENT_PROMPT_MAX_LENGTH": text("button.agent_prompt"),
    "WORKFLOW_BUTTON_TEXT_MAX_LENGTH": text("button.text"),
    "WORKFLOW_BUTTON_ACCESSIBILITY_LABEL_MAX_LENGTH": text("button.accessibility_label"),
    "FEEDBACK_BUTTON_TEXT_MAX_LENGTH": text("button.text"),
    "FEEDBACK_BUTTON_VALUE_MAX_LENGTH": text("button.value"),
    "FEEDBACK_BUTTON_ACCESSIBILITY_LABEL_MAX_LENGTH": text("button.accessibility_label"),
    "ICON_BUTTON_VALUE_MAX_LENGTH": text("button.value"),
    "ICON_BUTTON_ACCESSIBILITY_LABEL_MAX_LENGTH": text("button.accessibility_label"),
    "ICON_BUTTON_VISIBLE_TO_USER_IDS_MAX_ITEMS": most("visible_to_user_ids"),
    "CONFIRMATION_TITLE_MAX_LENGTH": text("confirm.title"),
    "CONFIRMATION_TEXT_MAX_LENGTH": text("confirm.text"),
    "CONFIRMATION_CONFIRM_MAX_LENGTH": text("confirm.confirm"),
    "CONFIRMATION_DENY_MAX_LENGTH": text("confirm.deny"),
    "OPTION_TEXT_MAX_LENGTH": text("option.text"),
    "OPTION_VALUE_MAX_LENGTH": text("option.value"),
    "OPTION_DESCRIPTION_MAX_LENGTH": text("option.description"),
    "OPTION_URL_MAX_LENGTH": text("option.url"),
    "OPTION_GROUP_LABEL_MAX_LENGTH": text("option_group.label"),
    "OPTION_GROUP_OPTIONS_MIN_ITEMS": fewest("option_group.options"),
    "OPTION_GROUP_OPTIONS_MAX_ITEMS": most("option_group.options"),
    "SELECT_OPTIONS_MIN_ITEMS": fewest("select.options"),
    "SELECT_OPTIONS_MAX_ITEMS": most("select.options"),
    "SELECT_OPTION_GROUPS_MIN_ITEMS": fewest("select.option_groups"),
    "SELECT_OPTION_GROUPS_MAX_ITEMS": most("select.option_groups"),
    "OVERFLOW_OPTIONS_MIN_ITEMS": fewest("overflow.options"),
    "OVERFLOW_OPTIONS_MAX_ITEMS": most("overflow.options"),
    "CHECKBOXES_OPTIONS_MIN_ITEMS": fewest("checkboxes.options"),
    "CHECKBOXES_OPTIONS_MAX_ITEMS": most("checkboxes.options"),
    "RADIO_BUTTONS_OPTIONS_MIN_ITEMS": fewest("radio_buttons.options"),
    "RADIO_BUTTONS_OPTIONS_MAX_ITEMS": most("radio_buttons.options"),
    "FILE_INPUT_MAX_FILES_MIN": least("max_files"),
    "FILE_INPUT_MAX_FILES_MAX": greatest("max_files"),
    "PLAIN_TEXT_INPUT_MIN_LENGTH_MIN": least("min_length"),
    "PLAIN_TEXT_INPUT_MIN_LENGTH_MAX": greatest("min_length"),
    "PLAIN_TEXT_INPUT_MAX_LENGTH_MIN": least("max_length"),
    "PLAIN_TEXT_INPUT_MAX_LENGTH_MAX": greatest("max_length"),
    **{f"{name}_PLACEHOLDER_MAX_LENGTH": text("placeholder") for name in PLACEHOLDERS},
    **{f"RICH_TEXT_INPUT_{name}_LINES_MIN": least("lines") for name in ("MIN", "MAX")},
    **{f"RICH_TEXT_INPUT_{name}_LINES_MAX": greatest("lines") for name in ("MIN", "MAX")},
    "DISPATCH_ACTION_CONFIGURATION_TRIGGER_ACTIONS_ON_MIN_ITEMS": fewest("trigger_actions_on"),
    "DISPATCH_ACTION_CONFIGURATION_TRIGGER_ACTIONS_ON_MAX_ITEMS": most("trigger_actions_on"),
    "ACTIONS_ELEMENTS_MAX_ITEMS": most("actions.elements"),
    "ALERT_TEXT_MAX_LENGTH": text("alert.text"),
    "CARD_TITLE_MAX_LENGTH": text("card.title"),
    "CARD_SUBTITLE_MAX_LENGTH": text("card.subtitle"),
    "CARD_BODY_MAX_LENGTH": text("card.body"),
    "CARD_SUBTEXT_MAX_LENGTH": text("card.subtext"),
    "CARD_ACTIONS_MAX_ITEMS": most("card.actions"),
    "CAROUSEL_ELEMENTS_MIN_ITEMS": fewest("carousel.elements"),
    "CAROUSEL_ELEMENTS_MAX_ITEMS": most("carousel.elements"),
    "CONTAINER_TITLE_MAX_LENGTH": text("container.title"),
    "CONTAINER_SUBTITLE_MAX_LENGTH": text("container.subtitle"),
    "CONTAINER_CHILD_BLOCKS_MIN_ITEMS": fewest("container.child_blocks"),
    "CONTAINER_CHILD_BLOCKS_MAX_ITEMS": most("container.child_blocks"),
    "CONTEXT_ELEMENTS_MAX_ITEMS": most("context.elements"),
    "CONTEXT_ACTIONS_ELEMENTS_MAX_ITEMS": most("context_actions.elements"),
    "TABLE_ROWS_MAX_ITEMS": most("table.rows"),
    "TABLE_COLUMNS_MAX_ITEMS": most("table.columns"),
    "TABLE_COLUMN_SETTINGS_MAX_ITEMS": most("table.column_settings"),
    "DATA_TABLE_ROWS_MIN_ITEMS": fewest("data_table.rows"),
    "DATA_TABLE_ROWS_MAX_ITEMS": most("data_table.rows"),
    "DATA_TABLE_COLUMNS_MIN_ITEMS": fewest("data_table.columns"),
    "DATA_TABLE_COLUMNS_MAX_ITEMS": most("data_table.columns"),
    "DATA_TABLE_PAGE_SIZE_MIN": least("page_size"),
    "DATA_TABLE_PAGE_SIZE_MAX": greatest("page_size"),
    "DATA_TABLE_CONTENT_MAX_LENGTH": limits.TOTAL["data_table.text"],
    "DATA_TABLE_TOTAL_CONTENT_MAX_LENGTH": limits.TOTAL["data_table.text"],
    "DATA_VISUALIZATION_TITLE_MAX_LENGTH": text("data_visualization.title"),
    "DATA_VISUALIZATION_SEGMENTS_MIN_ITEMS": fewest("chart.segments"),
    "DATA_VISUALIZATION_SEGMENTS_MAX_ITEMS": most("chart.segments"),
    "DATA_VISUALIZATION_SEGMENT_LABEL_MAX_LENGTH": text("data_visualization.label"),
    "DATA_VISUALIZATION_SERIES_MIN_ITEMS": fewest("chart.series"),
    "DATA_VISUALIZATION_SERIES_MAX_ITEMS": most("chart.series"),
    "DATA_VISUALIZATION_SERIES_NAME_MAX_LENGTH": text("data_visualization.label"),
    "DATA_VISUALIZATION_DATA_MIN_ITEMS": fewest("chart.data"),
    "DATA_VISUALIZATION_DATA_MAX_ITEMS": most("chart.data"),
    "DATA_VISUALIZATION_POINT_LABEL_MAX_LENGTH": text("data_visualization.label"),
    "DATA_VISUALIZATION_CATEGORIES_MIN_ITEMS": fewest("chart.categories"),
    "DATA_VISUALIZATION_CATEGORIES_MAX_ITEMS": most("chart.categories"),
    "DATA_VISUALIZATION_CATEGORY_LABEL_MAX_LENGTH": text("data_visualization.label"),
    "DATA_VISUALIZATION_AXIS_LABEL_MAX_LENGTH": text("data_visualization.axis_label"),
    "HEADER_TEXT_MAX_LENGTH": text("header.text"),
    "IMAGE_IMAGE_URL_MAX_LENGTH": text("image.image_url"),
    "IMAGE_ALT_TEXT_MAX_LENGTH": text("image.alt_text"),
    "IMAGE_TITLE_MAX_LENGTH": text("image.title"),
    "IMAGE_ELEMENT_IMAGE_URL_MAX_LENGTH": text("image.image_url"),
    "IMAGE_ELEMENT_ALT_TEXT_MAX_LENGTH": text("image.alt_text"),
    "INPUT_LABEL_MAX_LENGTH": text("input.label"),
    "INPUT_HINT_MAX_LENGTH": text("input.hint"),
    "MARKDOWN_TEXT_MAX_LENGTH": text("markdown.text"),
    "MARKDOWN_TOTAL_TEXT_MAX_LENGTH": limits.TOTAL["markdown.text"],
    "PLAN_TASKS_MAX_ITEMS": most("plan.tasks"),
    "RICH_TEXT_LIST_INDENT_MIN": least("indent"),
    "RICH_TEXT_LIST_INDENT_MAX": greatest("indent"),
    **{f"RICH_TEXT_{name}_BORDER_MIN": least("border") for name in ("LIST", "QUOTE", "PREFORMATTED")},
    **{f"RICH_TEXT_{name}_BORDER_MAX": greatest("border") for name in ("LIST", "QUOTE", "PREFORMATTED")},
    "SECTION_TEXT_MAX_LENGTH": text("section.text"),
    "SECTION_FIELDS_MAX_ITEMS": most("section.fields"),
    "SECTION_FIELDS_ITEM_MAX_LENGTH": text("section.fields"),
    "VIDEO_ALT_TEXT_MAX_LENGTH": text("video.alt_text"),
    "VIDEO_PROVIDER_NAME_MAX_LENGTH": text("video.provider_name"),
    "VIDEO_THUMBNAIL_URL_MAX_LENGTH": text("video.thumbnail_url"),
    "VIDEO_VIDEO_URL_MAX_LENGTH": text("video.video_url"),
    "VIDEO_TITLE_URL_MAX_LENGTH": text("video.title_url"),
    "VIDEO_PROVIDER_ICON_URL_MAX_LENGTH": text("video.provider_icon_url"),
    "MESSAGE_DATA_VISUALIZATIONS_MAX_ITEMS": limits.MOST_IN_A_MESSAGE["data_visualization"],
    "MESSAGE_BLOCKS_MAX_ITEMS": limits.BLOCKS["message"],
    "MESSAGE_ATTACHMENTS_MAX_ITEMS": most("message.attachments"),
    "VIEW_BLOCKS_MAX_ITEMS": limits.BLOCKS["modal"],
    "VIEW_PRIVATE_METADATA_MAX_LENGTH": text("view.private_metadata"),
    "VIEW_TITLE_MAX_LENGTH": text("view.title"),
    "VIEW_CLOSE_MAX_LENGTH": text("view.close"),
    "VIEW_SUBMIT_MAX_LENGTH": text("view.submit"),
}
OTHER_NUMBERS = {
    "VIDEO_TITLE_MAX_LENGTH": (199, 'Slack says "less than 200", and its own models refuse 200'),
    "VIDEO_DESCRIPTION_MAX_LENGTH": (199, 'Slack says "less than 200"'),
    "VIDEO_AUTHOR_NAME_MAX_LENGTH": (49, 'Slack says "less than 50", and its own models refuse 50'),
}
NO_NUMBER_OF_OURS = {
    # zero and one as the least: written where they are used, as "not empty" or "not below zero"
    "TEXT_MIN_LENGTH", "SELECT_MIN_QUERY_LENGTH_MIN", "MULTI_SELECT_MAX_SELECTED_ITEMS_MIN", "CONVERSATION_FILTER_INCLUDE_MIN_ITEMS",
    "DATA_TABLE_CELL_TEXT_MIN_LENGTH", "DATA_TABLE_ROW_HEADER_COLUMN_INDEX_MIN", "DATA_VISUALIZATION_SEGMENT_VALUE_EXCLUSIVE_MIN",
    "RICH_TEXT_LIST_OFFSET_MIN", "MESSAGE_CHANNEL_MIN_LENGTH",
}  # fmt: skip


def test_numbers_are_those_of_the_registry():
    theirs = {name: value for name, value in vars(registry).items() if re.fullmatch(r"[A-Z_]+", name)}
    assert set(theirs) == set(OURS) | set(OTHER_NUMBERS) | NO_NUMBER_OF_OURS
    assert {name: theirs[name] for name in OURS} == OURS
    assert {theirs[name] for name in NO_NUMBER_OF_OURS} == {0, 1}
    for name, (ours, why) in OTHER_NUMBERS.items():
        assert ours == theirs[name] - 1, why
    assert [text(f"video.{name}") for name in ("title", "description", "author_name")] == [199, 199, 49]


def test_surfaces_are_those_of_the_registry():
    from slackblocks._surfaces import _BLOCK_TYPES_BY_SURFACE

    ours = {
        surface: {kind for kind, places in limits.SURFACES.items() if surface in places}
        for surface in limits.EVERYWHERE
    }
    theirs = {surface: set(kinds) for surface, kinds in _BLOCK_TYPES_BY_SURFACE.items()}
    theirs["message"].add("call")  # calls.add tells apps to post it; slackblocks has no such block
    theirs["home"].remove(
        "data_visualization"
    )  # Slack answers views.publish with "unsupported type: data_visualization"
    assert ours == theirs


def test_a_section_is_seen_by_both():
    assert sdk_refuses("message", [section(text=mrkdwn("x" * 3001))])
    assert slackblocks_refuses("message", [section(text=mrkdwn("x" * 3001))])
    assert sdk_refuses("message", [section()]) == slackblocks_refuses("message", [section()]) == ""
