"""Every number of Block Kit in `workspace.limits` has a payload that just keeps it and one that just breaks it."""

from __future__ import annotations

import pytest

from workspace import limits
from workspace.blocks import message_problems, view_bytes, view_problems

from .samples import (
    BLOCKS,
    BUTTON,
    CONFIRM,
    ELEMENTS,
    actions,
    asked,
    card,
    data_table,
    image_element,
    lines,
    mrkdwn,
    option,
    pie,
    plain,
    raw,
    rich,
    rich_section,
    section,
    task,
    view,
)

SELECT = {"type": "static_select"}
VIDEO = BLOCKS["video"][1]
ICON = ELEMENTS["icon_button"][1]
CONTAINER = BLOCKS["container"][0]


def x(count):
    return "字" * count


def address(count):
    return "https://practice.example/".ljust(count, "x")[:count]


def message(*blocks):
    return message_problems(list(blocks))


def modal(*blocks, **more):
    return view_problems(view("modal", *blocks, **more))


def with_option(**more):
    return actions({**SELECT, "options": [option(**more)]})


def with_confirm(name, words):
    return actions({**BUTTON, "confirm": {**CONFIRM, name: words}})


def options(count, element="static_select"):
    return {"type": element, "options": [option(str(n)) for n in range(count)]}


def leaf(**found):
    return rich(rich_section(found))


def in_list(**more):
    return rich({"type": "rich_text_list", "style": "ordered", "elements": [rich_section()], **more})


def day_names(count):
    return [f"d{n}" for n in range(count)]


def chart(**more):
    found = lines(series=1, points=1)
    found["chart"] |= more
    return found


def one_label(words):
    return chart(axis_config={"categories": [words]}, series=[{"name": "s", "data": [{"label": words, "value": 1}]}])


TEXT = {
    "section.text": lambda n: message(section(text=mrkdwn(x(n)))),
    "section.fields": lambda n: message(section(fields=[plain(x(n))])),
    "header.text": lambda n: message({"type": "header", "text": plain(x(n))}),
    "context.text": lambda n: message({"type": "context", "elements": [mrkdwn(x(n))]}),
    "input.label": lambda n: modal(asked({"type": "plain_text_input"}, label=plain(x(n)))),
    "input.hint": lambda n: modal(asked({"type": "plain_text_input"}, hint=plain(x(n)))),
    "image.title": lambda n: message(image_element(title=plain(x(n)))),
    "image.alt_text": lambda n: message(image_element(alt_text=x(n))),
    "image.image_url": lambda n: message(image_element(image_url=address(n))),
    "video.alt_text": lambda n: message({**VIDEO, "alt_text": x(n)}),
    "video.title": lambda n: message({**VIDEO, "title": plain(x(n))}),
    "video.description": lambda n: message({**VIDEO, "description": plain(x(n))}),
    "video.author_name": lambda n: message({**VIDEO, "author_name": x(n)}),
    "video.provider_name": lambda n: message({**VIDEO, "provider_name": x(n)}),
    "video.thumbnail_url": lambda n: message({**VIDEO, "thumbnail_url": address(n)}),
    "video.video_url": lambda n: message({**VIDEO, "video_url": address(n)}),
    "video.title_url": lambda n: message({**VIDEO, "title_url": address(n)}),
    "video.provider_icon_url": lambda n: message({**VIDEO, "provider_icon_url": address(n)}),
    "alert.text": lambda n: modal({"type": "alert", "text": plain(x(n))}),
    "card.title": lambda n: message(card(title=plain(x(n)))),
    "card.subtitle": lambda n: message(card(subtitle=plain(x(n)))),
    "card.body": lambda n: message(card(body=plain(x(n)))),
    "card.subtext": lambda n: message(card(subtext=plain(x(n)))),
    "container.title": lambda n: message({**CONTAINER, "title": plain(x(n))}),
    "container.subtitle": lambda n: message({**CONTAINER, "subtitle": mrkdwn(x(n))}),
    "markdown.text": lambda n: message({"type": "markdown", "text": x(n)}),
    "data_visualization.title": lambda n: message(pie(title=x(n))),
    "data_visualization.label": lambda n: message(one_label(x(n))),
    "data_visualization.axis_label": lambda n: message(chart(axis_config={"categories": ["day 0"], "y_label": x(n)})),
    "button.text": lambda n: message(actions({**BUTTON, "text": plain(x(n))})),
    "button.value": lambda n: message(actions({**BUTTON, "value": x(n)})),
    "button.url": lambda n: message(actions({**BUTTON, "url": address(n)})),
    "button.accessibility_label": lambda n: message(actions({**BUTTON, "accessibility_label": x(n)})),
    "button.agent_prompt": lambda n: message(actions({**BUTTON, "agent_prompt": x(n)})),
    "option.text": lambda n: message(with_option(words=x(n))),
    "option.description": lambda n: message(with_option(description=plain(x(n)))),
    "option.value": lambda n: message(with_option(value=x(n), words="x")),
    "option.url": lambda n: message(actions({"type": "overflow", "options": [option(url=address(n))]})),
    "option_group.label": lambda n: message(
        actions({**SELECT, "option_groups": [{"label": plain(x(n)), "options": [option()]}]})
    ),
    "confirm.title": lambda n: message(with_confirm("title", plain(x(n)))),
    "confirm.text": lambda n: message(with_confirm("text", mrkdwn(x(n)))),
    "confirm.confirm": lambda n: message(with_confirm("confirm", plain(x(n)))),
    "confirm.deny": lambda n: message(with_confirm("deny", plain(x(n)))),
    "placeholder": lambda n: message(actions({**options(1), "placeholder": plain(x(n))})),
    "initial_value": lambda n: modal(asked({"type": "plain_text_input", "initial_value": x(n)})),
    "view.title": lambda n: modal(section(), title=plain(x(n))),
    "view.submit": lambda n: modal(section(), submit=plain(x(n))),
    "view.close": lambda n: modal(section(), close=plain(x(n))),
    "view.private_metadata": lambda n: modal(section(), private_metadata=x(n)),
}


