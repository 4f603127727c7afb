"""Reads a text without what scrapers and typesetters leave in it, before it is tokenized (Lucene's char filters).

HTML entities, tags, escape codes of terminals and mojibake read as what they stand for. A word that is broken at the
end of a line reads as one word. Offsets can be mapped back to the text as it stands.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from search.analysis.digit_groups import join_spaced_groups
from search.analysis.edits import Edit, edited
from search.analysis.gershayim import with_gershayim
from search.analysis.line_breaks import broken_words
from search.analysis.markup import entities, escape_codes, tags
from search.analysis.mojibake import mojibake

if TYPE_CHECKING:
    from search.analysis.offset_map import OffsetMap

_MOST_ROUNDS = 3
"""How often markup is read: `&amp;lt;b&amp;gt;` is a tag after the second time."""


@dataclass(frozen=True, slots=True)
class FilteredText:
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


def filter_characters(text: str) -> FilteredText:
    """Read a text. Linear; never raises."""
    maps: list[OffsetMap] = []

    def apply(find_edits: Callable[[str], Sequence[Edit]]) -> None:
        nonlocal text
        if edits := find_edits(text):
            from search.analysis.offset_map import OffsetMap

            maps.append(OffsetMap(edits))
            text = edited(text, edits)

    for _ in range(_MOST_ROUNDS):
        edits_before = len(maps)
        apply(escape_codes)
        apply(tags)
        apply(entities)
        apply(mojibake)
        if len(maps) == edits_before:
            break
    apply(broken_words)
    return FilteredText(with_gershayim(join_spaced_groups(text)), tuple(maps[::-1]))
