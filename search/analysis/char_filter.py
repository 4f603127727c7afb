"""Reads a text without what scrapers and typesetters leave in it, before it is tokenized (Lucene's char filters).

HTML entities, tags, escape codes of terminals and mojibake read as what they stand for. A word that is broken at the
end of a line reads as one word. Offsets can be mapped back to the text as it stands.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from search.analysis.digit_groups import join_spaced_groups
from search.analysis.edits import Edit, edited
from search.analysis.gershayim import with_gershayim
from search.analysis.line_breaks import broken_words
from search.analysis.markup import entities, escape_codes, tags
from search.analysis.mojibake import mojibake
from search.kernels.code_points import (
    ALL_SIGNS,
    DIGIT_SIGN,
    ENTITY_SIGN,
    ESCAPE_SIGN,
    GERSHAYIM_SIGN,
    LINE_SIGN,
    MOJIBAKE_SIGN,
    TAG_SIGN,
)

if TYPE_CHECKING:
    from search.analysis.offset_map import OffsetMap

_MOST_ROUNDS = 3
"""How often markup is read: `&amp;lt;b&amp;gt;` is a tag after the second time."""


class FilteredText(NamedTuple):
    """A text as it is read. `maps` lead back to the text as it stands, the last one first."""

    text: str
    maps: "tuple[OffsetMap, ...]"

    def original_starts(self, offsets: Sequence[int]) -> Sequence[int]:
        """Where tokens that begin at some offsets begin in the text as it stands."""
        for offset_map in self.maps:
            offsets = offset_map.starts(offsets)
        return offsets

    def original_ends(self, offsets: Sequence[int]) -> Sequence[int]:
        """Where tokens that end at some offsets end in the text as it stands."""
        for offset_map in self.maps:
            offsets = offset_map.ends(offsets)
        return offsets


def filter_characters(text: str, signs: int = ALL_SIGNS) -> FilteredText:
    """Read a text. Linear; never raises.

    `signs` are those of what it may hold, as in `search.kernels.code_points`, where that is known already.
    """
    maps: list[OffsetMap] = []

    def apply(sign: int, find_edits: Callable[[str], Sequence[Edit]]) -> None:
        nonlocal text, signs
        if signs & sign and (edits := find_edits(text)):
            from search.analysis.filter_candidates import candidates
            from search.analysis.offset_map import OffsetMap

            maps.append(OffsetMap(edits))
            text = edited(text, edits)
            signs = candidates([text]).get(0, 0)  # what was read may hold more

    for _ in range(_MOST_ROUNDS):
        edits_before = len(maps)
        apply(ESCAPE_SIGN, escape_codes)
        apply(TAG_SIGN, tags)
        apply(ENTITY_SIGN, entities)
        apply(MOJIBAKE_SIGN, mojibake)
        if len(maps) == edits_before:
            break
    apply(LINE_SIGN, broken_words)
    if signs & DIGIT_SIGN:
        text = join_spaced_groups(text)
    return FilteredText(with_gershayim(text) if signs & GERSHAYIM_SIGN else text, tuple(maps[::-1]))
