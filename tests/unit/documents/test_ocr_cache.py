"""What OCR has read is kept whole or not at all, and a reading that was interrupted goes on."""

import io
import json
import os
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.documents.formats.source import OcrPage
from search.documents.ocr_cache import OcrCache, OcrEngine, decode_page, decode_pages

DIGEST = "0123456789abcdef" * 2
ENGINE = OcrEngine("5.3.0", ("deu", "eng"))
PAGES = {
    3: OcrPage("Fähren\n\nliegen still", "", ((1, 2, 30, 4), (5, 6, 70, 8), (80, 6, 90, 8))),
    4: OcrPage("", "cannot be read by OCR"),
    7: OcrPage(""),
}


@pytest.fixture
def cache(tmp_path: Path) -> OcrCache:
    return OcrCache(tmp_path / "ocr")


def write(cache: OcrCache, engine: OcrEngine = ENGINE) -> Path:
    """Write the pages of a document, and give the file."""
    with cache.writer(DIGEST, engine) as writer:
        for number, page in PAGES.items():
            writer.add(number, page)
    (file,) = cache.folder.rglob(f"{DIGEST}.jsonl")
    return file


WITHOUT_BOXES = {number: page._replace(boxes=()) for number, page in PAGES.items()}


def kept(cache: OcrCache) -> tuple[dict[int, OcrPage], str]:
    """What the cache has of the document."""
    with cache.open(DIGEST) as (descriptor, engine):
        if descriptor is None:
            return {}, engine
        with os.fdopen(os.dup(descriptor), "rb") as file:
            return decode_pages(file), engine


def test_pages_are_kept_with_what_has_read_them(cache: OcrCache) -> None:
    assert kept(cache) == ({}, "")
    write(cache)
    assert kept(cache) == (WITHOUT_BOXES, "tesseract-5.3.0 deu+eng")
    assert cache.engines() == {DIGEST: "tesseract-5.3.0 deu+eng"}
    assert OcrEngine.parse("tesseract-5.3.0 deu+eng") == ENGINE


def test_boxes_of_words_are_kept_for_each_page(cache: OcrCache) -> None:
    with write(cache).open("rb") as file:
        assert [decode_page(file, number) for number in (3, 4, 5)] == [PAGES[3], PAGES[4], OcrPage("")]


def test_the_folder_is_private(cache: OcrCache) -> None:
    file = write(cache)
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)


@pytest.mark.parametrize("damage", ["flipped", "cut", "empty", "a folder", "a link"])
def test_a_damaged_file_counts_as_absent(cache: OcrCache, tmp_path: Path, damage: str) -> None:
    file = write(cache)
    content = file.read_bytes()
    if damage == "flipped":
        file.write_bytes(content.replace(b"still", b"skill"))
    elif damage in ("cut", "empty"):
        file.write_bytes(content[:-40] if damage == "cut" else b"")
    else:
        moved = file.rename(tmp_path / "elsewhere")
        file.mkdir() if damage == "a folder" else file.symlink_to(moved)
    assert kept(cache) == ({}, "")
    if damage in ("flipped", "cut", "empty"):
        assert cache.engines() == {}


def test_a_reading_that_was_interrupted_keeps_its_whole_pages(cache: OcrCache) -> None:
    def interrupt() -> None:
        with cache.writer(DIGEST, ENGINE) as writer:
            writer.add(3, PAGES[3])
            writer.file.write(b'{"page":4,"text":"half')
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupt()
    assert kept(cache) == ({}, "")
    assert cache.begun(DIGEST, ENGINE) == {3: PAGES[3]}
    assert cache.begun(DIGEST, OcrEngine("5.4.0", ("eng",))) == {}
    with cache.writer(DIGEST, ENGINE) as writer:
        writer.add(4, PAGES[4])
        writer.add(7, PAGES[7])
    assert kept(cache)[0] == WITHOUT_BOXES


def test_what_another_version_has_read_takes_the_place_of_the_old(cache: OcrCache) -> None:
    write(cache)
    with cache.writer(DIGEST, OcrEngine("5.10.0", ("eng",))) as writer:
        writer.add(3, OcrPage("Ferries"))
    assert kept(cache) == ({3: OcrPage("Ferries")}, "tesseract-5.10.0 eng")
    assert cache.engines() == {DIGEST: "tesseract-5.10.0 eng"}


def test_what_was_read_of_other_documents_is_deleted_also_if_it_was_interrupted(cache: OcrCache) -> None:
    write(cache)
    with suppress(KeyboardInterrupt), cache.writer("0" * 32, ENGINE) as writer:
        writer.add(3, PAGES[3])
        raise KeyboardInterrupt
    cache.keep_only(lambda: {DIGEST})
    assert (cache.begun("0" * 32, ENGINE), set(cache.engines())) == ({}, {DIGEST})
    cache.keep_only(lambda: ())
    assert cache.engines() == {}
    cache.keep_only(lambda: pytest.fail("nothing is left that could be deleted"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["page", "text", "failure", "boxes"]), inner),
)


@example([b'{"page":1,"text":"a\\u0000b\\ud800","failure":"\\u0001","boxes":[]}'])
@given(st.lists(st.binary() | JSON.map(lambda value: json.dumps(value).encode())))
def test_whatever_a_file_holds_becomes_plain_text_or_nothing(lines: list[bytes]) -> None:
    for number, page in decode_pages(io.BytesIO(b"\n".join(lines))).items():
        assert type(number) is int
        assert not {"\0", "\1"}.intersection(page.text + page.failure)
        (page.text + page.failure).encode()
