"""Articles are compressed one by one, with a dictionary where there is enough text for one."""

import pickle
import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from zstandard import ZstdError

from search.engines.embedded.segment.merge import merge
from search.engines.embedded.segment.segment_build import SegmentBuild
from search.engines.embedded.segment.segment_reader import SegmentReader
from search.engines.embedded.segment.segment_writer import write_segment
from search.engines.embedded.segment.stored_fields import StoredFields
from search.engines.embedded.storage.commit_points import NamedFile
from search.engines.embedded.storage.frames import ENOUGH, ENOUGH_TO_STORE, FrameReader, FrameWriter, train_dictionary
from search.errors import IndexDamaged
from search.types.article import Article

_NONE = np.zeros(0, np.int64)
_WORDS = [f"{first}{last}" for first in ("har", "fer", "quay", "tid") for last in ("bour", "ry", "side", "al", "mouth")]


def articles(seed: int, size: int) -> list[Article]:
    """Articles of about so many bytes together, of the same words in other orders."""
    dice, made = random.Random(seed), list[Article]()
    while size > 0:
        sentences = [" ".join(dice.choices(_WORDS, k=9)).capitalize() + f" {dice.random()}." for _ in range(30)]
        text = f"Ferry {len(made)}\n\n" + " ".join(sentences)
        made.append(Article(f"{seed:08x}{len(made):08x}", f"{seed}/{len(made)}.txt", text, (0, 7), "utf-8"))
        size -= len(text)
    return made


class Segment(SegmentReader):
    """A segment of a folder."""

    def __init__(self, folder: Path, file: NamedFile | None) -> None:
        assert file
        super().__init__(folder / file.name, file.length)

    def read(self) -> list[Article]:
        """All its articles."""
        return self.stored_fields.read(np.arange(self.count)).articles

    def frames(self, document: int) -> bytes:
        """The frame of one of its articles."""
        return self.stored_fields.frames(np.array([document]))


def test_a_dictionary_makes_frames_smaller_and_few_articles_have_none(tmp_path: Path) -> None:
    many, few = articles(1, ENOUGH + 50_000), articles(1, 50_000)
    large, small = (Segment(tmp_path, write_segment(tmp_path, made)) for made in (many, few))
    assert (large.read(), small.read()) == (many, few)
    assert small.stored_fields.dictionary == b""
    assert 0 < len(large.stored_fields.dictionary) < 120_000
    assert len(large.frames(0)) < 0.8 * len(small.frames(0))


def test_a_dictionary_that_there_is_needs_fewer_articles(tmp_path: Path) -> None:
    large = Segment(tmp_path, write_segment(tmp_path, articles(1, ENOUGH + 50_000)))
    dictionary = large.stored_fields.dictionary
    for size, expected in ((ENOUGH_TO_STORE + 50_000, dictionary), (ENOUGH_TO_STORE - 50_000, b"")):
        made = articles(2, size)
        segment = Segment(tmp_path, write_segment(tmp_path, made, dictionary))
        assert (segment.stored_fields.dictionary, segment.read()) == (expected, made)


def test_a_merge_copies_the_frames_of_the_largest_segment_and_gives_the_others_its_dictionary(tmp_path: Path) -> None:
    many, few = articles(1, ENOUGH + 100_000), articles(2, 30_000)
    small, large = (Segment(tmp_path, write_segment(tmp_path, made)) for made in (few, many))
    merged = Segment(tmp_path, merge(tmp_path, [small, large], [np.array([1]), np.array([0, 5])]))
    assert merged.read() == [few[0], *few[2:], *many[1:5], *many[6:]]
    assert merged.stored_fields.dictionary == large.stored_fields.dictionary
    first = len(few) - 1
    assert [merged.frames(first + at) for at in (0, 3, 4)] == [large.frames(at) for at in (1, 4, 6)]
    assert len(merged.frames(0)) < 0.9 * len(small.frames(0))


