import os
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.contracts import Kind, read_contract, read_file
from bot.contracts.sources import Line, Text
from tests.contracts.truth import MADE_UP, TRUTH

HERE = Path(__file__).parent / "texts"


def texts():
    """The folder with the five contract forms, if somebody has put it beside the project or named it."""
    named = os.environ.get("HANSHO_CONTRACT_TEXTS")
    return Path(named) if named else None


def compare(path, truth):
    """Count what is found with the right kind and word, what is missed or wrong, and what is invented."""
    found = {}
    for one in read_contract(read_file(path)).found:
        if one.kind is not Kind.RIGHT:
            found.setdefault(one.line, {}).setdefault(one.kind.value, set()).add(one.limit.word)
    right, wrong = [], []
    for line, kinds in truth.items():
        for kind, word in kinds.items():
            if kind.startswith("~"):
                continue
            words = found.get(line, {}).get(kind, set())
            fits = all(
                any(said.startswith(wanted) if wanted else not said for said in words) for wanted in word.split("/")
            )
            (right if fits else wrong).append((line, kind, word, words))
    invented = [
        (line, kind)
        for line, kinds in found.items()
        for kind in kinds
        if kind not in truth.get(line, {}) and f"~{kind}" not in truth.get(line, {})
    ]
    return right, wrong, invented


@pytest.mark.skipif(
    texts() is None, reason="the contract texts are their authors'; HANSHO_CONTRACT_TEXTS names a folder with them"
)
def test_of_the_five_contract_forms_95_percent_is_found_and_less_than_5_percent_invented():
    right, wrong, invented = [], [], []
    for seed, truth in TRUTH.items():
        (path,) = texts().glob(f"{seed}_*.txt")
        r, w, i = compare(path, truth)
        right += r
        wrong += [(seed, *one) for one in w]
        invented += [(seed, *one) for one in i]
    assert len(right) >= 0.95 * (len(right) + len(wrong)), wrong
    assert len(invented) < 0.05 * (len(right) + len(invented)), invented


@pytest.mark.parametrize("name", sorted(MADE_UP))
def test_contracts_of_other_styles_are_read_as_well(name):
    right, wrong, invented = compare(HERE / name, MADE_UP[name])
    assert wrong == [] and invented == [] and right


def found_in(*lines):
    return read_contract(Text(tuple(Line(number, text) for number, text in enumerate(lines, start=1)), "text"))


JAPANESE_ENOUGH = "この契約は、当事者のあいだで情報を守るために結ぶものである。"


def test_a_sentence_with_a_word_of_duty_that_no_sign_explains_is_listed():
    read = found_in(JAPANESE_ENOUGH, "第1条 乙は、毎朝鐘を鳴らすべき義務を負う。")
    assert [(one.cite, one.line) for one in read.unclear] == [("第1条", 2)]


def test_the_strictest_word_and_the_line_are_kept():
    read = found_in(
        JAPANESE_ENOUGH, "", "第1条 乙は、事故を知ったときは、直ちに甲に報告し、その指示に従わなければならない。"
    )
    assert [(one.kind, one.line, one.limit.word) for one in read.found] == [
        (Kind.NOTICE, 3, "直ちに"),
        (Kind.FOLLOW, 3, ""),
    ]


def test_a_line_broken_in_the_middle_of_a_word_and_doubled_spacing_change_nothing():
    whole = "第1条 乙は、事故を知ったときは、直ちに甲に報告しなければならない。"
    broken = [JAPANESE_ENOUGH, "", whole[:14], "", whole[14:25], "", whole[25:]]
    assert [(f.kind, f.cite, f.limit) for f in found_in(*broken).found] == [
        (f.kind, f.cite, f.limit) for f in found_in(JAPANESE_ENOUGH, whole).found
    ]


def test_a_reference_at_the_start_of_a_line_is_no_new_article():
    read = found_in(
        JAPANESE_ENOUGH,
        "第1条 乙は、事故があったときは、この契約の",
        "第2条第1項に従い、直ちに甲に報告しなければならない。",
        "第2条 乙は、従事者を教育しなければならない。",
    )
    assert [(one.cite, one.kind) for one in read.found] == [("第1条", Kind.NOTICE), ("第2条", Kind.BEHAVE)]


def test_the_items_of_a_consent_are_what_it_is_about_and_no_duties():
    read = found_in(
        JAPANESE_ENOUGH,
        "第1条 乙は、次の行為には、あらかじめ甲の承諾を得なければならない。",
        "(1) 資料を持ち出すこと。",
        "(2) 資料を複写すること。",
    )
    assert [(one.kind, one.items) for one in read.found] == [
        (Kind.CONSENT, ("資料を持ち出すこと。", "資料を複写すること。"))
    ]


def bare(text):
    return unicodedata.normalize("NFKC", "".join(unicodedata.normalize("NFKC", text).split()))


SENTENCES = (
    "乙は、事故を知ったときは、速やかに甲に報告しなければならない。", "乙は、従事者を教育しなければならない。",
    "甲は、立入検査を行うことができる。", "費用は乙が負担する。", "本契約の終了後においても同様とする。",
    "乙は、鐘を鳴らす義務を負う。", "ただし、甲の承認を得た場合はこの限りでない。", "The Supplier shall notify the Customer of any incident.",
)  # fmt: skip
PIECES = st.one_of(
    st.sampled_from(SENTENCES),
    st.sampled_from(
        [
            "第1条 ",
            "第2条（報告）",
            "2 ",
            "３　",
            "(1) ",
            "一 ",
            "・",
            "（見出し）",
            "4. TITLE",
            "",
            "　",
            "別記",
            "●●株式会社",
        ]
    ),
    st.text(max_size=30),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(PIECES, PIECES).map("".join), max_size=25))
def test_nothing_with_a_word_of_duty_is_dropped_and_every_quote_stands_in_the_text(lines):
    lines = [JAPANESE_ENOUGH, *(re.sub(r"[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", "", line) for line in lines)]
    read = found_in(*lines)
    whole = bare("".join(lines))
    said = [
        *(said for one in read.found for said in (one.sentence, *one.also)),
        *(one.sentence for one in read.unclear),
    ]
    for sentence in said:
        assert bare(sentence) in whole
    for clause in read.clauses:
        for sentence in clause.sentences():
            if "義務を負う。" in sentence and not clause.is_item:
                assert sentence in said


@settings(max_examples=50, deadline=None)
@given(st.lists(PIECES, max_size=20))
def test_the_same_text_is_read_the_same(lines):
    assert found_in(*lines) == found_in(*lines)
