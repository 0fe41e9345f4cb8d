"""From a contract's text to a draft pack, by fixed rules and a lexicon; nothing is sent anywhere.

`sources` reads the file, `numerals` its numbers, `clauses` splits it as the contract numbers itself, `lexicon_ja` and
`lexicon_en` hold the signs of a duty, `recognise` applies them, `drafting` writes the pack. What holds:

1. No sentence with a word of duty is dropped silently: it is either an entry of the draft or in the list of what was not understood.
2. An entry names its article, the line it came from, what was understood, and how sure that is.
3. The same text gives the same draft, byte for byte.
4. A draft is a proposal: it carries `status: draft`, and what no text can tell says REQUIRED.
"""

from __future__ import annotations

from bot.contracts.drafting import Draft, draft
from bot.contracts.recognise import Found, Kind, Reading, Sure, read_contract
from bot.contracts.sources import Text, Unreadable, read_file

__all__ = ["Draft", "Found", "Kind", "Reading", "Sure", "Text", "Unreadable", "draft", "read_contract", "read_file"]