def test_a_merge_of_small_segments_makes_a_dictionary_when_there_is_enough(tmp_path: Path) -> None:
    parts = [articles(seed, ENOUGH // 2 + 30_000) for seed in (1, 2)]
    segments = [Segment(tmp_path, write_segment(tmp_path, made)) for made in parts]
    assert not any(segment.stored_fields.dictionary for segment in segments)
    merged = Segment(tmp_path, merge(tmp_path, segments, [_NONE, _NONE]))
    assert merged.stored_fields.dictionary
    assert merged.read() == [*parts[0], *parts[1]]
    again = Segment(tmp_path, merge(tmp_path, [segments[0]], [_NONE]))
    assert again.stored_fields.dictionary == b""
    assert again.read() == parts[0]


def test_a_damaged_frame_is_noticed_or_says_the_same(tmp_path: Path) -> None:
    made = articles(1, 20_000)
    file = write_segment(tmp_path, made)
    segment = Segment(tmp_path, file)
    assert segment.read() == made
    whole = segment.file.path.read_bytes()
    start = whole.index(segment.frames(2))
    places = range(start, start + len(segment.frames(2)), 3)
    noticed = 0
    for at in places:
        segment.file.path.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
        try:
            assert segment.stored_fields.article(2) == made[2], "a repeated word is taken from another place"
        except IndexDamaged:
            noticed += 1
        assert segment.stored_fields.article(3) == made[3]
    assert noticed > 0.9 * len(places)
    segment.file.path.write_bytes(whole)
    assert segment.read() == made


@pytest.mark.parametrize("damage", ["", "behind", "cut", "changed", "none"])
def test_frames_expand_to_the_same_one_by_one_and_together(tmp_path: Path, damage: str) -> None:
    segment = Segment(tmp_path, write_segment(tmp_path, articles(1, ENOUGH + 50_000)))
    reader = FrameReader(segment.stored_fields.dictionary)
    frames = [segment.frames(number) for number in range(12)]
    first, last = frames[0], frames[-1]
    frames[-1] = {"behind": last + first, "cut": last[:-1], "changed": last[:-4] + first[-4:], "none": b"no frame"}.get(
        damage, last
    )
    contents = [_contents(expand, frames) for expand in (reader.expand_one_by_one, reader.expand_together)]
    assert contents[0] == contents[1]
    assert len(contents[0]) == (12 if damage in ("", "behind") else 0)


def _contents(expand: Callable[[list[bytes]], list[memoryview]], frames: list[bytes]) -> list[bytes]:
    """What frames expand to; nothing where they are refused."""
    try:
        return [bytes(content) for content in expand(frames)]
    except (ZstdError, ValueError):
        return []


def test_the_beginning_of_a_long_article_is_read_from_a_frame_with_a_dictionary(tmp_path: Path) -> None:
    made = articles(3, ENOUGH)
    long = Article("f" * 16, "long.txt", "Ferry ü\n\n" + " ".join(article.text for article in made), (0, 7), "utf-8")
    segment = Segment(tmp_path, write_segment(tmp_path, [*made, long]))
    stored: StoredFields = segment.stored_fields
    assert stored.dictionary
    assert stored.beginning(len(made), 1000).text == long.text[:999]
    assert stored.beginning(len(made), 1 << 30) == long
    assert stored.beginning(0, 8).text == made[0].text[:8]


@pytest.mark.parametrize("damage", [b"", b"\0" * 200_000, b"\x37\xa4\x30\xec" + b"\xff" * 5000])
def test_another_dictionary_is_damage(tmp_path: Path, damage: bytes) -> None:
    made = articles(1, ENOUGH)
    segment = Segment(tmp_path, write_segment(tmp_path, made))
    assert segment.stored_fields.dictionary != damage
    segment.stored_fields.dictionary = damage
    with pytest.raises(IndexDamaged):
        segment.read()


def test_segments_of_one_update_share_a_dictionary_also_in_other_processes(tmp_path: Path) -> None:
    build = SegmentBuild(tmp_path)
    segments: list[Segment] = []
    for number, size in enumerate((1000, ENOUGH, ENOUGH, 1000)):
        file = pickle.loads(pickle.dumps(build))(articles(number, size))
        segments.append(Segment(tmp_path, file))
        build.share_dictionary(file)
    few, first, second, last = (segment.stored_fields.dictionary for segment in segments)
    assert first
    assert first == second
    assert (few, last) == (b"", b"")
    assert segments[2].read() == articles(2, ENOUGH)


@pytest.mark.parametrize("has_dictionary", [True, False])
def test_a_content_in_parts_expands_as_a_whole_one_does(has_dictionary: bool) -> None:
    short, long = ([article.text.encode() for article in articles(1, size)] for size in (20_000, ENOUGH + 50_000))
    dictionary = train_dictionary(long) if has_dictionary else b""
    writer, contents = FrameWriter(dictionary), [b"".join(short), b"".join(long)]
    frames = [writer.compress_parts(parts, sum(map(len, parts))) for parts in (short, long)]
    joined, sizes = writer.compress(np.frombuffer(b"".join(contents), np.uint8), np.array([*map(len, contents)]))
    expand = FrameReader(dictionary).expand
    assert [*map(bytes, expand(frames))] == contents
    assert [*map(bytes, expand([joined[: sizes[0]], joined[sizes[0] :]]))] == contents
    assert sum(sizes) == len(joined)
