"""One message, one modal and one Home tab that hold every block and element the page can draw."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mark(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(text: str, value: str, **more: Any) -> Json:
    return {"text": plain(text), "value": value, **more}


def button(text: str, action: str, **more: Any) -> Json:
    return {"type": "button", "text": plain(text), "action_id": action, "value": action, **more}


SURE = {
    "title": plain("Really?"),
    "text": mark("This *cannot* be undone."),
    "confirm": plain("Do it"),
    "deny": plain("Leave it"),
    "style": "danger",
}
NAMES = [option(f"Number {n}", f"n{n}") for n in range(30)]

MESSAGE: list[Json] = [
    {"type": "header", "text": plain("Every block")},
    {
        "type": "section",
        "text": mark(
            "*bold* _italic_ ~struck~ `code` :bell: <https://example.invalid|a link> *太字*です <@U0SATO>\n> quoted\n```block\nof code```"
        ),
        "accessory": button("Beside", "beside"),
    },
    {"type": "section", "fields": [mark("*One*\n1"), mark("*Two*\n2")]},
    {
        "type": "section",
        "text": mark("Due <!date^1795457100^{date_long_full} {time}|fallback>"),
        "accessory": {
            "type": "overflow",
            "action_id": "more",
            "options": [option("First", "1"), option("Second", "2")],
        },
    },
    {
        "type": "context",
        "elements": [
            mark("small words"),
            {"type": "image", "image_url": "https://example.invalid/a.png", "alt_text": "a picture"},
        ],
    },
    {"type": "divider"},
    {
        "type": "actions",
        "elements": [
            button("Go", "go", style="primary"),
            button("Delete", "delete", style="danger", confirm=SURE),
            {
                "type": "static_select",
                "action_id": "pick",
                "placeholder": plain("Pick"),
                "options": [option("A", "a"), option("B", "b")],
            },
            {"type": "datepicker", "action_id": "day", "initial_date": "2026-11-24"},
        ],
    },
    {"type": "image", "image_url": "https://example.invalid/b.png", "alt_text": "a chart", "title": plain("A chart")},
    {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "text", "text": "rich ", "style": {"bold": True}},
                    {"type": "user", "user_id": "U0SATO"},
                    {"type": "emoji", "name": "fire"},
                ],
            },
            {
                "type": "rich_text_list",
                "style": "ordered",
                "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "first point"}]}],
            },
            {"type": "rich_text_quote", "elements": [{"type": "text", "text": "a quotation"}]},
        ],
    },
    {
        "type": "table",
        "rows": [
            [{"type": "raw_text", "text": "Client"}, {"type": "raw_text", "text": "Due"}],
            [{"type": "raw_text", "text": "Kawabata"}, {"type": "raw_text", "text": "03:47"}],
        ],
    },
    {
        "type": "video",
        "title": plain("A film"),
        "alt_text": "a film",
        "video_url": "https://example.invalid/v",
        "thumbnail_url": "https://example.invalid/t.png",
    },
    {"type": "something_new", "text": plain("?")},
]


def labelled(name: str, label: str, element: Json, **more: Any) -> Json:
    return {
        "type": "input",
        "block_id": name,
        "label": plain(label),
        "element": {"action_id": "v", **element},
        "optional": True,
        **more,
    }


FORM: list[Json] = [
    {"type": "alert", "level": "warning", "text": mark("Mind the step.")},
    labelled(
        "text",
        "Words",
        {"type": "plain_text_input", "multiline": True, "max_length": 40, "placeholder": plain("A few words")},
        hint=plain("Forty letters at most"),
    ),
    labelled("mail", "E-mail", {"type": "email_text_input"}),
    labelled("url", "Address", {"type": "url_text_input"}),
    labelled("number", "Number", {"type": "number_input", "is_decimal_allowed": False}),
    labelled("one", "One of few", {"type": "static_select", "options": [option("Small", "s"), option("Large", "l")]}),
    labelled("many", "One of many", {"type": "static_select", "options": NAMES}),
    labelled(
        "groups",
        "Some",
        {
            "type": "multi_static_select",
            "option_groups": [
                {"label": plain("Fruit"), "options": [option("Apple", "apple"), option("Pear", "pear")]},
                {"label": plain("Tools"), "options": [option("Hammer", "hammer")]},
            ],
        },
    ),
    labelled("who", "Who", {"type": "users_select"}),
    labelled("whom", "Whom", {"type": "multi_users_select"}),
    labelled("where", "Where", {"type": "conversations_select"}),
    labelled(
        "boxes",
        "Boxes",
        {"type": "checkboxes", "options": [option("Yes", "y", description=plain("really")), option("No", "n")]},
    ),
    labelled("radio", "Radio", {"type": "radio_buttons", "options": [option("Left", "l"), option("Right", "r")]}),
    labelled("day", "Day", {"type": "datepicker"}),
    labelled("time", "Time", {"type": "timepicker"}),
    labelled("moment", "Moment", {"type": "datetimepicker"}),
]

MODAL: Json = {
    "type": "modal",
    "callback_id": "gallery",
    "title": plain("Everything"),
    "submit": plain("Send"),
    "blocks": FORM,
}
HOME: Json = {"type": "home", "blocks": [*MESSAGE[:4], *FORM[5:8]]}
