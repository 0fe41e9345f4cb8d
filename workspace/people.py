"""Who is in the workspace: the practice company by default, or a file of one's own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from workspace.state import APP_NAME, BOT_USER, Channel, Member, Message, State

LEAD = "U0SATO"
ENGINEERS = ["U0YAMADA", "U0MILLER"]
DESK = [LEAD, "U0TANAKA", "U0BROWN", "U0SUZUKI", "U0KATO", "U0LEE", "U0MORI", "U0OKADA"]

DEFAULT: dict[str, Any] = {
    "people": [
        {"id": "U0YAMADA", "name": "yamada", "real_name": "山田 花", "locale": "ja-JP", "title": "Engineer", "title_ja": "エンジニア"},
        {"id": "U0MILLER", "name": "miller", "real_name": "Alex Miller", "tz": "Europe/London", "title": "Engineer", "title_ja": "エンジニア"},
        {"id": "U0SATO", "name": "sato", "real_name": "佐藤 健", "locale": "ja-JP", "title": "Incident lead on duty", "title_ja": "当番リーダー"},
        {"id": "U0TANAKA", "name": "tanaka", "real_name": "田中 実", "locale": "ja-JP", "title": "Duty manager", "title_ja": "当番マネージャー"},
        {"id": "U0BROWN", "name": "brown", "real_name": "Emma Brown", "title": "Duty manager", "title_ja": "当番マネージャー"},
        {"id": "U0SUZUKI", "name": "suzuki", "real_name": "鈴木 恵", "locale": "ja-JP", "title": "Responsible person", "title_ja": "責任者"},
        {"id": "U0KATO", "name": "kato", "real_name": "加藤 誠", "locale": "ja-JP", "title": "Security manager", "title_ja": "セキュリティ責任者"},
        {"id": "U0OKADA", "name": "okada", "real_name": "岡田 進", "locale": "ja-JP", "title": "Executive", "title_ja": "役員"},
        {"id": "U0LEE", "name": "lee", "real_name": "Grace Lee", "title": "Legal", "title_ja": "法務"},
        {"id": "U0MORI", "name": "mori", "real_name": "森 由美", "locale": "ja-JP", "title": "Compliance officer", "title_ja": "コンプライアンス担当"},
    ],
    "channels": [
        {"id": "C0GENERAL", "name": "general", "members": [*ENGINEERS, *DESK], "topic": "Everybody / 全員"},
        {"id": "C0DESK", "name": "incident-desk", "private": True, "members": [*DESK, BOT_USER], "topic": "Incident desk / インシデント窓口"},
        {"id": "C0COMPLIANCE", "name": "compliance", "private": True, "members": ["U0MORI", "U0LEE", BOT_USER]},
        {
            "id": "C0BUILD",
            "name": "platform-team",
            "members": [*ENGINEERS, LEAD],
            "topic": "Build, run, repair",
            "messages": [
                {"user": "U0MILLER", "text": "Morning. The nightly build took 41 minutes, I am looking into the cache."},
                {"user": "U0YAMADA", "text": "集計サーバー `report-02` から、見覚えのない宛先への通信が増えています。昨夜の2時ごろからのようです。"},
                {"user": "U0MILLER", "text": "Odd. I did not schedule anything there last night. Was it the export job?"},
            ],
        },
    ],
}


def load(path: Path | None) -> dict[str, Any]:
    """The people and channels of a JSON or YAML file (the shape of `DEFAULT`), or the practice company.

    Raises ValueError with one line that says what is wrong.
    """
    if path is None:
        return DEFAULT
    text = path.read_text(encoding="utf-8")
    if path.suffix in (".yaml", ".yml"):
        from ruamel.yaml import YAML  # only needed for a YAML file: the workspace itself stands on aiohttp alone

        found = YAML(typ="safe").load(text)
    else:
        found = json.loads(text)
    if not isinstance(found, dict) or not isinstance(found.get("people"), list):
        raise ValueError(f"{path}: expected a mapping with a list called 'people'")
    return found


def settle(state: State, who: dict[str, Any]) -> None:
    """Move the people and channels in. Raises ValueError naming the entry that cannot be used."""
    state.members[BOT_USER] = Member(BOT_USER, APP_NAME.lower(), APP_NAME, is_bot=True, title="App", title_ja="アプリ")
    for entry in who["people"]:
        try:
            member = Member(**entry)
        except TypeError as error:
            raise ValueError(f"people: {entry!r}: {error}") from error
        state.members[member.id] = member
    for entry in who.get("channels", []):
        kind = "private" if entry.get("private") else "public"
        members = [user for user in entry.get("members", []) if user in state.members]
        channel = Channel(entry["id"], entry["name"], kind, members, entry.get("topic", ""))
        channel.created = int(state.clock.now().timestamp())
        state.channels[channel.id] = channel
        state.messages[channel.id] = []
        for said in entry.get("messages", []):
            message = Message(channel.id, state.next_ts(), said["user"], said["text"])
            state.messages[channel.id].append(message)
            for reader in members:
                state.read[(reader, channel.id)] = message.ts


APP: dict[str, Any] = {
    "commands": [
        {
            "command": "/incident",
            "description": "Report or manage an incident / インシデントの報告と管理",
            "usage_hint": "[new|list|status|drill|help]",
        }
    ],
    "shortcuts": [
        {"callback_id": "incident_report", "name": "Report incident / 報告", "type": "global"},
        {"callback_id": "incident_from_message", "name": "Report from message / 報告", "type": "message"},
    ],
}
"""What the app offers people: slash commands and shortcuts, as its manifest names them."""
