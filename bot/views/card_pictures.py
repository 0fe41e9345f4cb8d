"""The picture of a hygiene card. See bot.views.pictures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.views.pictures import BiText


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPicture:
    """One rule of one contract, for one morning. `held`: an incident is open, so that the rule rests; `kept`: they said so."""

    pack_id: str
    name: str
    client: BiText
    day: date
    held: bool = False
    kept: bool = False
