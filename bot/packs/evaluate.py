"""What a pack makes us do for given answers: duties that fire, and consultations that open. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.matching import Match, fires, match
from bot.packs.conditions import Events, compiled, nothing_happened
from bot.packs.schema import ConsultationRule, DutyRule, Pack, Phase

RAISED = "reached"
"""The event of having reached the client's desk."""


@dataclass(frozen=True, slots=True)
class FiredDuty:
    """A duty that applies, or may. `recommended`: the contract has ended and does not keep this one alive."""

    duty: DutyRule
    why: Match
    recommended: bool = False


def evaluate(
    pack: Pack, facts: Mapping[str, object], phase: Phase, happened: Events = nothing_happened
) -> list[FiredDuty]:
    """Return the duties that the answers fire, in the pack's order; an unknown answer fires.

    Duties that wait for an event (`spawned`, `request`, `change`, `plan`, `dispute`, `overdue`) never fire from answers alone.
    After the contract's end (`expired`) the surviving ones fire fully and all others as recommended.

    Args:
        pack: the pinned pack.
        facts: answers by name; a missing one counts as unknown.
        phase: the contract's phase when the incident was first recognised.
        happened: which events have happened; none unless told otherwise.
    """
    answers = widened(pack, facts, phase)
    found = []
    alone = happened is nothing_happened
    for place, duty in enumerate(pack.duties):
        why = pack.conditions[place].match(answers) if alone else _match(pack, duty.when, answers, happened)
        if fires(why):
            found.append(FiredDuty(duty, why, recommended=phase == "expired" and duty.id not in pack.survivors))
    return found


def match_of(pack: Pack, duty: DutyRule, facts: Mapping[str, object], phase: Phase) -> Match:
    """Return how one duty's rule matches the answers, by the same way as `evaluate`."""
    return pack.conditions[pack.duties.index(duty)].match(widened(pack, facts, phase))


def consultations_to_open(
    pack: Pack, fired: list[FiredDuty], facts: Mapping[str, object], event: str
) -> list[ConsultationRule]:
    """Return the consultations that open now, in the pack's order; an unknown answer opens.

    Args:
        pack: the pinned pack.
        fired: what `evaluate` returned for the same answers; `{duty: id}` holds when it is among them.
        facts: answers by name.
        event: `fired` when duties have just fired, `reached` when the client's desk has just been reached.
    """
    ids = {item.duty.id for item in fired}

    def happened(kind: str, name: str) -> bool:
        return (kind == RAISED and event == RAISED) or (kind == "duty" and name in ids)

    answers = widened(pack, facts)
    return [rule for rule in pack.consultations if fires(_match(pack, rule.opens_when, answers, happened))]


def widened(pack: Pack, facts: Mapping[str, object], phase: Phase | None = None) -> dict[str, object]:
    """Return the answers with what the pack takes them for besides (`info_alias`) and, if given, the phase."""
    answers: dict[str, object] = dict(facts)
    if phase is not None:
        answers["phase"] = phase
    kinds = answers.get("info_kind")
    if pack.info_alias and kinds is not None:
        said = (
            (kinds,) if isinstance(kinds, str) else kinds if isinstance(kinds, list | tuple | set | frozenset) else ()
        )
        words = [str(kind) for kind in said]
        answers["info_kind"] = tuple(
            dict.fromkeys([*words, *(pack.info_alias[kind] for kind in words if kind in pack.info_alias)])
        )
    return answers


def _match(pack: Pack, condition: Mapping[str, object], facts: Mapping[str, object], happened: Events) -> Match:
    return match(compiled(condition, definitions=pack.definitions, happened=happened), facts)
