"""Reading Slack's payloads: literal ones, and ones that nobody should send."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from handlers.slack import payload

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=15,
)


def _view(**values):
    return {"state": {"values": {name: {"value": element} for name, element in values.items()}}}


def test_every_kind_of_input_is_read():
    view = _view(
        what={"type": "checkboxes", "selected_options": [{"value": "leak"}, {"value": "malware"}]},
        where={"type": "multi_static_select", "selected_options": []},
        when={"type": "static_select", "selected_option": {"value": "10"}},
        how_sure={"type": "radio_buttons", "selected_option": None},
        when_at={"type": "datetimepicker", "selected_date_time": 1795000000},
        next_date={"type": "datepicker", "selected_date": "2026-11-24"},
        person={"type": "users_select", "selected_user": "U0SATO"},
        drill_people={"type": "multi_users_select", "selected_users": ["U0SATO", "U0KATO"]},
        summary={"type": "plain_text_input", "value": "<!channel> 全部消えた"},
        note={"type": "plain_text_input", "value": None},
    )
    assert payload.answers_in(view) == {
        "what": ["leak", "malware"],
        "where": [],
        "when": "10",
        "how_sure": None,
        "when_at": 1795000000,
        "next_date": "2026-11-24",
        "person": "U0SATO",
        "drill_people": ["U0SATO", "U0KATO"],
        "summary": "<!channel> 全部消えた",
        "note": None,
    }


def test_a_button_names_its_verb_and_what_it_is_about():
    assert payload.verb_of({"action_id": "attempt:2", "value": '{"i":"I1","l":"L1"}'}) == (
        "attempt",
        {"i": "I1", "l": "L1"},
    )


def test_a_menu_names_verb_and_one_id():
    action = {"action_id": "more", "selected_option": {"value": "hand_over|L1"}}
    assert payload.verb_of(action) == ("hand_over", {"?": "L1"})


def test_the_same_press_has_the_same_key_and_another_press_another():
    body = {"container": {"message_ts": "1.2"}, "user": {"id": "U1"}}
    first = payload.action_key(body, {"action_id": "ack", "action_ts": "5.1"})
    assert first == payload.action_key(dict(body), {"action_id": "ack", "action_ts": "5.1"})
    assert first != payload.action_key(body, {"action_id": "ack", "action_ts": "6.1"})
    assert first != payload.action_key({**body, "user": {"id": "U2"}}, {"action_id": "ack", "action_ts": "5.1"})


def test_the_permalink_of_a_message_and_of_a_reply():
    body = {"channel": {"id": "C1"}, "message_ts": "1795000000.000100", "message": {"ts": "1795000000.000100"}}
    assert (
        payload.permalink_of(body, "https://acme.slack.com/") == "https://acme.slack.com/archives/C1/p1795000000000100"
    )
    reply = {**body, "message": {"ts": "1795000000.000100", "thread_ts": "1794999999.000100"}}
    assert payload.permalink_of(reply, "https://acme.slack.com") == (
        "https://acme.slack.com/archives/C1/p1795000000000100?thread_ts=1794999999.000100&cid=C1"
    )
    assert payload.permalink_of({"user": {"id": "U1"}}, "https://acme.slack.com") == ""


def test_private_metadata_that_is_not_ours_is_nothing():
    assert payload.compact("not json") == {}
    assert payload.compact('["list"]') == {}
    assert payload.compact('{"k":"D1","drill":true,"evil":1}') == {"k": "D1", "drill": True}
    assert payload.ids_in({"i": "I1", "l": 5, "k": "D1"}) == {"i": "I1"}


def test_errors_can_stand_under_input_blocks_only():
    view = {"blocks": [{"type": "section", "block_id": "x"}, {"type": "input", "block_id": "what"}, {"type": "input"}]}
    assert payload.input_blocks(view) == ["what"]


@given(JSON, st.text(max_size=60))
def test_no_payload_breaks_the_reading(anything, text):
    body = anything if isinstance(anything, dict) else {"state": anything}
    payload.user_of(body)
    payload.team_of(body)
    payload.answers_in(
        {"state": {"values": {"a": {"b": anything}}}} if not isinstance(anything, dict) else {"state": anything}
    )
    payload.compact(text)
    payload.verb_of({"action_id": text, "value": text})
