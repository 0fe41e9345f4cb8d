"""A Bolt app that behaves as Slack's starter template for Python does, written anew: one listener of each kind, synchronous.

`python -m tests.oracles.starter_app` runs it over Socket Mode with SLACK_APP_TOKEN, else over signed HTTP with
SLACK_SIGNING_SECRET, and says {"port": ...} once it listens. It knows nothing of the practice workspace but its address.
"""

from __future__ import annotations

import json
import os
import re
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

from slack_bolt import Ack, App, BoltContext, Respond, Say
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def section(text: str, **more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def form(title: str, *first: Json) -> Json:
    """A wish and a place to tell it in, below some blocks that change."""
    wish = {"type": "plain_text_input", "action_id": "sample_input_id", "multiline": True}
    place = {"type": "conversations_select", "action_id": "sample_dropdown_id", "response_url_enabled": True}
    return {
        "type": "modal",
        "callback_id": "sample_view_id",
        "title": plain(title),
        "submit": plain("Submit"),
        "blocks": [
            *first,
            {"type": "input", "block_id": "input_block_id", "label": plain("What do you wish for?"), "element": wish},
            {
                "type": "input",
                "block_id": "select_channel_block_id",
                "label": plain("Tell it where?"),
                "element": place,
            },
        ],
    }


def answer_command(ack: Ack, respond: Respond) -> None:
    ack()
    respond("The sample command was heard.")


def open_form(ack: Ack, body: Json, client: WebClient) -> None:
    ack()
    change = {"type": "button", "action_id": "sample_action_id", "text": plain("Update modal")}
    client.views_open(trigger_id=body["trigger_id"], view=form("Sample modal", section("Press it.", accessory=change)))


def change_form(ack: Ack, body: Json, client: WebClient) -> None:
    ack()
    picture = {"type": "image", "image_url": "https://practice.example/wave.gif", "alt_text": "a wave"}
    view = form("Updated modal", section("It was pressed."), picture)
    client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=view)


def take_form(ack: Ack, body: Json, view: Json, client: WebClient, respond: Respond) -> None:
    ack()
    values = view["state"]["values"]
    place = values["select_channel_block_id"]["sample_dropdown_id"]["selected_conversation"]
    wish = values["input_block_id"]["sample_input_id"]["value"]
    client.chat_postMessage(channel=place, text=f"<@{body['user']['id']}> wishes for {wish}")
    respond("The wish was told.")  # at the address that came with the chosen conversation


def greet(context: BoltContext, say: Say) -> None:
    say(f"{context['matches'][0]}, how are you?")


def show_home(event: Json, client: WebClient) -> None:
    if event["tab"] == "home":
        client.views_publish(
            user_id=event["user"], view={"type": "home", "blocks": [section(f"*Welcome, <@{event['user']}>*")]}
        )


def make_app() -> App:
    """The app with all listeners."""
    client = WebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"])
    app = App(client=client, signing_secret=os.environ.get("SLACK_SIGNING_SECRET", ""))
    app.action("sample_action_id")(change_form)
    app.command("/sample-command")(answer_command)
    app.event("app_home_opened")(show_home)
    app.message(re.compile("(hi|hello|hey)"))(greet)
    app.shortcut("sample_shortcut_id")(open_form)
    app.view("sample_view_id")(take_form)
    return app


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """No access log: the first line said is the port."""


def main() -> None:
    app = make_app()
    if token := os.environ.get("SLACK_APP_TOKEN"):
        print(json.dumps({"port": None}), flush=True)
        SocketModeHandler(app, token).start()
        return
    server = make_server("127.0.0.1", 0, SlackRequestHandler(app), handler_class=Quiet)
    print(json.dumps({"port": server.server_port}), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
