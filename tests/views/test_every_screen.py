"""What must hold on every screen: Slack takes it, nobody is mentioned by what people typed, a drill says so first."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.views.pictures import IncidentPicture, LanePicture, Message, Reader
from tests.views import screens
from tests.views.builders import (
    BERLIN,
    DUE,
    EN,
    HOSTILE,
    JA,
    OFFICE_EN,
    OFFICE_JA,
    REPORTED,
    attempted,
    english_lane,
    hostile_incident,
    hostile_lane,
    incident,
    lane,
    minutes,
    poor_incident,
    poor_lane,
    soft_lane,
)
from tests.views.sending import client_posts
from workspace.blocks import message_problems, view_bytes, view_problems
from workspace.limits import VIEW_BYTES

READERS = {"ja": JA, "en": EN, "berlin": BERLIN, "office-ja": OFFICE_JA, "office-en": OFFICE_EN}
MOMENTS = {"close": DUE - minutes(4), "past": DUE + minutes(47)}


def _pictures() -> dict[str, tuple[IncidentPicture, LanePicture, str]]:
    rich = attempted(lane())
    return {
        "rich": (incident(rich, soft_lane(), english_lane()), rich, "ひとこと"),
        "soft": (incident(soft_lane()), soft_lane(), "word"),
        "english": (incident(english_lane()), english_lane(), "word"),
        "poor": (poor_incident(poor_lane()), poor_lane(), "?"),
        "hostile": (hostile_incident(), hostile_lane(), HOSTILE),
        "drill": (incident(rich, soft_lane(), drill=True), rich, "x"),
    }


PICTURES = _pictures()


@pytest.fixture(params=READERS.values(), ids=READERS.keys())
def reader(request: pytest.FixtureRequest) -> Reader:
    return request.param


@pytest.fixture(params=PICTURES.keys())
def picture(request: pytest.FixtureRequest) -> str:
    return request.param


def _messages(picture: str, reader: Reader) -> Iterator[tuple[str, Message]]:
    told, one, bad = PICTURES[picture]
    for moment, now in MOMENTS.items():
        for name, message in screens.messages(told, one, reader, now, bad).items():
            yield f"{name}@{moment}", message


def _views(picture: str, reader: Reader) -> Iterator[tuple[str, dict[str, Any]]]:
    told, one, bad = PICTURES[picture]
    for moment, now in MOMENTS.items():
        for name, view in screens.views(told, one, reader, now, bad).items():
            yield f"{name}@{moment}", view


def _live(words: str) -> list[str]:
    """What Slack would act on in mrkdwn, beyond date tokens and the people a mark may call."""
    return [
        found
        for found in re.findall(r"<[^>]*>", words)
        if not found.startswith("<!date^")
        and found
        not in {
            "<@U0000000001>",
            "<#C0000000001>",
            "<@U0123456789>",
            "<https://practice.example/archives/C1/p1|もとのメッセージ>",
            "<https://practice.example/archives/C1/p1|Original message>",
        }
    ]


def _mrkdwn(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            yield part["text"]
        for value in part.values():
            yield from _mrkdwn(value)
    elif isinstance(part, list):
        for value in part:
            yield from _mrkdwn(value)


def _strings(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for value in part.values():
            yield from _strings(value)
    elif isinstance(part, list):
        for value in part:
            yield from _strings(value)


def _sdk_accepts(blocks: list[dict[str, Any]]) -> None:
    for block, parsed in zip(blocks, Block.parse_all(blocks), strict=True):
        parsed.validate_json()
        assert parsed.to_dict()["type"] == block["type"]


def test_slack_takes_every_message(picture, reader):
    for name, message in _messages(picture, reader):
        assert message_problems(message.blocks) == [], name
        assert 1 <= len(message.text) <= 4000, name
        _sdk_accepts(message.blocks)
        for block in message.blocks:
            if block["type"] == "actions":
                verbs = [element["action_id"] for element in block["elements"]]
                assert len(set(verbs)) == len(verbs), name


def test_slack_takes_every_modal(picture, reader):
    for name, view in _views(picture, reader):
        assert view_problems(view) == [], name
        assert view_bytes(view) <= VIEW_BYTES, name
        View(**view).validate_json()
        _sdk_accepts(view["blocks"])
        for part in ("title", "submit", "close"):
            assert len(view.get(part, {"text": ""})["text"]) <= 24, name
        fields = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
        assert len(set(fields)) == len(fields), name
        assert {block["element"]["action_id"] for block in view["blocks"] if block["type"] == "input"} <= {"value"}, (
            name
        )
        json.loads(view.get("private_metadata") or "{}")


def test_slack_takes_home_lists_and_digests(picture, reader):
    told, _, bad = PICTURES[picture]
    for now in MOMENTS.values():
        for name, view in screens.homes(told, reader, now).items():
            assert view_problems(view) == [], name
            View(**view).validate_json()
        for name, message in screens.general_messages(told, reader, now, bad).items():
            assert message_problems(message.blocks) == [], name
            assert len(message.text) <= 4000, name


def test_what_people_typed_calls_nobody_and_carries_no_control_character(picture, reader):
    told, _, bad = PICTURES[picture]
    shown: list[tuple[str, Any]] = [
        (name, [message.text, message.blocks]) for name, message in _messages(picture, reader)
    ]
    shown += [
        (name, [message.text, message.blocks])
        for name, message in screens.general_messages(told, reader, REPORTED, bad).items()
    ]
    for name, (text, blocks) in shown:
        for words in (text, *_mrkdwn(blocks)):
            assert _live(words) == [], name
        assert not [words for words in _strings([text, blocks]) if re.search(r"[\x00-\x09\x0b-\x1f\u202e]", words)], (
            name
        )
    for name, view in (*_views(picture, reader), *screens.homes(told, reader, REPORTED).items()):
        for words in _mrkdwn(view):
            assert _live(words) == [], name
        assert not [words for words in _strings(view) if re.search(r"[\x00-\x09\x0b-\x1f\u202e]", words)], name


def test_slack_takes_what_the_client_reads_and_it_calls_only_the_desk(picture):
    told, one, bad = PICTURES[picture]
    for name, message in client_posts(told, one, REPORTED, bad).items():
        assert message_problems(message.blocks) == [], name
        words = (message.text, *_mrkdwn(message.blocks))
        assert "<@U0000000001>" in words and [_live(one) for one in words if _live(one)] == [], name


def test_a_hostile_word_is_really_shown_and_only_escaped():
    message = screens.messages(hostile_incident(), hostile_lane(), JA, REPORTED, HOSTILE)["detail_added"]
    assert "&lt;!channel&gt;" in json.dumps(message.blocks, ensure_ascii=False)


def test_a_drill_says_so_first_on_every_screen(reader):
    mark = "【訓練】" if reader.locale == "ja" else "DRILL"
    for name, message in _messages("drill", reader):
        assert message.text.startswith(mark), name
        assert message.blocks[0]["text"]["text"].startswith(mark), name
    for name, view in _views("drill", reader):
        assert view["title"]["text"].startswith(mark), name
        assert view["blocks"][0]["text"]["text"].startswith(mark), name


def test_nothing_else_says_it_is_a_drill(reader):
    for name, message in _messages("rich", reader):
        assert "訓練" not in message.text + json.dumps(message.blocks, ensure_ascii=False), name
        assert "DRILL" not in message.text + json.dumps(message.blocks), name


def test_a_screen_speaks_one_language(reader):
    """An English reader finds Japanese only in names, numbers of clauses and the contract's own word."""
    if reader.locale != "en":
        return
    known = re.compile("|".join(re.escape(word) for word in (
        "遵守事項2(1)", "遵守事項2(2)", "遵守事項", "60分以内", "直ちに", "第3条", "特記14", "佐藤", "山田", "情報政策課", "架空様", "総務課", "仮名様", "守衛室", "総務部", "東部", "次郎様", "持ち出し用PCを電車に置き忘れた", "調査費用は当社が負担する", "委託した作業の範囲だから", "架空課長、", "半分", "全部", "外部の調査", "ひとこと", "　", "─", "□", "■",
    )))  # fmt: skip
    told, one, _ = PICTURES["rich"]
    plain = replace(told, summary="")
    for name, message in screens.messages(plain, one, reader, REPORTED, "word").items():
        if name == "notice_text":
            continue  # the letter itself, in the contract's language
        for words in (message.text, *_strings(list(message.blocks))):
            left = known.sub("", re.sub(r"すでに別の契約で伝えた|佐藤", "", words))
            assert not re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", left), (name, left)
