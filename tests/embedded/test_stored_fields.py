"""Articles are read from a segment as they were written, with all their metadata, also after merges."""

import json
import re
from datetime import UTC, date
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.date_numbers import days, moment
from search.engines.embedded.segment.merge import merge
from search.engines.embedded.segment.segment_reader import SegmentReader
from search.engines.embedded.segment.segment_writer import write_segment
from search.engines.embedded.segment.stored_metadata import decode_metadata, encode_metadata
from search.types.article import BREAK_KINDS, ZONE_KINDS, Article, Break, Dated, Mention, Provenance, YearFrom, Zone
from tests.support.profiles import fewer

WORDS = st.sampled_from(["", "Reuters", "Café", "TASS, AP", "de"])
DATES = st.none() | st.builds(
    Dated,
    st.sampled_from(["2025-07", "2025-07-12", "2025-07-12T13:37+05:30", "0001-01-01", "9999-12-31"]),
    st.sampled_from(get_args(Provenance)),
    st.just(0),
    st.integers(0, 9),
    st.sampled_from(get_args(YearFrom)),
)

BREAKS = st.builds(
    Break,
    st.integers(0, 14),
    st.sampled_from(BREAK_KINDS),
    st.sampled_from(["7", "vii", "Ämter", ""]),
    st.integers(1, 9),
)

MODIFIED = st.just("") | st.datetimes(timezones=st.just(UTC)).map(lambda time: time.replace(microsecond=0).isoformat())


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """An article with any metadata."""
    text = "Ferry strike\n\n" + draw(st.text(max_size=60))
    bounds = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True)))
    kinds = st.sampled_from(ZONE_KINDS)
    zones = tuple(Zone(draw(kinds), *pair) for pair in zip(bounds[::2], bounds[1::2], strict=False))
    parts = draw(st.integers(1, 3))
    return Article(
        id=f"{draw(st.integers(0, 2**64 - 1)):016x}",
        path=draw(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=9)),
        text=text,
        title=(0, 12),
        encoding="utf-8",
        part=draw(st.integers(1, parts)) if parts > 1 else 1,
        parts=parts,
        offset=draw(st.integers(0, 99)) if parts > 1 else 0,
        sure=draw(st.sampled_from([0.5, 1.0])) if parts > 1 else 1.0,
        zones=zones,
        published=draw(DATES),
        updated=draw(DATES),
        mentions=draw(
            st.none() | st.builds(Mention, st.sampled_from(["2031-03-12", "--02-29"]), st.just(0), st.just(9))
        ),
        modified=draw(MODIFIED),
        type=draw(st.sampled_from(["txt", "pdf", ""])),
        member=draw(st.sampled_from(["", "row:17", "old/storm.txt"])),
        url=draw(st.sampled_from(["", "https://quay.example/7"])),
        fields=tuple(draw(st.lists(st.tuples(st.sampled_from(["To", ""]), st.text(max_size=9)), max_size=3))),
        breaks=tuple(sorted(draw(st.lists(BREAKS, max_size=4)), key=lambda at: at.start)),
        added=draw(st.sampled_from([0, 14])),
        **{name: draw(WORDS) for name in ("source", "agency", "place", "author", "language")},
    )


def held(folder: Path, made: list[Article]) -> SegmentReader:
    """A segment of articles."""
    file = write_segment(folder, made)
    assert file
    return SegmentReader(folder / file.name, file.length)


@fewer(5)
@given(st.lists(articles(), min_size=1, max_size=5), st.lists(articles(), min_size=1, max_size=5), st.data())
def test_an_article_is_stored_unchanged(first: list[Article], second: list[Article], data: st.DataObject) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        segments = [held(folder, first), held(folder, second)]
        for segment, made in zip(segments, (first, second), strict=True):
            assert [segment.stored_fields.article(number) for number in range(len(made))] == made
        gone = data.draw(st.sets(st.sampled_from(range(len(first)))))
        merged = merge(folder, segments, [np.array(sorted(gone), np.int64), np.zeros(0, np.int64)])
        kept = [article for number, article in enumerate(first) if number not in gone] + second
        assert merged
        segment = SegmentReader(folder / merged.name, merged.length)
        assert [segment.stored_fields.article(number) for number in range(segment.count)] == kept
        for keyword in ("agency", "folder", "type"):
            codes, values = segment.stored_fields.codes(keyword)
            assert [values[code] for code in codes] == [getattr(article, keyword) for article in kept]
        assert list(zip(*(side.tolist() for side in segment.stored_fields.days), strict=True)) == [
            days(article.dated) for article in kept
        ]


