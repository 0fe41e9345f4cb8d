"""What every handler has at hand: the store, the rules, the clock, Slack, and who the people are."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.errors import StoreUnavailable
from bot.domain.people import Locale, Person
from bot.domain.ports import Clock
from bot.services.notice_outcome import NO_ROADS, DeskRoads
from bot.services.outgoing import person_or_none
from bot.services.people import remember_person
from bot.services.ports import RuleBook, Store
from bot.views.pictures import Reader

log = structlog.get_logger(__name__)

ASK_SECONDS = 1.0
"""How long somebody new may have to wait for their language: a trigger lives three seconds."""
FRESH_FOR = timedelta(days=1)
KEPT_PEOPLE = 5000
UNPACED = 20
PACE_SECONDS = 0.7
"""users.info may be asked a hundred times a minute (tier 4): a first handful at once, the others one by one."""

SLACKBOT = "USLACKBOT"
_APART = ("is_stranger", "is_restricted", "is_ultra_restricted", "is_bot", "is_workflow_bot", "deleted")
"""What users.info says of people of other companies, guests, machines and people who left: nothing is handed to them."""

Spawn = Callable[[Coroutine[Any, Any, None], str], object]


@dataclass(frozen=True, slots=True)
class Identity:
    """Who we are in Slack, as auth.test said at the start. `url` is the workspace's address."""

    team_id: str
    bot_user_id: str
    bot_id: str
    url: str


@dataclass(slots=True)
class Reception:
    """The things handlers share."""

    store: Store
    rules: RuleBook
    clock: Clock
    client: AsyncWebClient
    identity: Identity
    spawn: Spawn
    desk_roads: DeskRoads = NO_ROADS
    _people: OrderedDict[str, Person] = field(default_factory=OrderedDict)

    async def reader(self, user_id: str) -> Reader:
        """Return the person's language and zone; the office's until Slack has answered. Waits at most about a second."""
        if not user_id:
            return Reader("", self.rules.office.language, self.rules.office.timezone)
        person = self._people.get(user_id) or await self._remembered(user_id)
        if person is None:
            person = await self._ask(user_id, ASK_SECONDS)
        elif self.clock.now() - person.fetched_at > FRESH_FOR:
            self.spawn(self._refresh(user_id), f"person-{user_id}")
        if person is None:
            return Reader(user_id, self.rules.office.language, self.rules.office.timezone)
        self._keep(person)
        return Reader(user_id, person.locale, person.tz or self.rules.office.timezone)

    async def learn(self, user_ids: Sequence[str]) -> None:
        """Get to know people before they do anything; what was learnt within a day is not asked again."""
        asked = 0
        for user_id in user_ids:
            person = await self._remembered(user_id)
            if person is not None and self.clock.now() - person.fetched_at < FRESH_FOR:
                continue
            await self._refresh(user_id)
            asked += 1
            if asked > UNPACED:
                await asyncio.sleep(PACE_SECONDS)

    def _keep(self, person: Person) -> None:
        self._people[person.id] = person
        self._people.move_to_end(person.id)
        while len(self._people) > KEPT_PEOPLE:
            self._people.popitem(last=False)

    async def _remembered(self, user_id: str) -> Person | None:
        try:
            return await self.store.read(person_or_none, user_id)
        except StoreUnavailable:
            return None

    async def _refresh(self, user_id: str) -> None:
        person = await self._ask(user_id, 10 * ASK_SECONDS)
        if person is not None:
            self._keep(person)

    async def _ask(self, user_id: str, within_seconds: float) -> Person | None:
        try:
            async with asyncio.timeout(within_seconds):
                answer = await self.client.users_info(user=user_id, include_locale=True)
        except (TimeoutError, SlackApiError, aiohttp.ClientError, OSError) as error:
            log.warning("person.unknown", user=user_id, error=repr(error)[:200])
            return None
        found = answer.get("user")
        person = self._person(user_id, found if isinstance(found, Mapping) else {})
        try:
            await self.store.run(remember_person, person)
        except StoreUnavailable:
            log.warning("person.not_remembered", user=user_id)
        return person

    def _person(self, user_id: str, user: Mapping[str, Any]) -> Person:
        profile = user.get("profile") or {}
        locale = str(user.get("locale") or "")
        language: Locale = self.rules.office.language
        if locale:
            language = "ja" if locale.startswith("ja") else "en"
        names = (
            profile.get("display_name"),
            profile.get("real_name"),
            user.get("real_name"),
            user.get("name"),
            user_id,
        )
        team_id = str(user.get("team_id") or self.identity.team_id)
        return Person(
            id=user_id,
            team_id=team_id,
            name=next(str(name) for name in names if name),
            locale=language,
            tz=str(user.get("tz") or ""),
            email=str(profile.get("email") or ""),
            is_foreign=team_id != self.identity.team_id
            or user_id == SLACKBOT
            or any(user.get(name) for name in _APART),
            fetched_at=self.clock.now(),
        )