@pytest.mark.parametrize("place", limits.TEXT)
def test_longest_texts(place):
    most = limits.TEXT[place]
    assert TEXT[place](most) == []
    assert any(f"must be less than {most + 1} characters" in said for said in TEXT[place](most + 1))


COUNT = {
    "section.fields": lambda n: message(section(fields=[plain()] * n)),
    "context.elements": lambda n: message({"type": "context", "elements": [plain()] * n}),
    "context_actions.elements": lambda n: message(
        {"type": "context_actions", "elements": ELEMENTS["icon_button"][:1] * n}
    ),
    "actions.elements": lambda n: message(actions(*[BUTTON] * n)),
    "overflow.options": lambda n: message(actions(options(n, "overflow"))),
    "select.options": lambda n: message(actions(options(n, "multi_static_select"))),
    "select.option_groups": lambda n: message(
        actions({**SELECT, "option_groups": [{"label": plain(), "options": [option()]}] * n})
    ),
    "option_group.options": lambda n: message(
        actions({**SELECT, "option_groups": [{"label": plain(), "options": [option()] * n}]})
    ),
    "checkboxes.options": lambda n: message(actions(options(n, "checkboxes"))),
    "radio_buttons.options": lambda n: message(actions(options(n, "radio_buttons"))),
    "trigger_actions_on": lambda n: modal(
        asked(
            {
                "type": "plain_text_input",
                "dispatch_action_config": {
                    "trigger_actions_on": ["on_enter_pressed", "on_character_entered", "on_enter_pressed"][:n]
                },
            }
        )
    ),
    "visible_to_user_ids": lambda n: message(
        {"type": "context_actions", "elements": [{**ICON, "visible_to_user_ids": ["U1"] * n}]}
    ),
    "card.actions": lambda n: message(card(actions=[BUTTON] * n)),
    "carousel.elements": lambda n: message({"type": "carousel", "elements": [card()] * n}),
    "container.child_blocks": lambda n: message({**CONTAINER, "child_blocks": [section()] * n}),
    "plan.tasks": lambda n: message({"type": "plan", "title": "Plan", "tasks": [task(task_id=str(i)) for i in range(n)]}),
    "table.rows": lambda n: message({"type": "table", "rows": [[raw()]] * n}),
    "table.columns": lambda n: message({"type": "table", "rows": [[raw()] * n]}),
    "table.column_settings": lambda n: message({"type": "table", "rows": [[raw()]], "column_settings": [{}] * n}),
    "data_table.rows": lambda n: message(data_table([[raw()]] * n)),
    "data_table.columns": lambda n: message(data_table([[raw()] * n] * 2)),
    "chart.segments": lambda n: message(pie(n)),
    "chart.series": lambda n: message(lines(series=n, points=1)),
    "chart.data": lambda n: message(
        chart(series=[{"name": "s", "data": [{"label": name, "value": 1} for name in day_names(n)]}],
              axis_config={"categories": day_names(min(n, 20) or 1)})
    ),
    "chart.categories": lambda n: message(
        chart(axis_config={"categories": day_names(n)},
              series=[{"name": "s", "data": [{"label": name, "value": 1} for name in day_names(min(n, 20) or 1)]}])
    ),
    "message.attachments": lambda n: message_problems([], [{"text": "x"}] * n),
    "attachment.actions": lambda n: message_problems([], [{"actions": [{"type": "button"}] * n}]),
}  # fmt: skip


