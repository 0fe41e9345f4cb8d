"""The evidence pack: it verifies anywhere with Python alone, and one changed byte is named."""

import json
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.documents.evidence import Evidence, files_of, naming, zipped
from bot.documents.verify_evidence import MANIFEST, Broken, check, read
from bot.domain.log import GENESIS, LogEntry, seal

NOON = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def chain(length, *, why="理由"):
    entries, previous = [], GENESIS
    for number in range(1, length + 1):
        entry = seal(
            LogEntry(
                id=f"L{number}", stream="I1", number=number, at=NOON + timedelta(minutes=number), actor="U1", action="lane.owned", subject=f"S{number % 3}",
                old={}, new={"n": number, "鍵": "値"}, why=why, previous_hash=previous,
            )
        )  # fmt: skip
        entries.append(entry)
        previous = entry.hash
    return entries


def evidence(length=5, withheld=(), documents=(("第一報.pdf", b"%PDF one"), ("第一報.pdf", b"%PDF two"))):
    return Evidence(
        ref="INC-261124-01", reader="house", made_at=NOON, record={"incident": {"ref": "INC-261124-01"}}, log=chain(length), withheld=frozenset(withheld),
        documents=documents,
    )  # fmt: skip


def test_a_pack_verifies_on_another_machine_with_python_alone(tmp_path):
    (tmp_path / "pack.zip").write_bytes(zipped(files_of(evidence(7, withheld={2, 3}))))
    with zipfile.ZipFile(tmp_path / "pack.zip") as pack:
        pack.extractall(tmp_path / "there")
    done = subprocess.run(
        [sys.executable, "-I", "-S", "verify.py"],
        cwd=tmp_path / "there",
        capture_output=True,
        text=True,
        env={},
        timeout=30,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "5 log entries follow each other; 2 more are withheld" in done.stdout and done.stdout.endswith("OK\n")


def test_another_clients_name_is_found_in_a_file_and_in_its_name():
    names = ("東部商事", "nec")
    files = {"a.pdf": b"\xff\xfe%PDF", "record.json": "ＮＥＣへ電話".encode(), "log.jsonl": b"01M84NECA70 necessary"}
    assert naming(files, names) == ["record.json"]
    assert naming({"documents/東部商事.pdf": b""}, names) == ["documents/東部商事.pdf"]
    assert naming(files, ()) == []


def test_two_documents_of_one_name_are_both_kept_byte_for_byte():
    files = files_of(evidence())
    assert (files["documents/第一報.pdf"], files["documents/第一報-2.pdf"]) == (b"%PDF one", b"%PDF two")


def test_the_same_evidence_gives_the_same_bytes():
    assert zipped(files_of(evidence())) == zipped(files_of(evidence()))


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_one_changed_byte_is_named(data):
    files = files_of(evidence(4, withheld={2}))
    name = data.draw(st.sampled_from(sorted(set(files) - {MANIFEST})))
    place = data.draw(st.integers(0, len(files[name]) - 1))
    changed = bytearray(files[name])
    changed[place] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(Broken, match="was changed") as broken:
        check({**files, name: bytes(changed)})
    assert str(broken.value).startswith(name)


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (lambda files: files.pop("record.json"), "record.json is missing"),
        (lambda files: files.pop(MANIFEST), "manifest.json is missing"),
        (lambda files: files.update({"extra.txt": b"x"}), "extra.txt was added"),
        (lambda files: files.update({MANIFEST: b"{"}), "manifest.json cannot be read"),
    ],
)
def test_what_is_missing_or_was_added_is_named(edit, reason):
    files = files_of(evidence())
    edit(files)
    with pytest.raises(Broken, match=reason):
        check(files)


def resealed(files, lines):
    """A forger changes the log and fits the manifest to it."""
    import hashlib

    body = "".join(
        json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n" for line in lines
    ).encode()
    manifest = json.loads(files[MANIFEST])
    manifest["files"]["log.jsonl"] = {"sha256": hashlib.sha256(body).hexdigest(), "size": len(body)}
    return {**files, "log.jsonl": body, MANIFEST: json.dumps(manifest).encode()}


@pytest.mark.parametrize(
    ("forge", "reason"),
    [
        (lambda lines: lines[1].update(why="別の理由"), "log entry 2 was changed"),
        (lambda lines: lines.pop(1), "log entry 3 does not follow entry 1"),
        (lambda lines: lines.pop(), "the log ends at entry 4, the manifest says 5"),
        (lambda lines: lines.insert(2, dict(lines[1])), "log entry 2 does not follow entry 2"),
    ],
)
def test_a_log_that_was_rewritten_breaks_its_own_chain(forge, reason):
    files = files_of(evidence(5))
    lines = [json.loads(line) for line in files["log.jsonl"].splitlines()]
    forge(lines)
    with pytest.raises(Broken, match=reason):
        check(resealed(files, lines))


def test_what_is_withheld_shows_only_its_place_in_the_chain():
    files = files_of(evidence(3, withheld={2}))
    second = json.loads(files["log.jsonl"].splitlines()[1])
    assert set(second) == {"number", "previous_hash", "hash", "withheld"}
    assert files["timeline.csv"].decode("utf-8-sig").count("\r\n") == 3


def test_a_text_that_looks_like_a_formula_stays_text():
    made = Evidence(
        ref="INC-1",
        reader="house",
        made_at=NOON,
        record={},
        log=chain(1, why='=HYPERLINK("x")'),
        withheld=frozenset(),
        documents=(),
    )
    assert '"\'=HYPERLINK(""x"")"' in files_of(made)["timeline.csv"].decode("utf-8-sig")


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b\\c.pdf", "", "...", 'x:"y"?.pdf', "長" * 300 + ".pdf"])
def test_no_file_name_leaves_the_pack(name):
    inside = [found for found in files_of(evidence(documents=((name, b"x"),))) if found.startswith("documents/")]
    assert len(inside) == 1 and ".." not in inside[0].split("/") and inside[0].count("/") == 1 and "\\" not in inside[0]


def test_another_clients_name_is_found_wherever_it_stands():
    files = files_of(evidence(documents=(("東部商事.txt", b"x"),)))
    assert naming(files, frozenset({"東部商事"})) == ["documents/東部商事.txt", MANIFEST]
    assert naming(files, frozenset({"川端市"})) == []


def test_what_is_no_pack_is_refused(tmp_path):
    (tmp_path / "no.zip").write_bytes(b"no")
    for path in (tmp_path / "no.zip", tmp_path / "nowhere.zip"):
        with pytest.raises(Broken, match="cannot be opened"):
            read(path)
