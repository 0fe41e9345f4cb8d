"""Which letters the vendored fonts can draw, and what stands in for the others: a visible mark, never a gap.

Read from the fonts' own `cmap` tables, formats 4 and 12 (OpenType specification, "cmap: Character to Glyph Index Mapping Table").
"""

from __future__ import annotations

import re
import struct
import unicodedata
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
GETA = "〓"
"""The mark that Japanese printers set for a letter they do not have."""
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_COMPOSED = re.compile("[^\uf900-\ufaff\U0002f800-\U0002fa1f]+")
"""What may be composed (か and a loose ゛ into が). Compatibility ideographs may not: they would become other people's names."""
_SELECTORS = frozenset(range(0xFE00, 0xFE10)) | frozenset(range(0xE0100, 0xE01F0))
"""Variation selectors ask for another shape of the letter before them; without that shape the usual one is right."""


def printable(words: str) -> tuple[str, tuple[str, ...]]:
    """Return the words as the fonts can draw them, and the letters that became 〓, each once, in order.

    Control characters and those that change the direction of writing fall away: on paper they can only mislead. Line
    breaks and spaces stay; a tab becomes a space.
    """
    kept: list[str] = []
    missing: dict[str, None] = {}
    plain = words.replace("\r\n", "\n").replace("\r", "\n")
    for sign in _COMPOSED.sub(lambda run: unicodedata.normalize("NFC", run[0]), plain):
        if sign == "\n" or ord(sign) in covered():
            kept.append(sign)
        elif sign == "\t":
            kept.append(" ")
        elif unicodedata.category(sign) not in _INVISIBLE and ord(sign) not in _SELECTORS:
            kept.append(GETA)
            missing[sign] = None
    return "".join(kept), tuple(missing)


@cache
def covered() -> frozenset[int]:
    """Return the code points that every vendored font can draw, without those that nobody sees."""
    fonts = [_code_points(path.read_bytes()) for path in sorted(FONTS.glob("*.ttf"))]
    drawn = frozenset.intersection(*fonts)
    return frozenset(code for code in drawn if unicodedata.category(chr(code)) not in _INVISIBLE)


def _code_points(font: bytes) -> frozenset[int]:
    tables = struct.unpack_from(">H", font, 4)[0]
    for number in range(tables):
        tag, _, offset, _ = struct.unpack_from(">4sIII", font, 12 + 16 * number)
        if tag == b"cmap":
            return _of_cmap(font, offset)
    raise ValueError("a font without a cmap table")


def _of_cmap(font: bytes, start: int) -> frozenset[int]:
    found: set[int] = set()
    for number in range(struct.unpack_from(">H", font, start + 2)[0]):
        offset = start + struct.unpack_from(">I", font, start + 4 + 8 * number + 4)[0]
        kind = struct.unpack_from(">H", font, offset)[0]
        if kind == 4:
            found.update(_of_segments(font, offset))
        elif kind == 12:
            for group in range(struct.unpack_from(">I", font, offset + 12)[0]):
                first, last, _ = struct.unpack_from(">III", font, offset + 16 + 12 * group)
                found.update(range(first, last + 1))
    return frozenset(found)


def _of_segments(font: bytes, offset: int) -> set[int]:
    """Format 4: segments of code points, each with a delta or with an array of glyph numbers, 0 meaning none."""
    count = struct.unpack_from(">H", font, offset + 6)[0] // 2
    ends, starts = offset + 14, offset + 16 + 2 * count
    deltas, ranges = starts + 2 * count, starts + 4 * count
    found: set[int] = set()
    for segment in range(count):
        first, last = (struct.unpack_from(">H", font, at + 2 * segment)[0] for at in (starts, ends))
        delta = struct.unpack_from(">H", font, deltas + 2 * segment)[0]
        place = ranges + 2 * segment
        shift = struct.unpack_from(">H", font, place)[0]
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = struct.unpack_from(">H", font, place + shift + 2 * (code - first))[0] if shift else code
            if glyph and (shift or (code + delta) % 0x10000):
                found.add(code)
    return found