def test_articles_that_are_read_in_several_groups_are_as_they_were_written(tmp_path: Path) -> None:
    made = [
        Article(f"{number:016x}", f"{number}.txt", f"Ferry {number}\n\n" + number % 7 * "Sank. ", (0, 5), "utf-8")
        for number in range(1300)
    ]
    segment = held(tmp_path, made)
    assert segment.stored_fields.read(np.arange(1300)).articles == made
    segment.close()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 20) | st.floats() | st.sampled_from(["", "page", "javascript:a"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
    max_leaves=8,
)


@given(articles(), st.sampled_from(["member", "url", "fields", "breaks", "added"]), JSON)
def test_forged_metadata_of_a_document_is_refused_or_harmless(made: Article, key: str, value: object) -> None:
    metadata = json.loads(encode_metadata(made)) | {key: value}
    length = len(made.text)
    try:
        document = decode_metadata(json.dumps(metadata).encode(), length)
    except Exception:
        return
    article = made._replace(**document)
    assert re.match(r"https?://|\Z", article.url)
    assert 0 <= article.added <= length
    assert all(0 <= at.start <= length and at.kind in BREAK_KINDS for at in article.breaks)
    assert sorted(article.breaks, key=lambda at: at.start) == list(article.breaks)
    texts = (article.member, article.url, *chain(*article.fields), *(at.label for at in article.breaks))
    assert {type(text) for text in texts} == {str}
    assert {type(number) for number in (article.added, *(at.number for at in article.breaks))} == {int}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("url", "javascript:alert(1)"),
        ("url", "https://quay.example/ onclick=x"),
        ("url", ["https://quay.example/"]),
        ("member", 7),
        ("added", -1),
        ("added", 99),
        ("added", True),
        ("fields", [["To"]]),
        ("fields", [["To", None]]),
        ("fields", 3),
        ("breaks", [[-1, 0, "1", 1]]),
        ("breaks", [[99, 0, "1", 1]]),
        ("breaks", [[4, 0, "1", 1], [2, 0, "2", 2]]),
        ("breaks", [[0, 9, "1", 1]]),
        ("breaks", [[0, 0, 1, 1]]),
        ("breaks", [[0, 0, "1", "1"]]),
        ("breaks", [[0, 0, "1", 1.5]]),
        ("breaks", [[0, 0, "1"]]),
        ("breaks", {"a": 1}),
    ],
)
def test_metadata_of_a_document_that_cannot_be_is_refused(key: str, value: object) -> None:
    with pytest.raises((ValueError, TypeError, IndexError, KeyError)):
        decode_metadata(json.dumps({key: value}).encode(), 14)


@pytest.mark.parametrize("encoded", [b'{"added":1}{}', b'{"added":1', b'{"added":1} 2', '{"member":"ä"}'.encode(), b""])
def test_metadata_that_is_no_json_or_more_than_that_is_refused(encoded: bytes) -> None:
    with pytest.raises((ValueError, TypeError)):
        decode_metadata(encoded, 14)


def test_dates_sort_by_their_beginning_and_inferred_ones_later() -> None:
    in_order = [
        *(Dated("2024", "inferred", 0, 0), Dated("2024-12-31", "stamp", 0, 0)),
        *(Dated("2025-07-01T04:00+05:30", "stamp", 0, 0), Dated("2025-07-01", "dateline", 0, 0)),
        *(Dated("2025-07", "inferred", 0, 0), Dated("2025-07-01T00:00:30+00:00", "inferred", 0, 0)),
        *(Dated("2025-07-01T29:30", "stamp", 0, 0), Dated("2025-07-01T00:01", "stamp", 0, 0)),
    ]
    moments = [moment(dated) for dated in in_order]
    assert sorted(moments[:6]) == moments[:6]
    assert moments[6] == moments[3], "a time that no clock shows is none"
    assert moments[4] == moments[3] + 1
    assert moments[7] == moments[3] + 120
    assert moment(None) == -1


def test_a_date_covers_all_its_possible_days() -> None:
    july = date(2025, 7, 1).toordinal()
    assert days(Dated("2025-07", "rule", 0, 0)) == (july, july + 30)
    assert days(Dated("2025", "rule", 0, 0)) == (july - 181, july + 183)
    assert days(Dated("2025-07-01T23:59+05:30", "stamp", 0, 0)) == (july, july)
    assert days(None) == (-1, -1)
