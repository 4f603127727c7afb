"""What kernels do for marks and fragments."""

from collections.abc import Sequence
from typing import Protocol

from search.arrays import Bytes, Hashes, Int32s, Ints

FragmentRow = tuple[str, str, int, tuple[tuple[int, int], ...], int, str]
"""A fragment as the values of `search.types.hits.Fragment`: its field, "title" if it is all of the title and else
"body"; its text, and where that begins; its marks, and the number of the first, from 1, or 0; and nothing."""


class MarkKernels(Protocol):
    """Kernels for marks in texts, and fragments."""

    def encode_offsets(
        self, texts: Sequence[str], after: int, bounds: Ints, starts: Ints, ends: Ints
    ) -> tuple[Bytes, Ints]:
        """Where the tokens of some texts stand, in few packed numbers; and how many bytes these take for each text.

        Text n has the tokens bounds[n] to bounds[n + 1]: increasing spans that do not overlap. Those of the first text
        stand behind a place in it. Most tokens are the next word of the text, as `word_runs` describes words. The
        numbers of a text are: how many are so; then of a token that is not, how many code points lie between it and
        the token before, and its length; and so on, from the first number again. Raises ValueError for spans that do
        not fit their text. Linear.
        """

    def decode_offsets(self, text: str, numbers: Ints) -> tuple[Int32s, Int32s]:
        """The starts and ends of the tokens that `encode_offsets` encoded from the beginning of a text on, as numbers
        that are unpacked. Raises ValueError for numbers that do not fit the text. Linear in the text."""

    def find_marks(
        self,
        texts: Sequence[str],
        packed: Sequence[Bytes | memoryview],
        counts: Ints,
        titles: Sequence[tuple[int, int]],
        parts: Sequence[tuple[Ints, int, int, int, bool]],
    ) -> tuple[Ints, Ints, Hashes, Ints]:
        """The marks of some texts, one text after the other, as `merge_spans` makes them: starts, ends, and clauses as
        bits; and where those of each text begin, and the last ones end.

        `packed` has for each text the packed numbers of `encode_offsets`, which are of so many tokens as `counts` says.
        A part has tokens at which match spans begin, in order, each plus the number of its text << a shift; the shift;
        how many tokens each span takes; its clause; and whether the tokens of a text count from the first of its title
        on. Raises ValueError where these do not fit together. Texts are read up to their last mark, and what comes
        behind is not checked.
        """

    def merge_spans(self, parts: Sequence[tuple[Ints, Ints, int]]) -> tuple[Ints, Ints, Hashes]:
        """Marks of a text, made of match spans in any order: starts, ends, and the clauses of each mark as bits.

        A part has starts and ends, and the clause of a query that its spans match. Clauses behind LAST_CLAUSE share its
        bit. Overlapping spans make one mark; adjacent ones make two. Raises ValueError for a span that is empty or
        begins before 0, and for a clause below 0. Cost: sorting the spans.
        """

    def best_fragments(
        self, text: str, title: tuple[int, int], starts: Ints, ends: Ints, ranked: Ints, clauses: Hashes, most: int
    ) -> list[FragmentRow]:
        """The best `most` fragments of a text, the best first: with most clauses of the query, then with the closest
        marks.

        The marks of the text have increasing starts and ends. Of them `ranked` are the numbers of those from which
        fragments are chosen, increasing too, and `clauses` their clauses as bits. `title` is the span of the title: if
        it has marks, it is one of the fragments. Fragments do not overlap, and no two read the same. They are made of
        whole sentences as far as these fit into FRAGMENT_LENGTH. The marks of a fragment lie wholly in it; one longer
        than LONGEST is cut. Raises ValueError where the marks or the title do not fit the text, and for numbers of no
        mark. Linear in the ranked marks.
        """

    def fragments_at_tokens(
        self,
        texts: Sequence[str],
        packed: Sequence[Bytes | memoryview],
        counts: Ints,
        titles: Sequence[tuple[int, int]],
        parts: Sequence[tuple[Ints, int, int, int, bool]],
        most: Sequence[int],
    ) -> tuple[list[int], list[list[FragmentRow]]]:
        """How many marks each of some texts has, and for each its `most` best fragments. The marks are those of
        `find_marks`, which takes the same; the fragments are those of `best_fragments`, where all marks are ranked.
        Raises ValueError as both."""

    def sentences(self, text: str, start: int, end: int) -> list[tuple[int, int]]:
        """The spans of the sentences and lines in text[start:end], without the white space between them. Linear."""
