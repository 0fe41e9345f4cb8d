"""What Slack's own client refuses before anything is sent: empty required inputs, and values that do not fit."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from workspace import limits
from workspace.inputs import STATEFUL, elements, is_empty
from workspace.state import Json

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
URL = re.compile(r"https?://[^\s/]+\.?[^\s]*")


def problems(blocks: list[Json], values: dict[str, dict[str, Json]], japanese: bool) -> dict[str, str]:
    """What is wrong with the filled inputs: block_id -> sentence for the person."""
    found: dict[str, str] = {}
    for block, element in elements(blocks):
        if block.get("type") != "input" or element["type"] not in STATEFUL:
            continue
        entry = values.get(block["block_id"], {}).get(element["action_id"])
        if is_empty(entry):
            said = None if block.get("optional") else ("Please fill in this field.", "この項目を入力してください。")
        else:
            said = _unfit(element, (entry or {}).get(STATEFUL[element["type"]]))
        if said:
            found[block["block_id"]] = said[japanese]
    return found


def _unfit(element: Json, value: Any) -> tuple[str, str] | None:
    """Why a filled value does not fit, in English and Japanese; None when it does."""
    kind = element["type"]
    if kind == "plain_text_input":
        return _length(element, str(value))
    if kind == "email_text_input" and not EMAIL.fullmatch(str(value)):
        return "Please enter an e-mail address.", "メールアドレスを入力してください。"
    if kind == "url_text_input" and not URL.fullmatch(str(value)):
        return (
            "Please enter an address that begins with https:// or http://.",
            "https:// または http:// で始まるURLを入力してください。",
        )
    if kind == "number_input":
        return _number(element, str(value))
    return None


def _length(element: Json, text: str) -> tuple[str, str] | None:
    most, least = element.get("max_length", limits.TEXT["initial_value"]), element.get("min_length", 0)
    if len(text) > most:
        return f"At most {most} characters.", f"{most}文字までです。"
    if len(text) < least:
        return f"At least {least} characters.", f"{least}文字以上で入力してください。"
    return None


def _number(element: Json, text: str) -> tuple[str, str] | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        return "Please enter a number.", "数値を入力してください。"
    if not element.get("is_decimal_allowed") and number != number.to_integral_value():
        return "Please enter a whole number.", "整数を入力してください。"
    low, high = element.get("min_value"), element.get("max_value")
    if low is not None and number < Decimal(low):
        return f"At least {low}.", f"{low}以上の数値を入力してください。"
    if high is not None and number > Decimal(high):
        return f"At most {high}.", f"{high}以下の数値を入力してください。"
    return None
