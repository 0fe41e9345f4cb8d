"""Every sentence people read, Japanese and English side by side, looked up by key.

The sentences stand in the modules `texts_*`, one per surface. A key that is missing, or a place that got no value, raises:
a screen with a hole in it must fail in a test and not in front of somebody.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bot.domain.errors import HanshoError
from bot.domain.people import Locale
from bot.views import (
    texts_after,
    texts_asked,
    texts_cards,
    texts_contracts,
    texts_endings,
    texts_following,
    texts_forms,
    texts_home,
    texts_laws,
    texts_ledger,
    texts_letter,
    texts_matters,
    texts_notes,
    texts_notice,
    texts_papers,
    texts_recurring,
    texts_refused,
    texts_register,
    texts_reports,
    texts_response,
    texts_room,
    texts_sending,
    texts_statement,
    texts_terms,
    texts_trial,
    texts_values,
    texts_words,
)

PARTS = (
    texts_words,
    texts_values,
    texts_room,
    texts_forms,
    texts_response,
    texts_after,
    texts_following,
    texts_asked,
    texts_notice,
    texts_matters,
    texts_endings,
    texts_contracts,
    texts_recurring,
    texts_papers,
    texts_cards,
    texts_letter,
    texts_reports,
    texts_sending,
    texts_home,
    texts_ledger,
    texts_laws,
    texts_notes,
    texts_refused,
    texts_register,
    texts_statement,
    texts_terms,
    texts_trial,
)
"""The modules of the catalogue; each holds `TEXTS`, key -> (Japanese, English)."""

CATALOGUE: Mapping[str, tuple[str, str]] = MappingProxyType(
    {key: pair for part in PARTS for key, pair in part.TEXTS.items()}
)


class UnknownText(HanshoError):
    """The catalogue holds no sentence under this key."""


class MissingValue(HanshoError):
    """A sentence has a place for which no value was given."""


def text(locale: Locale, key: str, **values: object) -> str:
    """Return the sentence `key` in the reader's language with its places filled.

    Values are put in as they are: escape what people typed (bot.views.moments.escape) before it goes into mrkdwn.

    Raises:
        UnknownText: there is no such key.
        MissingValue: the sentence has a place that `values` does not fill.
    """
    pair = CATALOGUE.get(key)
    if pair is None:
        raise UnknownText(key)
    template = pair[0] if locale == "ja" else pair[1]
    try:
        return template.format_map(values)
    except KeyError as error:
        raise MissingValue(f"{key} needs {error.args[0]}") from None


def has(key: str) -> bool:
    """Whether the catalogue holds this key."""
    return key in CATALOGUE


def choice(locale: Locale, family: str, code: str) -> str:
    """Return the words for one value of a list, for example ("what", "leak"); a value without words is shown as its code.

    A pack may know facts that are newer than this catalogue, so an unknown code is no error. Codes come from packs and
    forms: escape the result like anything else that is not ours.
    """
    key = f"{family}.{code}"
    return text(locale, key) if key in CATALOGUE else code
