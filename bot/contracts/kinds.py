"""What a contract can ask for, and the signs by which it is told."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The kind of a duty; each has its place in a pack."""

    NOTICE = "notice"
    """Tell the client of an incident, a breach, or what may become one."""
    CONTAIN = "contain"
    """Act at once: stop it, keep evidence."""
    FOLLOW = "follow"
    """Answer, follow instructions, correct, cooperate."""
    CONSENT = "consent"
    """Ask before: consent, approval, confirmation, a formality."""
    SUBMIT = "submit"
    """File, register, certify without being asked."""
    BEHAVE = "behave"
    """A rule for every day: care, training, supervision, what not to do."""
    CONSULT = "consult"
    """Talk until agreed."""
    COST = "cost"
    """Bear cost or damage."""
    SURVEY = "survey"
    """Accept being looked at."""
    END = "end"
    """What is owed when work or contract end, and what lives on after."""
    RIGHT = "right"
    """No duty of ours, but it must be shown: scope, definitions, what the client may do."""


class Sure(StrEnum):
    """How sure the reading is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with what is around it, as the signs look at it.

    `main` is what follows the last condition, `condition` what stands before it; `around` adds the heading and the sentence
    that leads the list; `before` is what the clause says before this sentence.
    """

    whole: str
    condition: str
    main: str
    around: str
    before: str = ""
    item: bool = False

    def says(self, pattern: str) -> bool:
        """Whether the sentence says it."""
        return re.search(pattern, self.whole, re.IGNORECASE) is not None

    def then(self, pattern: str) -> bool:
        """Whether the part after the condition says it."""
        return re.search(pattern, self.main, re.IGNORECASE) is not None

    def when(self, pattern: str) -> bool:
        """Whether the condition says it."""
        return re.search(pattern, self.condition, re.IGNORECASE) is not None

    def nearby(self, pattern: str) -> bool:
        """Whether the sentence, the heading, or the sentence that leads the list says it."""
        return re.search(pattern, self.around, re.IGNORECASE) is not None


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign: the kind it tells, the test, why in a few words, and how sure it makes us. `ends` signs leave no room for later ones."""

    kind: Kind
    why: str
    test: Callable[[Sentence], bool]
    sure: Sure = Sure.HIGH
    ends: bool = False