@pytest.mark.parametrize("place", limits.COUNT)
def test_how_many(place):
    fewest, most = limits.COUNT[place]
    assert COUNT[place](most) == []
    assert any(f"no more than {most} items allowed" in said for said in COUNT[place](most + 1))
    assert COUNT[place](fewest) == []
    if fewest:
        assert any(f"no fewer than {fewest} items allowed" in said for said in COUNT[place](fewest - 1))


RANGE = {
    "header.level": lambda n: message({"type": "header", "text": plain(), "level": n}),
    "min_length": lambda n: modal(asked({"type": "plain_text_input", "min_length": n})),
    "max_length": lambda n: modal(asked({"type": "plain_text_input", "max_length": n})),
    "lines": lambda n: modal(asked({"type": "rich_text_input", "action_id": "r", "max_lines": n})),
    "max_files": lambda n: modal(asked({"type": "file_input", "max_files": n})),
    "epoch": lambda n: message(actions({"type": "datetimepicker", "initial_date_time": n})),
    "page_size": lambda n: message(data_table([[raw()]] * 2, page_size=n)),
    "indent": lambda n: message(in_list(indent=n)),
    "border": lambda n: message(in_list(border=n)),
    "skin_tone": lambda n: message(leaf(type="emoji", name="wave", skin_tone=n)),
}


@pytest.mark.parametrize("place", limits.RANGE)
def test_ranges(place):
    least, greatest = limits.RANGE[place]
    assert RANGE[place](least) == []
    assert RANGE[place](greatest) == []
    assert any(f"greater than or equal to {least}" in said for said in RANGE[place](least - 1))
    assert any(f"less than or equal to {greatest}" in said for said in RANGE[place](greatest + 1))


IDS = {
    "block_id": lambda n: message(section(block_id=x(n))),
    "action_id": lambda n: message(actions({**BUTTON, "action_id": x(n)})),
    "callback_id": lambda n: modal(section(), callback_id=x(n)),
    "external_id": lambda n: modal(section(), external_id=x(n)),
}


@pytest.mark.parametrize("name", IDS)
def test_ids(name):
    assert IDS[name](limits.ID) == []
    assert [said.split(" [")[0] for said in IDS[name](limits.ID + 1)] == ["must be less than 256 characters"]


def grid(count):
    """Rows of one cell with so many characters in all."""
    return [[raw(x(count // 2))], [raw(x(count - count // 2))]]


TOTAL = {
    "markdown.text": lambda n: message(
        {"type": "markdown", "text": x(n // 2)}, {"type": "markdown", "text": x(n - n // 2)}
    ),
    "table.text": lambda n: message({"type": "table", "rows": grid(n)}),
    "data_table.text": lambda n: message(data_table(grid(n - n // 2)), data_table(grid(n // 2))),
}


@pytest.mark.parametrize("place", limits.TOTAL)
def test_totals_of_a_message(place):
    most = limits.TOTAL[place]
    assert TOTAL[place](most) == []
    kind = place.removesuffix(".text")
    assert TOTAL[place](most + 1) == [
        f"must be less than {most + 1} characters in all {kind} blocks [json-pointer:/blocks]"
    ]


def test_letters_of_rich_text_in_cells_count():
    cell = rich(
        rich_section({"type": "text", "text": x(9_000)}, {"type": "link", "url": "https://a.example", "text": x(1_000)})
    )
    assert message({"type": "table", "rows": [[cell]]}) == []
    assert len(message({"type": "table", "rows": [[cell, raw("x")]]})) == 1


@pytest.mark.parametrize("kind", limits.MOST_IN_A_MESSAGE)
def test_how_many_of_a_kind(kind):
    most = limits.MOST_IN_A_MESSAGE[kind]
    block = {key: value for key, value in BLOCKS[kind][0].items() if key != "block_id"}
    assert message(*[block] * most) == []
    assert len(message(*[block] * (most + 1))) == 1


@pytest.mark.parametrize("surface", limits.BLOCKS)
def test_how_many_blocks(surface):
    most = limits.BLOCKS[surface]

    def judged(count):
        blocks = [section()] * count
        return message(*blocks) if surface == "message" else view_problems(view(surface, *blocks))

    assert judged(most) == []
    assert [said.split(" [")[0] for said in judged(most + 1)] == [f"no more than {most} items allowed"]


def test_the_tables_are_whole():
    """A number without a case here would be a number nobody holds."""
    for ours, cases in ((limits.TEXT, TEXT), (limits.COUNT, COUNT), (limits.RANGE, RANGE), (limits.TOTAL, TOTAL)):
        assert set(ours) == set(cases)


def test_letters_are_code_points():
    assert message({"type": "header", "text": plain("👩‍🚒" * 50)}) == []
    assert len(message({"type": "header", "text": plain("👩‍🚒" * 50 + "x")})) == 1


def test_a_view_is_measured_in_bytes():
    assert view_bytes(view("modal", section(text=plain("字" * 3000)))) > 9000
    assert view_bytes({"x": "\ud800"}) > 0
