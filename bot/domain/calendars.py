"""Working days of a place: Japanese business and public-office days, and those that clocks from abroad count by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from bot.domain.errors import CalendarOutOfRange

CALENDARS = ("jp-business", "jp-public-office", "us-business", "br-business", "generic")
"""Names a pack or the office file may give."""

_COUNTRIES = {"jp-business": "JP", "jp-public-office": "JP", "us-business": "US", "br-business": "BR"}
_SATURDAY = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working days under `name`, seen from the IANA zone `zone`. Making one is cheap; holidays are kept by year.

    - jp-business: Monday to Friday but public holidays (国民の祝日に関する法律).
    - jp-public-office: the same, and closed 29 December to 3 January (行政機関の休日に関する法律1条1項3号).
    - us-business: Monday to Friday but federal holidays (5 U.S.C. 6103), in-lieu days included.
    - br-business: Monday to Friday but national holidays of Brazil. Carnival and what a state or city keeps are working days
      here: a deadline is then a day early at worst, never late.
    - generic: Monday to Friday.

    Raises:
        ValueError: no calendar has that name.
    """

    name: str
    zone: str

    def __post_init__(self) -> None:
        if self.name not in CALENDARS:
            raise ValueError(f"no calendar is called {self.name!r}; there are {', '.join(CALENDARS)}")

    @property
    def tz(self) -> ZoneInfo:
        """The zone whose midnights begin this calendar's days."""
        return ZoneInfo(self.zone)

    def is_working_day(self, day: date) -> bool:
        """Whether people work on that date. Raises CalendarOutOfRange when the holiday tables do not reach its year."""
        country = _COUNTRIES.get(self.name)
        closed = _holidays_of(country, day.year) if country else frozenset()
        if day.weekday() >= _SATURDAY or day in closed:
            return False
        return self.name != "jp-public-office" or not _offices_rest(day)

    def add_working_days(self, day: date, count: int) -> date:
        """Return the `count`-th working day after `day`, which itself is never counted; a negative count goes back.

        Zero returns `day` unchanged, working or not. Raises CalendarOutOfRange.
        """
        step = _DAY if count > 0 else -_DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def next_working_day(self, day: date) -> date:
        """Return the first working day later than `day`. Raises CalendarOutOfRange."""
        return self.add_working_days(day, 1)

    def earliest_working_day(self, day: date) -> date:
        """Return `day` itself when it is a working day, otherwise the first one later. Raises CalendarOutOfRange."""
        return day if self.is_working_day(day) else self.next_working_day(day)

    def latest_working_day(self, day: date) -> date:
        """Return `day` itself when it is a working day, otherwise the last one before. Raises CalendarOutOfRange."""
        return day if self.is_working_day(day) else self.add_working_days(day, -1)


@lru_cache(maxsize=16)
def years_known(name: str) -> tuple[int, int] | None:
    """Return the first and the last year whose holidays a calendar knows; None when it needs none."""
    country = _COUNTRIES.get(name)
    if country is None:
        return None
    table = holidays.country_holidays(country, expand=False)
    return table.start_year, table.end_year


def _offices_rest(day: date) -> bool:
    return (day.month == 12 and day.day >= 29) or (day.month == 1 and day.day <= 3)


@lru_cache(maxsize=512)
def _holidays_of(country: str, year: int) -> frozenset[date]:
    """Return the public holidays of one year. Raises CalendarOutOfRange beyond the tables, where a day would be a guess."""
    table = holidays.country_holidays(country, expand=False)
    if not table.start_year <= year <= table.end_year:
        raise CalendarOutOfRange(
            f"the holidays of {country} are known from {table.start_year} to {table.end_year}, not for {year}"
        )
    return frozenset(holidays.country_holidays(country, years=year, expand=False))
