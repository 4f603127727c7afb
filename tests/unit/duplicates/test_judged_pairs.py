"""The labels of `make duplicates` tell article text from boilerplate by digests alone."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from tests.eval.judged_pairs import (
    CONTAINMENT,
    LABELS,
    Kind,
    Labels,
    article_runs,
    judged_pairs,
    label,
    runs,
    similar_files,
    split_words,
    verdict,
)

FORM = "Would you like our letter every morning? Leave your address below and tick the box to agree."
REPORT = "The ferry to the northern island stays in port until the storm has passed, the harbour master said on Monday."


def labels(*passages: tuple[Kind, str]) -> Labels:
    return Labels([label(kind, passage) for kind, passage in passages])


def judge(a: str, b: str, judged: Labels) -> str:
    return verdict(split_words(a), split_words(b), judged)


def test_two_texts_share_article_text_boilerplate_or_what_nobody_judged() -> None:
    judged = labels(("article", REPORT), ("boilerplate", FORM))
    assert judge(f"One title\n{REPORT}\n{FORM}", f"Another\n{FORM}\nMore.\n{REPORT}", judged) == "article"
    assert judge(f"One title\n{REPORT}\n{FORM}", f"Another\n{FORM}", judged) == "boilerplate"
    assert judge(f"One title\n{REPORT}", f"Another\n{REPORT}", labels(("boilerplate", FORM))) == "not judged"
    assert judge(f"One title\n{REPORT}", f"Another\n{FORM}", Labels([])) == "boilerplate"


def test_boilerplate_in_an_article_line_is_boilerplate() -> None:
    line = f"{FORM} {REPORT}"
    judged = labels(("boilerplate", FORM), ("article", line))
    assert judged.kinds(split_words(line)).count("boilerplate") == len(split_words(FORM))
    assert judge(f"{FORM} A.", f"B. {FORM}", judged) == "boilerplate"
    assert judge(line, f"B. {line}", judged) == "article"


@given(st.lists(st.sets(st.integers(0, 59), max_size=4), min_size=2, max_size=4))
def test_similar_files_are_those_of_every_pair_compared(edits: list[set[int]]) -> None:
    form = split_words(FORM)
    texts = {str(at): [f"{at}x{n}" if n in edit else str(n) for n in range(60)] for at, edit in enumerate(edits)}
    sets = {path: set(runs(text)) for path, text in texts.items()}
    expected = {
        (a, b)
        for a, b in combinations(sets, 2)
        if len(sets[a] & sets[b]) >= CONTAINMENT * min(len(sets[a]), len(sets[b]))
    }
    words = {path: [*text, *form] for path, text in texts.items()}
    short = {name: [*"abcdefgh", *form] for name in ("short", "short too")}
    judged = labels(("boilerplate", FORM))
    assert similar_files({path: article_runs(text, judged) for path, text in (words | short).items()}) == expected


def test_the_labels_hold_digests_and_no_texts() -> None:
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        kind, size, head_digest, passage_digest = line.split("\t")
        assert kind in ("article", "boilerplate") and int(size) >= 5
        assert len(bytes.fromhex(head_digest)) == 4 and len(bytes.fromhex(passage_digest)) == 8


def test_without_the_corpora_their_part_is_left_out_and_says_how_to_get_them() -> None:
    (line,) = judged_pairs(None)
    assert "CLONES=folder" in line and line.count("git clone") == 3
