"""Parsing: from input to canonical text, and back to the same tree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query import Query, parse
from search.query import tree as query
from search.query.nodes import NEAREST, Forms, Missing, MultiPhrase, Near, content_words_of, leaves_of

UNDERSTOOD = {
    # words
    "Ferry Terminal": "ferry terminal",
    "  a \n b\t": "a b",
    "ferry, terminal!": "ferry terminal",
    "6,000": "6000",
    "U.S. C++ R&D": "us c++ r&d",
    "40 % ٪": "40 percent percent",
    "40 per cent": "40 percent",
    "per -cent": "per (-cent)",
    "हिंदी ISTहिंदी": "हिंदी ist-हिंदी",
    "Wonsan\u2011Kalma": "wonsan-kalma",
    "wonsan-kalma": "wonsan-kalma",
    "Lavrov’s": "lavrov",
    "https://a.bc": '"https a bc"',
    # all, some, none
    "a AND b": "a b",
    "a OR b": "a OR b",
    "a b OR c": "a (b OR c)",
    "a AND b OR c": "(a b) OR c",
    "a OR b OR c": "a OR b OR c",
    "a OR (b OR c)": "a OR b OR c",
    "(a b) (c)": "a b c",
    "a (b OR c)": "a (b OR c)",
    "a and b": "a and b",
    "or a": "or a",
    "a or": "a or",
    "-a": "-a",
    "a -b": "a -b",
    "a \u2212b": "a -b",
    "a NOT b": "a -b",
    "a AND NOT b": "a -b",
    "a OR -b": "a OR -b",
    "a | b": "a OR b",
    "a || b | c": "a OR b OR c",
    "a| b": "a OR b",
    "a |b": "a OR b",
    '"a b"|"c d"': '"a b" OR "c d"',
    "(a)|(b)": "a OR b",
    "a & b OR c": "(a b) OR c",
    "a && b": "a b",
    "&": "",
    "AT &": "at",
    "+a +b": "a b",
    '+title:a +"b c" +(d)': 'title:a "b c" d',
    "a !b": "a -b",
    'a !"b c" !(d e)': 'a -"b c" -(d e)',
    "a ! b": "a b",
    "a!b": '"a b"',
    "a \u2013b": "a -b",
    "a \u2014b": "a -b",
    "a \u2012b": "a -b",
    "a \u2013 b": "a b",
    "1990\u20131995 Paris\u2013Brest": "1990-1995 paris-brest",
    "-5 degrees": "-5 degrees",
    "title:-a b": "-title:a b",
    "title:!(a b)": "-(title:a title:b)",
    "-(a b)": "-(a b)",
    "-(a OR b) c": "-(a OR b) c",
    "NOT NOT a": "a",
    "--a": "a",
    "NOT -a": "a",
    "-NOT-a": "-not-a",
    "- a": "a",
    "a-b": "a-b",
    "a -b-c": "a -b-c",
    # quotations
    '"exact phrase"': '"exact phrase"',
    "“exact phrase”": '"exact phrase"',
    "„so“ «or so»": '"so" "or so"',
    '"a"': '"a"',
    '-"a b" c': '-"a b" c',
    '"a b"~5': '"a b"~5',
    '"a b"~0': '"a b"',
    '"a b" ~5': '"a b"~5',
    '"a b" ~5 c': '"a b"~5 c',
    "a NEAR/5 b": '"a b"~5',
    "x OR a near/5 b c": '(x OR "a b"~5) c',
    "title:a NEAR5 b": 'title:"a b"~5',
    "-a W/5 b": '-"a b"~5',
    "a w/5 b": '"a b"~5',
    "a AROUND(5) b": '"a b"~5',
    "a NEAR/0 b": '"a b"',
    '"a"~5': '"a"',
    '"a -b OR c"': '"a b or c"',
    '"Rolls Roy*"': '"rolls roy*"',
    'title:"Rolls* Roy*" a': 'title:"rolls* roy*" a',
    '"Roy*"': "roy*",
    "Rolls* Royce": "rolls* royce",
    "Rolls-Roy*": '"rolls roy*"',
    "-title:Rolls*-Royce": '-title:"rolls* royce"',
    '"per / cent"': '"per / cent"',
    '""': "",
    # fields
    "title:ferry": "title:ferry",
    "TITLE:ferry": "title:ferry",
    'title:"a b"~3 c': 'title:"a b"~3 c',
    "path:sport": "path:sport",
    "-title:ferry": "-title:ferry",
    "title:(a OR -b) c": "(title:a OR -title:b) c",
    "title:fe*": "title:fe*",
    "title:sorrel~2": "title:sorrel~2",
    "title:path:a": 'title:"path a"',
    "title:": "title",
    "title: a": "title:a",
    'title: "a b" date: 2025-07-12': 'title:"a b" date:2025-07-12',
    "title: (a b)": "title:a title:b",
    "a in:everything": "a in:everything",
    'a in:"everything"': "a in:everything",
    "in: “Everything” a": "a in:everything",
    "title:)": "title",
    # prefixes, patterns, slips
    "fe*": "fe*",
    "FE*": "fe*",
    "wi?d*card": "wi?d*card",
    "fer?y": "fer?y",
    "fe**": "fe*",
    "fe*?*": "fe*",
    "6,000*": "6000*",
    "*": "*",
    "-*": "-*",
    "* -a": "* -a",
    "what?": "what",
    "really???": "really",
    "fery~1": "fery~1",
    "fery~": "fery~1",
    "fery~2": "fery~2",
    "fery~0": '"fery"',
    "Férý~1": "fery~1",
    # dates
    "date:2025": "date:2025-01-01..2025-12-31",
    "date:2025-07": "date:2025-07-01..2025-07-31",
    "date:2024-02": "date:2024-02-01..2024-02-29",
    "date:2025-07-12": "date:2025-07-12",
    "date:2025-07-01..2025-07-31": "date:2025-07-01..2025-07-31",
    "date:2025-07..": "date:2025-07-01..",
    "date:none": "date:none",
    "-source:None": "-source:none",
    'place:"none"': 'place:"none"',
    "author:(none two)": "author:none author:two",
    "title:none": "title:none",
    "date:..2025-07": "date:..2025-07-31",
    'date:"2025-07"': "date:2025-07-01..2025-07-31",
    "date:9999": "date:9999-01-01..9999-12-31",
    "date:0001-01-01": "date:0001-01-01",
    "-date:2025-07-12 a": "-date:2025-07-12 a",
    "date:(2025-07-12 OR 2025-07-13)": "date:2025-07-12 OR date:2025-07-13",
}
# What cannot be parsed is searched literally; some words of the note that says so.
NOTED = {
    "foo:bar": ('"foo bar"', "no field “foo”"),
    "foo: bar": ("foo bar", "no field “foo”"),
    "intitle:bar": ('"intitle bar"', "Perhaps you mean title:"),
    "a or b": ("a or b", "type OR and NOT in capitals"),
    "a not b": ("a not b", "type OR and NOT in capitals"),
    "a |": ("a", "| needs a word on both sides; here it is ignored"),
    "a NEAR/5 b NEAR/5 c": ('"a b"~5 c', "between two single words"),
    '"a b" NEAR/5 c': ('"a b" c', "between two single words"),
    "a NEAR/5": ('a "near 5"', "between two single words"),
    "a PRE/5 b": ('"a b"~5', "For words in order"),
    "a ADJ5 b": ('"a b"~5', "For words in order"),
    "a NEAR b": ("a near b", "type NEAR/5"),
    "a N5 b": ("a n5 b", "type NEAR/5"),
    "a w/s b": ('a "w s" b', "type NEAR/5"),
    "a /5 b": ("a 5 b", "type NEAR/5"),
    "a XOR b": ("a xor b", "AND, OR and NOT"),
    '"a b*"': ('"a b"', "a star may follow a word"),
    '"from * to"': ('"from to"', "a star may follow a word"),
    '"r*yce roll"': ('"r yce roll"', "a star may follow a word"),
    '"rolls roy*"~3': ('"rolls roy"~3', "without a distance"),
    '"a wom?n"': ('"a wom n"', "are ignored"),
    "bar^2": ("bar", "cannot be weighted"),
    '"a b"^2': ('"a b"', "after a quotation"),
    '"a b"/2': ('"a b"', "after a quotation"),
    '"a b"*': ('"a b"', "after a quotation"),
    "/b[ao]r/": ('"b ao r"', "Regular expressions"),
    "[a TO z]": ("a to z", "date:2025-07-01..2025-07-31"),
    "title=bar": ('"title bar"', "Type a colon after a field"),
    "date>2025": ('"date 2025"', "Type a colon after a field"),
    "bar$": ("bar", "type a star"),
    "b#r": ('"b r"', "wom?n"),
    "#3": ("3", "Earlier searches"),
    "~bar": ("bar", "after a word"),
    "a ~3": ("a 3", "after a word"),
    "a -in:everything": ("a in:everything", "cannot be negated"),
    "in:bar": ('"in bar"', "only everything has a meaning"),
    'in:"bar"': ('"in bar"', "only everything has a meaning"),
    'in:"bar baz"~2': ('"in bar baz"', "only everything has a meaning"),
    "w*": ("w", "at least 2 letters"),
    "*erry": ("erry", "at least 2 letters"),
    "fer-r*": ("fer-r", "a single word"),
    "*-ferry": ("ferry", "a single word"),
    "fer-r?y*": ('"fer r y"', "a single word"),
    "a|b": ('"a b"', "spaces around the bar"),
    "日本*": ("日本", "a single word"),
    "ab~1": ("ab", "3 letters or more"),
    "fe*ry~1": ('"fe ry"', "a single word"),
    "fery~9": ("fery~2", "the most typos"),
    f'"a b"~{NEAREST + 1}': (f'"a b"~{NEAREST}', "largest distance is 1,000 words"),
    '"a b': ("a b", "Unclosed quotation mark"),
    "(a b": ("a b", "Unmatched parenthesis"),
    "a) b": ("a b", "Unmatched parenthesis"),
    "a OR": ("a or", "needs a word on both sides"),
    "OR a": ("or a", "needs a word on both sides"),
    "a AND OR b": ("a (and OR b)", "needs a word on both sides"),
    "a OR OR b": ("a (or OR b)", "needs a word on both sides"),
    "(OR)": ("or", "needs a word on both sides"),
    "a NOT": ("a not", "NOT needs a word after it"),
    "date:soon": ('"date soon"', "is not a date"),
    "date:2025-13": ('"date 2025 13"', "is not a date"),
    "date:2025-02-30": ('"date 2025 02 30"', "is not a date"),
    "date:2025-08..2025-07": ('"date 2025 08 2025 07"', "is not a date"),
    "date:..": ("date", "is not a date"),
    "…": ("", "no word and no number"),
    "()": ("", "no word and no number"),
    "-": ("", "no word and no number"),
    '"…"': ("", "no word and no number"),
    "\0": ("", "no word and no number"),
    "\ud800": ("", "no word and no number"),
}
TREES = {
    "": query.NullQuery,
    "worker": Forms("text", "worker"),
    '"worker"': query.Term("text", "worker"),
    '"b a"': query.Phrase("text", ["b", "a"]),
    '"b aa*"': MultiPhrase("text", ["b", "aa*"]),
    '"b a"~5': Near("text", ["b", "a"], slop=5),
    "a -b": query.And([Forms("text", "a"), query.Not(Forms("text", "b"))]),
    "title:a OR b": query.Or([Forms("title", "a"), Forms("text", "b")]),
    "fe*": query.Prefix("text", "fe"),
    "f*": Forms("text", "f"),
    "fe?ry": query.Wildcard("text", "fe?ry"),
    "ferry~2": query.FuzzyTerm("text", "ferry", maxdist=2, prefixlength=0),
    "*": query.Every(),
    "source:none": Missing("source"),
    "date:None": Missing("date"),
    "title:none": Forms("title", "none"),
}


def again(found: Query) -> Query:
    """What the canonical text of a query is understood as."""
    return parse(found.canonical)


@pytest.mark.parametrize(("typed", "canonical"), UNDERSTOOD.items(), ids=ascii)
def test_a_query_is_understood(typed: str, canonical: str) -> None:
    found = parse(typed)
    assert found.canonical == canonical
    assert again(found).tree == found.tree


@pytest.mark.parametrize(("typed", "expected"), NOTED.items(), ids=ascii)
def test_unparsable_text_is_searched_literally_with_a_note(typed: str, expected: tuple[str, str]) -> None:
    found = parse(typed)
    assert found.canonical == expected[0]
    assert any(expected[1] in note for note in found.notes)
    assert again(found).tree == found.tree


@pytest.mark.parametrize(("typed", "tree"), TREES.items(), ids=ascii)
def test_a_query_becomes_a_tree(typed: str, tree: query.Query) -> None:
    found = parse(typed).tree
    assert found == tree
    assert type(found) is type(tree)


def test_plain_queries_have_no_notes() -> None:
    for typed in UNDERSTOOD:
        if typed not in ('""', "title:", "title:)", "&"):
            assert parse(typed).notes == (), typed


PLAIN_WORDS = st.lists(
    st.one_of(st.sampled_from(["or", "not", "per", "cent", "ce", "in", "everything"]), st.text("abcnort", min_size=1)),
    min_size=1,
    max_size=5,
)


@given(
    words=PLAIN_WORDS,
    form=st.sampled_from(["{}", '"{}"', '"{}', "{}*", "{} {}", "{} OR {}", "{}OR {}", "({}) {}*"]),
    capitals=st.booleans(),
)
def test_usual_queries_mean_the_same_with_more_space(words: list[str], form: str, capitals: bool) -> None:
    words = [word.upper() if capitals and number == 1 else word for number, word in enumerate(words)]
    typed = form.format(" ".join(words), words[0])
    typed = typed.replace(" ", " OR ") if form == "{} OR {}" else typed
    one, two = parse(typed), parse(f" {typed} ".replace(" ", "  "))
    assert (one.tree, one.canonical, one.notes) == (two.tree, two.canonical, two.notes)
    leaves = zip(leaves_of(one.tree), leaves_of(two.tree), strict=True)
    assert all(leaf.may_be_missing == other.may_be_missing for leaf, other in leaves)
    assert content_words_of(one.tree) == content_words_of(two.tree)


@pytest.mark.parametrize(
    ("typed", "leaves"),
    [
        ("ferry strikes harbour", ["ferry", "strikes", "harbour"]),
        ("ferry OR strikes", ["ferry", "strikes"]),
        ('"ferry strike"', ['"ferry strike"']),
        ("harb*", ["harb*"]),
    ],
)
def test_leaves_know_their_places(typed: str, leaves: list[str]) -> None:
    assert [typed[leaf.startchar : leaf.endchar] for leaf in leaves_of(parse(typed).tree)] == leaves
