"""Who is in the workspace: the practice company by default, or a file of one's own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from workspace.state import APP_NAME, BOT_USER, TEAM_ID, TEAM_NAME, Channel, Group, Json, Member, Message, State, Team

LEAD = "U0SATO"
ENGINEERS = ["U0YAMADA", "U0MILLER"]
DESK = [LEAD, "U0TANAKA", "U0BROWN", "U0SUZUKI", "U0KATO", "U0LEE", "U0MORI", "U0OKADA"]


def _one(
    user: str, name: str, real_name: str, title: str, title_ja: str, *, locale: str = "ja-JP", tz: str = "Asia/Tokyo"
) -> Json:
    return {
        "id": user,
        "name": name,
        "real_name": real_name,
        "title": title,
        "title_ja": title_ja,
        "locale": locale,
        "tz": tz,
    }


ENGLISH = "en-US"
CLIENT = "T0TOBU"
DEFAULT: dict[str, Any] = {
    "teams": [{"id": CLIENT, "name": "Tobu Trading (practice)", "domain": "tobu-practice"}],
    "people": [
        _one("U0YAMADA", "yamada", "山田 花", "Engineer", "エンジニア"),
        _one("U0MILLER", "miller", "Alex Miller", "Engineer", "エンジニア", locale=ENGLISH, tz="Europe/London"),
        _one("U0SATO", "sato", "佐藤 健", "Incident lead on duty", "当番リーダー"),
        _one("U0TANAKA", "tanaka", "田中 実", "Duty manager", "当番マネージャー"),
        _one("U0BROWN", "brown", "Emma Brown", "Duty manager", "当番マネージャー", locale=ENGLISH),
        _one("U0SUZUKI", "suzuki", "鈴木 恵", "Responsible person", "責任者"),
        _one("U0KATO", "kato", "加藤 誠", "Security manager", "セキュリティ責任者"),
        _one("U0OKADA", "okada", "岡田 進", "Executive", "役員"),
        _one("U0LEE", "lee", "Grace Lee", "Legal", "法務", locale=ENGLISH),
        _one("U0MORI", "mori", "森 由美", "Compliance officer", "コンプライアンス担当"),
        _one("U0HIGASHI", "higashi", "東 一郎", "Desk of Tobu Trading", "東部商事 窓口")
        | {"team": CLIENT, "mail": "desk@tobu.example"},
    ],
    "groups": [
        {"id": "S0DUTY", "handle": "duty-managers", "name": "Duty managers", "users": ["U0TANAKA", "U0BROWN"]},
        {
            "id": "S0HEADS",
            "handle": "responsible",
            "name": "Responsible people",
            "description": "Who decides / 判断する人",
            "users": ["U0SUZUKI", "U0KATO", "U0OKADA"],
        },
    ],
    "channels": [
        {"id": "C0GENERAL", "name": "general", "members": [*ENGINEERS, *DESK], "topic": "Everybody / 全員"},
        {
            "id": "C0DESK",
            "name": "incident-desk",
            "private": True,
            "members": [*DESK, BOT_USER],
            "topic": "Incident desk / インシデント窓口",
        },
        {
            "id": "C0TOBU",
            "name": "tobu-trading",
            "private": True,
            "shared_with": [CLIENT],
            "members": [LEAD, "U0TANAKA", "U0MORI", "U0HIGASHI", BOT_USER],
            "topic": "Shared with Tobu Trading / 東部商事と共有",
        },
        {"id": "C0COMPLIANCE", "name": "compliance", "private": True, "members": ["U0MORI", "U0LEE", BOT_USER]},
        {
            "id": "C0BUILD",
            "name": "platform-team",
            "members": [*ENGINEERS, LEAD],
            "topic": "Build, run, repair",
            "messages": [
                {
                    "user": "U0MILLER",
                    "text": "Morning. The nightly build took 41 minutes, I am looking into the cache.",
                },
                {
                    "user": "U0YAMADA",
                    "text": "集計サーバー `report-02` から、見覚えのない宛先への通信が増えています。"
                    "昨夜の2時ごろからのようです。",
                },
                {
                    "user": "U0MILLER",
                    "text": "Odd. I did not schedule anything there last night. Was it the export job?",
                },
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
        raise ValueError(f"{path}: expected a mapping with a list called 'people'")  # noqa: TRY004
    return found


def settle(state: State, who: dict[str, Any]) -> None:
    """Move the people, channels, groups and teams in. Raises ValueError naming the entry that cannot be used."""
    state.teams[TEAM_ID] = Team(TEAM_ID, TEAM_NAME, "hansho-practice")
    for team in _made(who, "teams", Team):
        state.teams[team.id] = team
    state.members[BOT_USER] = Member(BOT_USER, APP_NAME.lower(), APP_NAME, is_bot=True, title="App", title_ja="アプリ")
    for member in _made(who, "people", Member):
        if member.team not in state.teams:
            raise ValueError(f"people: {member.id}: no team {member.team!r}")
        if member.dnd and not {"start", "end"} <= set(member.dnd):
            raise ValueError(f"people: {member.id}: dnd needs a start and an end, each like 22:00")
        state.members[member.id] = member
    for entry in who.get("channels", []):
        _open_channel(state, entry)
    now = int(state.clock.now().timestamp())
    for group in _made(who, "groups", Group):
        if strange := [one for one in group.users if one not in state.members]:
            raise ValueError(f"groups: {group.id}: nobody is called {', '.join(strange)}")
        group.created = group.updated = now
        state.groups[group.id] = group


T = TypeVar("T")


def _made(who: dict[str, Any], part: str, kind: Callable[..., T]) -> list[T]:
    made = []
    for entry in who.get(part, []):
        try:
            made.append(kind(**entry))
        except TypeError as error:
            raise ValueError(f"{part}: {entry!r}: {error}") from error
    return made


def _open_channel(state: State, entry: Json) -> None:
    if strange := [one for one in entry.get("shared_with", []) if one not in state.teams]:
        raise ValueError(f"channels: {entry['id']}: no team {', '.join(strange)}")
    kind = "private" if entry.get("private") else "public"
    members = [user for user in entry.get("members", []) if user in state.members]
    channel = Channel(entry["id"], entry["name"], kind, members, entry.get("topic", ""))
    channel.creator = next((one for one in members if one != BOT_USER), BOT_USER)
    channel.shared_with = list(entry.get("shared_with", []))
    state.add_channel(channel)
    for said in entry.get("messages", []):
        message = Message(channel.id, state.next_ts(), said["user"], said["text"])
        state.messages[channel.id].append(message)
        for reader in members:
            state.read[reader, channel.id] = message.ts
