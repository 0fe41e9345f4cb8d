"""Would Slack take these blocks? A walk over blocks and views with the numbers of `limits`.

`message_problems` and `view_problems` return Slack-like sentences with a JSON pointer each; an empty list means accepted.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from workspace import limits
from workspace.state import Json


def message_problems(blocks: Any) -> list[str]:
    """What is wrong with the blocks of a message."""
    return _Walk("message").surface(blocks, "/blocks")


def view_problems(view: Json) -> list[str]:
    """What is wrong with a modal or a Home tab."""
    kind = view.get("type")
    if kind not in ("modal", "home"):
        return _said("unsupported view type: modal or home", "/view/type")
    walk = _Walk(kind)
    blocks = view.get("blocks")
    walk.surface(blocks, "/view/blocks")
    if kind == "modal":
        walk.text(view.get("title"), "view.title", "/view/title", plain=True, needed=True)
        for name in ("submit", "close"):
            walk.text(view.get(name), f"view.{name}", f"/view/{name}", plain=True)
        inputs = isinstance(blocks, list) and any(isinstance(b, dict) and b.get("type") == "input" for b in blocks)
        if inputs and not view.get("submit"):
            walk.say("missing required field: submit (a view with input blocks needs it)", "/view/submit")
    walk.string(view.get("private_metadata"), limits.TEXT["view.private_metadata"], "/view/private_metadata")
    for name in ("callback_id", "external_id"):
        walk.string(view.get(name), limits.ID, f"/view/{name}")
    return walk.found


def view_bytes(view: Json) -> int:
    """How large Slack would find the view."""
    return len(json.dumps(view, ensure_ascii=False).encode())


def _said(what: str, where: str) -> list[str]:
    return [f"[ERROR] {what} [json-pointer:{where}]"]


class _Walk:
    """One pass over one surface (`message`, `modal` or `home`)."""

    def __init__(self, surface: str) -> None:
        self.kind = surface
        self.found: list[str] = []
        self.focus = 0

    def say(self, what: str, where: str) -> None:
        """Note one violation."""
        self.found += _said(what, where)

    def surface(self, blocks: Any, where: str) -> list[str]:
        """Check a whole list of blocks."""
        if not isinstance(blocks, list):
            self.say("must be an array of blocks", where)
            return self.found
        most = limits.BLOCKS[self.kind]
        if len(blocks) > most:
            self.say(f"no more than {most} items allowed [{len(blocks)}]", where)
        for index, block in enumerate(blocks):
            self.block(block, f"{where}/{index}")
        named = Counter(b["block_id"] for b in blocks if isinstance(b, dict) and b.get("block_id"))
        for name in (name for name, times in named.items() if times > 1):
            self.say(f"`block_id` {name!r} already exists", where)
        if self.focus > 1:
            self.say("only one element may have focus_on_load", where)
        return self.found

    def block(self, block: Any, at: str) -> None:
        """Check one block by its type."""
        if not isinstance(block, dict):
            self.say("must be an object", at)
            return
        kind = block.get("type")
        if kind not in limits.SURFACES:
            self.say(f"unsupported type: {kind}", f"{at}/type")
            return
        if self.kind not in limits.SURFACES[kind]:
            self.say(f"unsupported type: {kind} (not in a {self.kind})", f"{at}/type")
        self.string(block.get("block_id"), limits.ID, f"{at}/block_id")
        check = getattr(self, f"_{kind}", None)
        if check:
            check(block, at)

    def _section(self, block: Json, at: str) -> None:
        if "text" not in block and "fields" not in block:
            self.say("missing required field: text or fields", at)
        self.text(block.get("text"), "section.text", f"{at}/text")
        if "fields" in block:
            for index, one in enumerate(self.many(block["fields"], "section.fields", f"{at}/fields")):
                self.text(one, "section.fields", f"{at}/fields/{index}", needed=True)
        if "accessory" in block:
            self.element(block["accessory"], "section", f"{at}/accessory")

    def _header(self, block: Json, at: str) -> None:
        self.text(block.get("text"), "header.text", f"{at}/text", plain=True, needed=True)

    def _context(self, block: Json, at: str) -> None:
        for index, one in enumerate(self.many(block.get("elements"), "context.elements", f"{at}/elements")):
            where = f"{at}/elements/{index}"
            if isinstance(one, dict) and one.get("type") == "image":
                self._image(one, where)
            else:
                self.text(one, "context.text", where, needed=True)

    def _actions(self, block: Json, at: str) -> None:
        elements = self.many(block.get("elements"), "actions.elements", f"{at}/elements")
        for index, one in enumerate(elements):
            self.element(one, "actions", f"{at}/elements/{index}")
        self.unique_actions(elements, at)

    def _input(self, block: Json, at: str) -> None:
        self.text(block.get("label"), "input.label", f"{at}/label", plain=True, needed=True)
        self.text(block.get("hint"), "input.hint", f"{at}/hint", plain=True)
        self.element(block.get("element"), "input", f"{at}/element")

    def _image(self, block: Json, at: str) -> None:
        if not block.get("alt_text"):
            self.say("missing required field: alt_text", f"{at}/alt_text")
        self.string(block.get("alt_text"), limits.TEXT["image.alt_text"], f"{at}/alt_text")
        if not block.get("image_url") and not block.get("slack_file"):
            self.say("missing required field: image_url or slack_file", at)
        self.string(block.get("image_url"), limits.TEXT["image.image_url"], f"{at}/image_url")
        self.text(block.get("title"), "image.title", f"{at}/title", plain=True)

    def _alert(self, block: Json, at: str) -> None:
        self.text(block.get("text"), "alert.text", f"{at}/text", needed=True)

    def _markdown(self, block: Json, at: str) -> None:
        self.string(block.get("text"), limits.TEXT["markdown.text"], f"{at}/text")

    def element(self, element: Any, home: str, at: str) -> None:
        """Check one element that stands in a block of type `home`."""
        if not isinstance(element, dict):
            self.say("missing required field: an element", at)
            return
        kind = str(element.get("type"))
        if kind not in limits.ELEMENTS[home]:
            self.say(f"unsupported type: {kind}", f"{at}/type")
            return
        self.string(element.get("action_id"), limits.ID, f"{at}/action_id")
        self.focus += bool(element.get("focus_on_load"))
        self.text(element.get("placeholder"), "placeholder", f"{at}/placeholder", plain=True)
        self.string(element.get("initial_value"), limits.TEXT["initial_value"], f"{at}/initial_value")
        if kind == "image":
            self._image(element, at)
        elif kind == "button":
            self._button(element, at)
        elif kind in limits.CHOICES and not kind.endswith("external_select"):
            self._choice(element, kind, at)
        elif kind == "plain_text_input":
            self._written(element, at)
        if "confirm" in element:
            self._confirm(element["confirm"], f"{at}/confirm")

    def _button(self, element: Json, at: str) -> None:
        self.text(element.get("text"), "button.text", f"{at}/text", plain=True, needed=True)
        for name in ("value", "url", "accessibility_label"):
            self.string(element.get(name), limits.TEXT[f"button.{name}"], f"{at}/{name}")
        if element.get("style") not in (None, "primary", "danger"):
            self.say("must be one of: primary, danger", f"{at}/style")

    def _written(self, element: Json, at: str) -> None:
        for name in ("min_length", "max_length"):
            if (
                not isinstance(element.get(name, 1), int)
                or not 0 <= element.get(name, 1) <= limits.TEXT["initial_value"]
            ):
                self.say("must be between 0 and 3000", f"{at}/{name}")
        if element.get("min_length", 0) > element.get("max_length", 3000):
            self.say("min_length must not be more than max_length", f"{at}/min_length")

    def _choice(self, element: Json, kind: str, at: str) -> None:
        groups = element.get("option_groups")
        options: list[Any] = []
        if groups is not None and kind.endswith("static_select"):
            for index, group in enumerate(self.many(groups, "option_groups", f"{at}/option_groups")):
                where = f"{at}/option_groups/{index}"
                self.text(group.get("label"), "option_group.label", f"{where}/label", plain=True, needed=True)
                options += self.many(group.get("options"), "static_select.options", f"{where}/options")
        else:
            options = self.many(element.get("options"), f"{kind}.options", f"{at}/options")
        for index, option in enumerate(options):
            self._option(option, f"{at}/options/{index}", plain=kind not in ("checkboxes", "radio_buttons"))
        values = [o.get("value") for o in options if isinstance(o, dict)]
        first = element.get("initial_option")
        for chosen in [*([first] if first else []), *(element.get("initial_options") or [])]:
            if not isinstance(chosen, dict) or chosen.get("value") not in values:
                self.say("initial option must be one of the options", f"{at}/initial_option")
        if "initial_options" in element and not element["initial_options"]:
            self.say("no fewer than 1 items allowed", f"{at}/initial_options")

    def _option(self, option: Any, at: str, *, plain: bool) -> None:
        if not isinstance(option, dict):
            self.say("must be an object", at)
            return
        self.text(option.get("text"), "option.text", f"{at}/text", plain=plain, needed=True)
        self.text(option.get("description"), "option.description", f"{at}/description", plain=plain)
        if not isinstance(option.get("value", ""), str):
            self.say("must be a string", f"{at}/value")
        self.string(option.get("value"), limits.TEXT["option.value"], f"{at}/value")

    def _confirm(self, confirm: Any, at: str) -> None:
        if not isinstance(confirm, dict):
            self.say("must be an object", at)
            return
        for name in ("title", "text", "confirm", "deny"):
            self.text(confirm.get(name), f"confirm.{name}", f"{at}/{name}", plain=name != "text", needed=True)

    def unique_actions(self, elements: Iterable[Any], at: str) -> None:
        """No two elements of a block may share an action_id."""
        named = Counter(e["action_id"] for e in elements if isinstance(e, dict) and e.get("action_id"))
        for name in (name for name, times in named.items() if times > 1):
            self.say(f"`action_id` {name!r} already exists in this block", at)

    def many(self, items: Any, place: str, at: str) -> list[Any]:
        """Check how many there are and return them."""
        if not isinstance(items, list):
            self.say("missing required field: must be an array", at)
            return []
        fewest, most = limits.COUNT[place]
        if not fewest <= len(items) <= most:
            self.say(f"between {fewest} and {most} items allowed [{len(items)}]", at)
        return items

    def text(self, found: Any, place: str, at: str, *, plain: bool = False, needed: bool = False) -> None:
        """Check a text object."""
        if found is None:
            if needed:
                self.say("missing required field: text object", at)
            return
        if not isinstance(found, dict) or not isinstance(found.get("text"), str):
            self.say("must be a text object", at)
            return
        kinds = ("plain_text",) if plain else ("plain_text", "mrkdwn")
        if found.get("type") not in kinds:
            self.say(f"must be one of: {', '.join(kinds)}", f"{at}/type")
        if not found["text"]:
            self.say("must be more than 0 characters", f"{at}/text")
        self.string(found["text"], limits.TEXT[place], f"{at}/text")

    def string(self, found: Any, most: int, at: str) -> None:
        """Check the length of a string that may be missing."""
        if isinstance(found, str) and len(found) > most:
            self.say(f"must be less than {most + 1} characters [{len(found)}]", at)
        elif found is not None and not isinstance(found, str):
            self.say("must be a string", at)
