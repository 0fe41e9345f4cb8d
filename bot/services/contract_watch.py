"""Looking after the contracts' own course: at the start of the program, when packs are taken over, and each working morning."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.ids import new_id
from bot.domain.work import Timer
from bot.services.contract_end import follow_ends
from bot.services.contract_start import follow_starts, follow_tiers
from bot.services.digest import OFFICE, next_morning
from bot.services.ports import UnitOfWork
from bot.services.rules import digest_instant

CONTRACTS = "contracts"
"""Kind of the timer that looks at the contracts' course each working morning."""


@dataclass(frozen=True, slots=True)
class FollowContracts:
    """Ask for everything to be opened that the contracts' own course owes by today."""


def follow_contracts(uow: UnitOfWork, _command: FollowContracts) -> None:
    """Open what the contracts in force owe by today, and look again on the next working morning.

    Harmless when it is open already: each has a key of its own.
    """
    day = next_morning(uow)
    due_at = digest_instant(uow, day)
    uow.arm(Timer(id=new_id(uow.now), scope_id=OFFICE, kind=CONTRACTS, seq=day.isoformat(), due_at=due_at))
    follow_starts(uow)
    follow_tiers(uow)
    follow_ends(uow)
