"""Checks an evidence pack with Python's own library alone: every file against the manifest, the log against its own chain.

    python3 verify.py PACK.zip        (or, inside the unpacked folder, python3 verify.py)

Prints what it checked, or names the first thing that does not fit; ends with 0 or 1. This file stands in every pack and in
the program that made it: compare the two if you doubt the one in the pack.
"""

from __future__ import annotations

import hashlib
import json
import sys
import zipfile
from pathlib import Path

MANIFEST = "manifest.json"
STAMP = "manifest.tsr"
GENESIS = "0" * 64


class Broken(Exception):
    """The pack is not what it was; the message names the file or the entry."""


def check(files: dict[str, bytes]) -> list[str]:
    """Check the files of a pack, by name. Returns what was checked, as lines; raises Broken."""
    if MANIFEST not in files:
        raise Broken(f"{MANIFEST} is missing")
    try:
        manifest = json.loads(files[MANIFEST])
        listed = dict(manifest["files"])
    except (ValueError, KeyError, TypeError) as error:
        raise Broken(f"{MANIFEST} cannot be read: {error}") from error
    for name in sorted(set(listed) - set(files)):
        raise Broken(f"{name} is missing")
    for name in sorted(set(files) - set(listed) - {MANIFEST, STAMP}):
        raise Broken(f"{name} was added")
    for name, expected in sorted(listed.items()):
        if hashlib.sha256(files[name]).hexdigest() != expected["sha256"]:
            raise Broken(f"{name} was changed")
    shown, withheld = check_log(files.get("log.jsonl", b""), manifest["log"])
    lines = [
        f"incident {manifest['incident']}, made {manifest['made_at']} for {manifest['for']}",
        f"{len(listed)} files are as the manifest says",
        f"{shown} log entries follow each other; {withheld} more are withheld, their places in the chain are kept",
    ]
    digest = hashlib.sha256(files[MANIFEST]).hexdigest()
    if STAMP in files:
        lines.append(
            f"{MANIFEST} has SHA-256 {digest}; its time stamp: openssl ts -verify -data {MANIFEST} -in {STAMP} -CAfile CA.pem"
        )
    else:
        lines.append(f"{MANIFEST} has SHA-256 {digest}; no time stamp of an outside authority is in the pack")
    return lines


def check_log(text: bytes, end: dict[str, object]) -> tuple[int, int]:
    """Check the hash chain. Returns how many entries are shown and how many are withheld; raises Broken."""
    number, previous, shown, withheld = 0, GENESIS, 0, 0
    for line in text.splitlines():
        entry = json.loads(line)
        number += 1
        if entry["number"] != number or entry["previous_hash"] != previous:
            raise Broken(f"log entry {entry['number']} does not follow entry {number - 1}")
        if entry.get("withheld"):
            withheld += 1
        else:
            shown += 1
            body = {key: value for key, value in entry.items() if key != "hash"}
            canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            if hashlib.sha256(canonical.encode()).hexdigest() != entry["hash"]:
                raise Broken(f"log entry {number} was changed")
        previous = entry["hash"]
    if (number, previous) != (end["number"], end["hash"]):
        raise Broken(f"the log ends at entry {number}, the manifest says {end['number']}")
    return shown, withheld


def read(path: Path) -> dict[str, bytes]:
    """The files of a pack, from a ZIP or an unpacked folder. Raises Broken."""
    if path.is_dir():
        return {
            found.relative_to(path).as_posix(): found.read_bytes()
            for found in sorted(path.rglob("*"))
            if found.is_file()
        }
    try:
        with zipfile.ZipFile(path) as pack:
            names = pack.namelist()
            if len(names) != len(set(names)):
                raise Broken("a file stands in the pack twice")
            return {name: pack.read(name) for name in names}
    except (OSError, zipfile.BadZipFile) as error:
        raise Broken(f"{path.name} cannot be opened: {error}") from error


def main(words: list[str]) -> int:
    """Check the pack named on the command line, or the folder this file stands in."""
    try:
        lines = check(read(Path(words[0]) if words else Path(__file__).parent))
    except Broken as broken:
        print(f"BROKEN: {broken}")  # noqa: T201 - a command
        return 1
    print("\n".join([*lines, "OK"]))  # noqa: T201 - a command
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
