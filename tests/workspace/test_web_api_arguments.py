"""Arguments in every shape Slack takes, and answers in Slack's shape for every shape it does not."""

from __future__ import annotations

import io
import json

import aiohttp
import pytest

from workspace.arguments import BODY_BYTES

from .conftest import card

FIELDS = {"channel": "U0SATO", "text": "hi", "blocks": json.dumps(card("hello"))}
NOTE = {"event_type": "practice", "event_payload": {"id": "7"}}


async def asked(ws, method="chat.postMessage", *, verb="POST", key=True, **more):
    headers = dict(more.pop("headers", {}))
    if key:
        headers["Authorization"] = f"Bearer {ws.settings.bot_token}"
    async with (
        aiohttp.ClientSession() as session,
        session.request(verb, f"{ws.api_url}{method}", headers=headers, **more) as response,
    ):
        assert response.content_type == "application/json", await response.text()
        return response.status, await response.json()


def multipart(fields):
    made = aiohttp.MultipartWriter("form-data")
    for name, value in fields.items():
        made.append(value).set_content_disposition("form-data", name=name)
    return made


@pytest.mark.parametrize("where", ["header", "query", "body"])
async def test_the_token_may_stand_anywhere(ws, where):
    token = {"token": ws.settings.bot_token}
    more = {"query": {"params": token}, "body": {"data": token}, "header": {}}[where]
    assert (await asked(ws, "auth.test", key=where == "header", **more))[1]["ok"]
    assert "token" not in ws.calls("auth.test")[0].arguments


@pytest.mark.parametrize("query", [(), ("channel",), ("text", "blocks")])
@pytest.mark.parametrize("body", ["form", "multipart", "json"])
async def test_mixed_places_are_one_set_of_arguments(ws, query, body):
    params = {name: FIELDS[name] for name in query}
    rest = {name: value for name, value in FIELDS.items() if name not in query} | {"metadata": json.dumps(NOTE)}
    if body == "json":
        plain = {name: json.loads(value) if name in ("blocks", "metadata") else value for name, value in rest.items()}
        more = {"json": plain}
    else:
        more = {"data": multipart(rest) if body == "multipart" else rest}
    status, answer = await asked(ws, params=params, **more)
    assert (status, answer["ok"]) == (200, True)
    [message] = ws.person("U0SATO").dms()
    assert (message.text, message.blocks[0]["text"]["text"], message.metadata) == ("hi", "hello", NOTE)


async def test_the_body_wins_over_the_query(ws):
    await asked(ws, params=FIELDS | {"text": "query"}, data=FIELDS | {"text": "body"})
    assert ws.person("U0SATO").dms()[0].text == "body"


BAD = {
    "no JSON": ({"data": "{", "headers": {"Content-Type": "application/json"}}, "invalid_json"),
    "no UTF-8": ({"data": b'{"a": "\xff"}', "headers": {"Content-Type": "application/json"}}, "invalid_json"),
    "deep JSON": ({"data": "[" * 100_000, "headers": {"Content-Type": "application/json"}}, "invalid_json"),
    "a JSON list": ({"json": [1]}, "json_not_object"),
    "blocks that are no JSON": ({"data": FIELDS | {"blocks": "[{"}}, "invalid_blocks_format"),
    "blocks that are no list": (
        {"json": {"channel": "U0SATO", "blocks": {"type": "divider"}}},
        "invalid_blocks_format",
    ),
    "metadata that is no JSON": ({"data": FIELDS | {"metadata": "{"}}, "invalid_arguments"),
    "metadata without a type": (
        {"json": {"channel": "U0SATO", "text": "x", "metadata": {"a": 1}}},
        "invalid_metadata_format",
    ),
    "XML": ({"data": "<a/>", "headers": {"Content-Type": "application/xml"}}, "invalid_post_type"),
    "another charset": (
        {"data": "{}", "headers": {"Content-Type": "application/json; charset=utf-16"}},
        "invalid_charset",
    ),
    "PHP arrays": ({"data": {"channel[0]": "U0SATO"}}, "invalid_array_arg"),
    "a name with a blank": ({"data": {"chan nel": "U0SATO"}}, "invalid_arg_name"),
    "a broken form": (
        {"data": "no parts", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
        "invalid_form_data",
    ),
    "nothing": ({}, "invalid_arguments"),
}


@pytest.mark.parametrize("name", BAD)
async def test_bad_arguments_are_answered_in_slacks_words(ws, name):
    more, error = BAD[name]
    status, answer = await asked(ws, **more)
    assert (status, answer["ok"], answer["error"]) == (200, False, error)
    assert ws.person("U0SATO").dms() == []


async def test_a_megabyte_of_text_is_cut_and_said_so(ws):
    body = json.dumps({"channel": "U0SATO", "text": "半" * 350_000}, ensure_ascii=False).encode()
    status, answer = await asked(ws, data=io.BytesIO(body), headers={"Content-Type": "application/json; charset=utf-8"})
    assert status == 200 and "message_truncated" in answer["response_metadata"]["warnings"]
    assert ws.person("U0SATO").dms()[0].text == "半" * 40_000


async def test_a_body_nobody_reads_is_refused_and_the_next_call_works(ws):
    status, answer = await asked(
        ws, data=io.BytesIO(b"x" * (BODY_BYTES + 1)), headers={"Content-Type": "application/json"}
    )
    assert (status, answer) == (413, {"ok": False, "error": "request_too_large"})
    assert ws.calls()[-1].status == 413
    assert (await asked(ws, "auth.test"))[1]["ok"]


async def test_remarks_about_the_charset(ws):
    typed = {"Content-Type": "application/json"}
    assert (await asked(ws, "api.test", data="{}", headers=typed))[1]["warning"] == "missing_charset"
    typed = {"Content-Type": "application/json; charset=utf-8"}
    assert "warning" not in (await asked(ws, "api.test", data="{}", headers=typed))[1]
    typed = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    answer = (await asked(ws, "api.test", data="a=1", headers=typed))[1]
    assert (answer["args"], answer["response_metadata"]["warnings"]) == ({"a": "1"}, ["superfluous_charset"])


async def test_api_test_echoes_and_needs_no_token(ws):
    assert (await asked(ws, "api.test", key=False, params={"foo": "bar"}))[1] == {"ok": True, "args": {"foo": "bar"}}
    answer = (await asked(ws, "api.test", key=False, data={"error": "my_error"}))[1]
    assert answer == {"ok": False, "error": "my_error", "args": {"error": "my_error"}}


async def test_an_unknown_method_is_said_to_be_unknown(ws):
    assert (await asked(ws, "chat.shout"))[1] == {"ok": False, "error": "unknown_method", "req_method": "chat.shout"}
    assert (await asked(ws, "files.upload", data={"filename": "x"}))[1]["error"] == "method_deprecated"
