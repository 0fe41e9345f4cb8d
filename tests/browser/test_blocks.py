"""Every block and element: drawn, operated, and what comes of it in the workspace."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser import gallery
from workspace import modals, shapes
from workspace.state import BOT_USER, Message

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
MILLER = "U0MILLER"


def post(workspace, blocks, **more):
    return workspace.state.put(
        Message("C0BUILD", workspace.state.next_ts(), BOT_USER, "words", shapes.finished(blocks), **more)
    )


def raw(value):
    if isinstance(value, list):
        return [raw(one) for one in value]
    return value["value"] if isinstance(value, dict) else value


async def test_every_block_of_a_message_is_drawn_as_people_know_it(quiet, looked):
    post(quiet, gallery.MESSAGE)
    window = await looked(MILLER, "channel=C0BUILD")
    shown = window.newest
    await expect(shown.get_by_role("heading", name="Every block")).to_be_visible()
    await expect(shown.locator("strong", has_text="bold")).to_be_visible()
    await expect(shown).to_contain_text("*太字*です")
    await expect(shown.get_by_role("link", name="a link")).to_have_attribute("rel", "noopener noreferrer")
    await expect(shown).to_contain_text("@佐藤 健")
    await expect(shown.get_by_role("img", name="bell")).to_be_visible()
    await expect(shown).to_contain_text("Monday, 23 November 2026 18:05")  # London
    await expect(shown.locator("blockquote").first).to_have_text("quoted")
    await expect(shown.get_by_role("img", name="a chart")).to_be_visible()
    await expect(shown.locator("ol li")).to_have_text("first point")
    await expect(shown.get_by_role("columnheader", name="Client")).to_be_visible()
    await expect(shown.get_by_role("img", name="a film")).to_be_visible()
    await expect(shown).to_contain_text("block of type something_new")


async def test_elements_of_a_message_reach_the_bot_after_their_question(quiet, looked):
    pressed = []

    async def heard(*given):
        pressed.append(given[3:])
        quiet.state.changed()

    quiet.acts.press_message = heard  # what the page asks for is looked at, not a bot's answer
    post(quiet, gallery.MESSAGE)
    window = await looked(MILLER, "channel=C0BUILD")
    shown, page = window.newest, window.page
    await shown.get_by_role("button", name="Go").click()
    await shown.get_by_role("button", name="Delete").click()
    dialog = page.get_by_role("dialog", name="Really?")
    await expect(dialog.get_by_role("button", name="Leave it")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(dialog).to_have_count(0)
    await expect(shown.get_by_role("button", name="Delete")).to_be_focused()
    await page.keyboard.press("Enter")
    await dialog.get_by_role("button", name="Do it").click()
    await shown.locator(".button.overflow").click()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await shown.locator("select").select_option("B")
    await shown.locator("input[type=date]").fill("2026-12-01")
    await quiet.wait_for(lambda: len(pressed) == 5)
    assert [one[1:] for one in pressed] == [
        ("go", None),
        ("delete", None),
        ("more", "2"),
        ("pick", "b"),
        ("day", "2026-12-01"),
    ]


async def test_every_input_of_a_form_is_filled_by_hand_and_keeps_what_it_got(quiet, looked):
    view = modals.show(quiet.state, MILLER, {**gallery.MODAL, "blocks": shapes.finished(gallery.FORM)}, on_top=False)
    window = await looked(MILLER)
    await window.fill({
        "Words": "three words", "E-mail": "a@b.example", "Address": "https://b.example/", "Number": "7", "One of few": "Large", "One of many": "Number 27",
        "Some": ["Pear", "Hammer"], "Who": "佐藤", "Whom": ["Emma", "森"], "Where": "platform", "Boxes": ["Yes", "No"], "Radio": "Right",
        "Day": "2026-12-01", "Time": "09:30", "Moment": "2026-11-23T18:05",
    })  # fmt: skip
    await expect(window.modal.get_by_role("note")).to_contain_text("Mind the step.")
    await window.send()
    await quiet.wait_for(lambda: view.trouble)
    await expect(window.modal.get_by_role("alert")).to_contain_text("trouble connecting")
    values = {
        block: raw(next(value for key, value in entry["v"].items() if key != "type"))
        for block, entry in view.values.items()
    }
    assert values == {
        "text": "three words", "mail": "a@b.example", "url": "https://b.example/", "number": "7", "one": "l", "many": "n27", "groups": ["pear", "hammer"],
        "who": "U0SATO", "whom": ["U0BROWN", "U0MORI"], "where": "C0BUILD", "boxes": ["y", "n"], "radio": "r", "day": "2026-12-01", "time": "09:30", "moment": 1795457100,
    }  # fmt: skip


async def test_a_searched_list_is_worked_by_keys_alone(quiet, looked):
    modals.show(quiet.state, MILLER, {**gallery.MODAL, "blocks": shapes.finished(gallery.FORM)}, on_top=False)
    window = await looked(MILLER)
    box = window.modal.get_by_role("combobox", name="Some")
    await box.focus()
    await window.page.keyboard.press("ArrowDown")
    await expect(window.modal.get_by_role("option", name="Apple")).to_have_class("active")
    await window.page.keyboard.press("ArrowDown")
    await window.page.keyboard.press("Enter")
    await window.page.keyboard.type("ham")
    await expect(window.modal.locator(".options:visible [role=option]")).to_have_count(1)
    await window.page.keyboard.press("Enter")
    await window.page.keyboard.press("Escape")
    await expect(window.modal.locator(".options:visible")).to_have_count(0)
    await expect(window.modal).to_be_visible()
    await expect(window.modal.locator(".token")).to_have_text(["Pear", "Hammer"])
    await window.page.keyboard.press("Backspace")
    await expect(window.modal.locator(".token")).to_have_text(["Pear"])


async def test_letters_left_are_counted_down_and_too_many_are_told(quiet, looked):
    modals.show(quiet.state, MILLER, {**gallery.MODAL, "blocks": shapes.finished(gallery.FORM)}, on_top=False)
    window = await looked(MILLER)
    await window.fill({"Words": "x" * 35})
    await expect(window.modal.locator(".counter")).to_have_text("5 letters left")
    await window.fill({"Words": "漏" * 41})
    await expect(window.modal.locator(".counter")).to_have_text("1 letters too many")
    await window.send()
    await expect(window.modal.locator(".error")).to_contain_text("At most 40")


async def test_modals_stack_three_deep_and_lead_back_with_what_was_written(quiet, looked):
    first = modals.show(quiet.state, MILLER, {**gallery.MODAL, "blocks": shapes.finished(gallery.FORM)}, on_top=False)
    window = await looked(MILLER)
    await window.fill({"Words": "kept"})
    quiet.acts.keep(MILLER, first.id, "text", "v", "kept")
    for title in ("Second", "Third"):
        modals.show(
            quiet.state,
            MILLER,
            {**gallery.MODAL, "title": gallery.plain(title), "blocks": shapes.finished(gallery.FORM[:2])},
            on_top=True,
        )
    await expect(window.modal.get_by_role("heading", name="Third")).to_be_visible()
    await expect(window.modal).to_contain_text("3 / 3")
    await window.modal.get_by_role("button", name="Back: Second").click()
    await expect(window.modal.get_by_role("heading", name="Second")).to_be_visible()
    await window.page.keyboard.press("Escape")
    await expect(window.modal.get_by_label("Words")).to_have_value("kept")
    await window.modal.get_by_role("button", name="Close", exact=True).click()
    await expect(window.modal).to_have_count(0)


async def test_home_keeps_what_is_typed_when_the_app_draws_it_anew(quiet, looked):
    modals.publish(quiet.state, MILLER, {**gallery.HOME, "blocks": shapes.finished(gallery.HOME["blocks"])})
    window = await looked(MILLER, "tab=home")
    home = window.page.locator("#home")
    await home.get_by_label("One of few").select_option("Large")
    again = {**gallery.HOME, "blocks": shapes.finished([{"type": "divider"}, *gallery.HOME["blocks"]])}
    modals.publish(quiet.state, MILLER, again)
    await expect(home.locator("hr")).to_have_count(1)
    await expect(home.get_by_label("One of few")).to_have_value("l")


@pytest.mark.parametrize(("wants", "keys"), [("on_enter_pressed", ["x", "Enter"]), ("on_character_entered", ["x"])])
async def test_a_written_input_tells_the_app_when_its_element_wants(quiet, looked, wants, keys):
    told = []

    async def heard(*given):
        told.append(given[1:4])
        quiet.state.changed()

    quiet.acts.press_view = lambda *given: heard(*given[:4])
    quiet.acts.enter = heard
    field = gallery.labelled(
        "q", "Question", {"type": "plain_text_input", "dispatch_action_config": {"trigger_actions_on": [wants]}}
    )
    view = {**gallery.MODAL, "blocks": shapes.finished([field | {"dispatch_action": True}])}
    shown = modals.show(quiet.state, MILLER, view, on_top=False)
    window = await looked(MILLER)
    for key in keys:
        await window.modal.get_by_label("Question").press(key)
    await quiet.wait_for(lambda: told)
    assert told == [(shown.id, "q", "v")]
    assert shown.values["q"]["v"]["value"] == "x"


async def test_what_is_being_typed_stays_when_the_app_draws_the_form_anew(quiet, looked):
    body = {**gallery.MODAL, "blocks": shapes.finished(gallery.FORM)}
    view = modals.show(quiet.state, MILLER, body, on_top=False)
    window = await looked(MILLER)
    await window.fill({"Some": "Pear", "Radio": "Right"})
    await window.modal.get_by_label("Words").press_sequentially("half a sent")
    modals.replace(quiet.state, view, {**body, "blocks": [*shapes.finished([{"type": "divider"}]), *body["blocks"]]})
    await expect(window.modal.locator("hr")).to_have_count(1)
    await expect(window.modal.get_by_label("Words")).to_have_value("half a sent")
    await expect(window.modal.get_by_label("Words")).to_be_focused()
    await expect(window.modal.locator(".token")).to_have_text("Pear")
    await expect(window.modal.get_by_label("Right")).to_be_checked()
