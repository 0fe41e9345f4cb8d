"""Whole stories of the bot: all that went between it and the workspace has the shape Slack's own types give it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.oracles.schemas import traffic_faults
from tests.stories import (
    test_drill,
    test_ending,
    test_story_01_three_in_the_morning,
    test_story_03_two_clients,
    test_story_06_twice,
    test_story_09_two_languages,
    test_the_leads_form,
    test_ways_in,
    test_who_may_do_what,
)
from tests.stories.conftest import Story, told

pytestmark = pytest.mark.usefixtures("oracles")

STORIES = [
    test_story_01_three_in_the_morning.test_the_clock_runs_from_first_recognition_and_stops_when_a_person_at_the_desk_heard_it,
    test_story_03_two_clients.test_each_client_has_its_own_lane_clock_and_notice,
    test_story_06_twice.test_two_people_pressing_at_once_get_one_owner_and_the_other_is_told_who,
    test_story_09_two_languages.test_an_english_manager_works_from_home_in_english_though_the_room_speaks_japanese,
    test_drill.test_the_forms_of_a_drill_are_marked_too,
    test_ending.test_a_duty_with_a_number_needs_a_second_person_and_everything_runs_until_then,
    test_the_leads_form.test_a_broken_term_adds_the_duty_to_report_the_breach,
    test_ways_in.test_a_report_from_a_message_keeps_the_link_and_the_room_shows_it,
    test_ways_in.test_the_global_shortcut_and_the_home_button_open_the_same_form,
    test_ways_in.test_list_status_and_help_answer_in_the_language_of_who_asks,
    test_who_may_do_what.test_home_list_and_digest_show_an_outsider_nothing,
]


@pytest.fixture
async def story(tmp_path: Path) -> AsyncIterator[Story]:
    async with told("socket", f"sqlite:///{tmp_path / 'hansho.sqlite'}") as found:
        yield found


@pytest.mark.parametrize("tell", STORIES, ids=lambda tell: tell.__name__.removeprefix("test_")[:40])
async def test_a_story_keeps_slacks_shapes(story, tell):
    await tell(story)
    assert story.workspace.core.sent and story.workspace.core.calls
    assert traffic_faults(story.workspace) == []
