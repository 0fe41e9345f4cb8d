"""A trial of a pack for the terminal: answers from a file, and what came of them as lines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.domain.errors import BadFactValue, UnknownFact
from bot.domain.facts import FactValue, normalise
from bot.packs.schema import Pack
from bot.packs.simulation import Trial

KINDS = {"ring": "rings", "target": "team target", "due": "DUE", "alarm": "alarm"}


def answers_of(text: str) -> dict[str, FactValue]:
    """Read answers (`status: suspected`, `event: [leak]`) from YAML; an empty text means that nobody knows anything.

    Raises ValueError that names the answer that cannot be used.
    """
    try:
        found = YAML(typ="safe").load(text) or {}
    except YAMLError as error:
        raise ValueError(f"not YAML: {str(error).splitlines()[0]}") from error
    if not isinstance(found, dict):
        raise ValueError("expected answers by name, for example `status: suspected`")  # noqa: TRY004 - the file is wrong, not the caller
    try:
        return normalise({str(name): value for name, value in found.items()})
    except (UnknownFact, BadFactValue) as error:
        raise ValueError(str(error)) from error


def lines_of(pack: Pack, trial: Trial, at: datetime, locale: str) -> Iterator[str]:
    """Give the trial as lines: the duties, then every moment in the pack's zone, then the busiest hour."""
    zone = ZoneInfo(pack.calendar.tz)
    yield f"{pack.id}: first recognised {_when(at, zone)} ({pack.calendar.tz}); nobody answers"
    yield f"{len(trial.fired)} duties fire:"
    for item in trial.fired:
        clock = item.duty.clock
        word = f"  {clock.word}" if clock and clock.word else ""
        summary = getattr(item.duty.summary, locale, "") or item.duty.summary.ja
        unknown = f"  (not known yet: {', '.join(item.why.unknown)})" if item.why.unknown else ""
        recommended = "  (recommended: the contract has ended)" if item.recommended else ""
        yield f"  {item.duty.id}  {item.duty.type}{word}  {', '.join(item.duty.cite)}  {summary}{unknown}{recommended}"
    if not trial.moments:
        yield "No clock runs and nobody is rung."
        return
    yield "In the order of time:"
    for moment in trial.moments:
        yield f"  {_when(moment.at, zone)}  {KINDS[moment.kind]}  {moment.what}"
    if trial.busiest:
        hour, count = trial.busiest
        yield f"Busiest hour: {hour:%Y-%m-%d %H}:00, {count} moments"


def _when(instant: datetime, zone: ZoneInfo) -> str:
    local = instant.astimezone(zone)
    return f"{local:%Y-%m-%d %H:%M} {('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun')[local.weekday()]}"
