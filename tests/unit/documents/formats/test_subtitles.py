"""Subtitles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.documents.unreadable import UnreadableError
from tests.support.places import SHARED
from tests.support.readings import fails_cleanly, read_parts, read_texts

FORMATS = SHARED / "formats"
SRT = """1
00:00:01,000 --> 00:00:03,500
Die Fähre kommt
heute nicht.

2
00:00:04,000 --> 00:00:06,000
<i>Warum?</i> {\\an8}

3
00:00:36,000 --> 00:00:38,000
- Das Eis liegt im Hafen.
- Schon wieder?
"""
VTT = """WEBVTT - harbour
Language: en-GB

STYLE
::cue { color: red }

NOTE a remark
of two lines

intro
01:02:03.000 --> 01:02:05.000 align:start
<v Ann Roe>The ferry &amp; the tug <00:00:04.000>are <c.loud>late</c>.

NOTE nobody sees this

02:03.000 --> 02:05.000
Nobody knows why.
"""
ROLLING = "".join(
    f"00:00:0{number}.000 --> 00:00:0{number + 1}.000\n{one}\n{two}\n\n"
    for number, (one, two) in enumerate([("", "the ferry"), ("the ferry", "is late"), ("is late", "again")], 1)
)


def test_subtitles_are_running_text_with_the_time_of_each_paragraph() -> None:
    (reading,) = read_texts(SRT.encode("cp1252"), "film.srt")
    assert reading.text == "Die Fähre kommt heute nicht. Warum?\n\n- Das Eis liegt im Hafen.\n- Schon wieder?"
    assert [(at.label, reading.text[at.start :][:5]) for at in reading.breaks] == [
        ("00:00:01", "Die F"),
        ("00:00:36", "- Das"),
    ]
    assert (reading.breaks[0].kind, reading.kind) == ("time", "subtitles")


def test_webvtt_is_read_without_settings_styles_and_notes() -> None:
    (reading,) = read_texts(VTT, "film.vtt")
    assert reading.text == "Ann Roe: The ferry & the tug are late.\n\nNobody knows why."
    assert [at.label for at in reading.breaks] == ["01:02:03", "00:02:03"]
    assert reading.language == "en"


def test_lines_that_roll_come_once() -> None:
    (reading,) = read_texts(f"WEBVTT\n\n{ROLLING}", "talk.vtt")
    assert reading.text == "the ferry is late again"


def test_a_paragraph_ends_with_a_sentence_after_half_a_minute_and_in_any_case_after_a_minute() -> None:
    def cue(second: int, text: str) -> str:
        return f"00:{second // 60:02}:{second % 60:02},000 --> 00:{second // 60:02}:{second % 60:02},900\n{text}\n\n"

    sentences = "".join(cue(second, "One more." if second % 7 == 0 else "and") for second in range(0, 180, 2))
    endless = "".join(cue(second, "and") for second in range(0, 180, 2))
    (one,), (other,) = read_texts(sentences, "a.srt"), read_texts(endless, "a.srt")
    assert [at.label for at in one.breaks] == ["00:00:00", "00:00:30", "00:01:12", "00:01:54", "00:02:36"]
    assert [at.label for at in other.breaks] == ["00:00:00", "00:01:00", "00:02:00"]


@pytest.mark.skipif(not FORMATS.is_dir(), reason="needs the real files")
def test_real_subtitles_are_read() -> None:
    (reading,) = read_texts((FORMATS / "testWebVTT.vtt").read_bytes(), "a.vtt")
    assert "experiences that are rich and entertaining Phone" in reading.text
    (reading,) = read_texts((FORMATS / "test_subrip.srt").read_bytes(), "a.srt")
    assert "On peut écrire avec des accents, sur une ou plusieurs lignes." in reading.text


def test_tags_that_do_not_end_are_looked_through_in_linear_time() -> None:
    (reading,) = read_texts("WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<v Ann " * 50_000, "a.vtt")
    assert reading.text.count("Ann") == 50_000


def test_a_file_without_times_is_no_subtitles() -> None:
    with pytest.raises(UnreadableError, match="no subtitles"):
        read_parts(b"Hello.\n", "a.srt")


@given(st.binary(max_size=150), st.sampled_from(["a.srt", "a.vtt"]))
def test_any_bytes_are_read_or_named(data: bytes, path: str) -> None:
    assert fails_cleanly(data, path)
    assert fails_cleanly(b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + data, path)
