"""What kernels can do."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from numpy.typing import NDArray

from search.arrays import Bytes, CodePoints, Fingerprints32, Flags, Floats, Hashes, Ids, Int32s, Ints, UInt16s, UInt32s
from search.kernels.packed_lists import DocumentTable, PackedList
from search.kernels.signs import LineWords

RunTokens = tuple[Sequence[str], Sequence[int], Sequence[int]]
"""The terms, starts and ends of the tokens of a run."""


class Tokenizer(Protocol):
    """Finds the words of texts. Distinct words are numbered from 0. For one thread at a time."""

    def __len__(self) -> int:
        """How many distinct words there are."""

    def words(self, first: int) -> list[str]:
        """The words from number `first` on. Raises ValueError if there cannot be one."""

    def numbers(self, words: Sequence[str]) -> Int32s:
        """The numbers of some words, new or known. Raises ValueError for an empty one."""

    def tokenize(self, texts: Sequence[str]) -> tuple[Int32s, Ints, Ints, Ints, Flags]:
        """The tokens of some texts: the number of each one's word; its start and end in its text; then where the tokens
        of each text begin; and whether a hyphen, and nothing else, stands between a token and the next one of its text.

        Linear; some 50 million code points a second, unless much is unusual.
        """


class LineSigns(Protocol):
    """Finds the lines of texts, and the signs that they have."""

    def find(self, text: str, start: int, end: int) -> list[tuple[int, int, int]]:
        """The lines of text[start:end] that are not blank, without the white space around them: where each begins and
        ends, and its signs as bits of `signs`. Lines end at a line feed or a carriage return.

        Those in the beginning of a line are added, shifted by AT_BEGINNING, and so are the bits of its words. A line
        with a code point that `fold_sign` does not fold has the bits of all that it may begin with or be. Raises
        ValueError for a part of the text that there is not. Linear.
        """


class KnownWords(Protocol):
    """Words of some kinds, such as languages. For one thread at a time."""

    def most(self, text: str, start: int, end: int) -> tuple[int, int, int, int]:
        """The kind of which text[start:end] has most different words, the first of several; how many; how many of the
        next one; and how many words there are, known or not.

        Words are in small letters, and white space is between them. Raises ValueError for a part of the text that there
        is not. Linear.
        """


class Kernels(Protocol):
    """What both kinds of kernels can do. They check each length and place that they are given before they use it."""

    def Tokenizer(  # noqa: N802
        self,
        kinds: Bytes,
        folded: CodePoints,
        longest: int,
        learn: Callable[[str], object],
        tokenize_run: Callable[[str], RunTokens],
    ) -> Tokenizer:
        """A tokenizer without any word.

        `kinds` has the class of each code point, as `code_points` numbers them, and `folded` what a word has for it. A
        code point of class 0 is given to `learn`, which fills in both, or else `tokenize` raises LookupError.

        A run lies between separators. Words are its runs of letters and digits, and single characters and percent
        signs; the s of a possessive is left out. A run is unusual if it holds an unusual code point, another sign that
        may hold a word together, letters of several scripts, or more than `longest` code points. `tokenize_run` gives
        its tokens; the same for the same run, as it is not asked each time. ValueError where it gives none that can be.
        """

    def KnownWords(self, kinds_of: Mapping[str, Sequence[int]], kinds: int) -> KnownWords:  # noqa: N802
        """Words with the kinds that each one has, of so many kinds. Raises ValueError for other kinds, and for none."""

    def LineSigns(self, words: LineWords) -> LineSigns:  # noqa: N802
        """Finds lines with some words. Raises ValueError for an empty start, more than MOST_PARTS parts, bits that
        are no signs by words, letters as endings, and negative lengths."""

    def filter_candidates(self, texts: Sequence[str], firsts: Bytes, seconds: Bytes, reach: int) -> dict[int, int]:
        """The numbers of the texts that hold one of some patterns, increasing, each with the signs of its patterns.

        `firsts` and `seconds` have signs of each code point, as bits. The patterns are: two code points, the first of
        which has one of PAIR_SIGNS in `firsts` and the second one the same in `seconds`; a code point with LINE_SIGN in
        `firsts`, at most `reach` behind one that has it in `seconds`; and "d ddd d" for any d with DIGIT_SIGN in
        `firsts`. Raises ValueError for tables of another length. Linear.
        """

    def hash_words(self, words: Sequence[str]) -> Hashes:
        """A hash of each word, the same always and everywhere.

        A polynomial of the code points (R. Karp, M. Rabin 1987) modulo 2^64, with the powers of `gram_hashes.BASE`,
        mixed. Linear in the letters.
        """

    def winnow(
        self, ids: Int32s, hashes: Hashes, bounds: Ints, k: int, window: int
    ) -> tuple[Fingerprints32, Ints, Ints]:
        """A few hashes of each article, increasing and none twice; the numbers of the first terms of their grams within
        the article; and where the hashes of each article begin.

        Article n has the tokens bounds[n] to bounds[n + 1]; `ids` are the numbers of their terms, and `hashes` has one
        for each term. A gram is k tokens, and its hash the upper half of `gram_hashes`. Of each `window` neighbouring
        grams the least hash is kept, of equal ones the last; of fewer grams in all the least. Raises ValueError for
        bounds that do not fit, for a term without a hash, and for an empty gram or window. Linear, some 10 nanoseconds
        a token.
        """

    def list_names(self, folder: int, endings: Sequence[bytes]) -> tuple[bytes, list[tuple[bytes, int]]]:
        """The names in an open folder that do not begin with a point: those of regular files that have one of some
        endings, sorted, with a zero after each; and the others, sorted, each with its kind as `stat.S_IFMT` gives it,
        or 0 where the system does not say.

        Endings are in small letters of ASCII; in names capitals are equal to them. Raises OSError, and ValueError for
        more than 256 endings. Cost: about 0.3 microseconds a name.
        """

    def list_status(self, folder: int, names: bytes) -> Ints:
        """The status of files of an open folder, by their names with a zero after each, in rows: mode, size, time of
        the content, inode, and time of the last change. Of a file that cannot be looked at, the first number is that of
        the error, below 0.

        Links are not followed. Times are in nanoseconds and cut to fit into 64 bits; of an inode these are the low
        ones, as a signed number. Raises ValueError where the last name has no end. Cost: a system call for each file,
        about a microsecond.
        """

    def path_bounds(self, paths: bytes) -> Ints:
        """Where each of some paths begins, and the length of all. Each ends with a zero.

        Raises ValueError where one has no end, and where they do not increase. Linear, some 15 nanoseconds a path.
        """

    def match_paths(self, paths: bytes, others: bytes) -> Ints:
        """For each of some paths the number of the equal one among others, or ~n where there is none and n others come
        before it. Raises as `path_bounds`. Linear in both."""

    def read_ranges(self, descriptor: int, starts: Ints, ends: Ints) -> bytes:
        """Some ranges of an open file, one after the other. Raises OSError, ValueError where there is no such range.

        Cost: a system call for each range, about a microsecond. The GIL is given up once for all, so a busy thread
        holds up the caller once.
        """

    def read_texts(
        self, folder: int, names: Sequence[str], limit: int, marks: Sequence[tuple[bytes, int, int]], word: bytes
    ) -> tuple[list[str | None], list[bytes], Ints, Flags]:
        """The texts of files of an open folder, by their names, the digests of their bytes, and their stamps in rows:
        size, time of the content, inode, and time of the last change, as `list_status` gives them; and whether each has
        `word` in it, which has lower letters of ASCII, in whatever case.

        A text is None, and has no digest and no stamp, if its file is more than plain UTF-8. That is: it is no regular
        file, or cannot be opened or read; it has more than `limit` bytes, or changes while it is read; it is no UTF-8,
        or has a byte below 32 other than those from 9 to 13; or one of some `marks` begins in it, at a place from the
        first to the last that are given with the mark. A digest is BLAKE2b of 16 bytes. Links are not followed.

        Raises ValueError for a name that no file can have, an empty mark, another word, and a limit below 0. Cost: five
        system calls for each file, 9 microseconds with 2 kB of text. Other threads run while a file is read.
        """

    def pack(self, values: NDArray[Any]) -> Bytes:
        """The bytes of whole numbers as varints. Raises ValueError for a negative one. Linear."""

    def unpack(self, packed: Bytes) -> Ints:
        """The numbers that `pack` packed. Raises ValueError for other bytes. Linear."""

    def unpack_gaps(self, packed: Bytes, sizes: Ints, bases: Ints | None = None) -> tuple[Ints, Ints]:
        """How many numbers each of some lists has, and the numbers. The lists stand one after the other in `packed`,
        with `sizes` bytes each and none empty.

        A number is the sum of the gaps up to it in its list, and of the list's base; sums are modulo 2^64. Raises
        ValueError for other bytes. Linear.
        """

    def build_lists(self, ids: Int32s, addresses: Ints, ranks: Int32s) -> tuple[Bytes, Ints]:
        """The lists of addresses as varint gaps, one list after the other, and the bytes that each takes.

        Token i has the address `addresses[i]` and belongs to the list number `ranks[ids[i]]`. The addresses of a list
        must not fall. There are as many lists as ranks. Raises ValueError for anything else. Linear.
        """

    def build_postings(self, words: Sequence[str], parts: Sequence[tuple[Int32s, Ints]]) -> tuple[bytes, Bytes, Ints]:
        """The words that have tokens, in the order of their code points and in UTF-8, with a newline after each; the
        lists of their addresses as varint gaps, one list after the other; and the bytes that each takes.

        Tokens come in parts: the numbers of their words, and their addresses. The addresses of a word must not fall.
        Raises ValueError for anything else, and for a word with half of a surrogate pair. Linear, some 15 nanoseconds a
        token, and a sort of the words, about 0.1 microseconds a word.
        """

    def find_lines(self, lines: bytes, starts: Ints, step: int, keys: Sequence[bytes]) -> list[int]:
        """For each key the number of the line that equals it, or ~n where there is none and n lines come before it.

        `lines` increase and end with a newline each. They form blocks of `step` lines; the last block may have fewer.
        `starts` has where each block begins, and the length of `lines`. Raises ValueError where these do not fit
        together. Of lines that do not increase, any may be found. Cost: a bisection of the blocks and a look through
        one, some 0.3 microseconds a key.
        """

    def lines_at(self, lines: bytes, starts: Ints, step: int, numbers: Ints) -> list[bytes]:
        """The lines with some numbers.

        Lines and blocks are as in `find_lines`. Raises ValueError for numbers that make no sense, and for a line that
        is not there. Cost: for each line a look through one block.
        """

    def select_lines(
        self, lines: bytes, starts: Ints, step: int, first: int, values: UInt16s, value: int
    ) -> list[bytes]:
        """The lines that have a value, of those from number `first` on; `values` has one for each of these.

        Raises as `lines_at`. Cost: a look at each value, and through one block for each selected line.
        """

    def select_beginnings(
        self, lines: bytes, starts: Ints, step: int, prefixes: Sequence[bytes], values: UInt16s, value: int
    ) -> list[bytes]:
        """The lines that begin with any of some prefixes and have a value; `values` has one for each line, from the
        first on. They come prefix by prefix.

        Lines are texts in UTF-8, and form blocks as in `find_lines`. Raises as `select_lines`. Cost: as `find_lines`,
        and a look at the value of each line with a prefix.
        """

    def join_lists(self, packed: Bytes, sizes: Ints, bases: Ints, ranks: Int32s, lists: int) -> tuple[Bytes, Ints]:
        """Lists of addresses as varint gaps, joined to so many `lists`, and the bytes that each takes.

        List i has `sizes[i]` bytes in `packed`, or none if it is empty. Its addresses grow by `bases[i]`, and go to the
        list number `ranks[i]`, behind those of earlier lists. Raises ValueError for other bytes, and for addresses that
        fall. Linear in the bytes; those behind the first gap of a list are copied.
        """

    def merge_lines(self, parts: Sequence[bytes], end: int = 10) -> tuple[bytes, list[Int32s]]:
        """The lines of all parts in order, each once; and for each line of each part its number among them.

        A line ends with a byte, a newline unless `end` is another. Those of a part increase. Raises ValueError where
        they do not, and for an `end` that is no byte. Linear; a tenth of a microsecond a line.
        """

    def candidate_pairs(
        self,
        hashes: Fingerprints32,
        bounds: Ints,
        new: Flags,
        familiar: int,
        common: int,
        enough: int,
        share: float,
    ) -> tuple[Ints, Ints, Ints]:
        """Pairs of articles that share fingerprints, by number, in order; and how many each pair shares.

        Article n has the fingerprints hashes[bounds[n]:bounds[n + 1]]; one of a pair is `new`. Those in more than
        `common` articles never count. A pair shares at least `enough` that are in at most `familiar` articles, or the
        part `share` of the fingerprints of the smaller article. Raises ValueError for bounds that do not fit. Cost: a
        few looks at each fingerprint, a sort of those that several articles have, and a step for each pair of these.
        """

    def repeated_hashes(self, hashes: Fingerprints32, times: int, bits: int) -> UInt32s:
        """The increasing numbers of the hashes whose first `bits` bits are those of at least `times` hashes. So all
        that come so often are among them, and a few others.

        Raises ValueError unless `times` is 1, 2 or 3, and `bits` 2 to 28. Memory: a quarter of a byte for each number
        of so many bits. Cost: three looks at each hash.
        """

    def equal_runs(self, a: Hashes, b: Hashes, least: int, most: int, repeats: int) -> Ints:
        """The maximal runs of `least` or more equal terms of two texts, as rows of `Run`, in order. The texts are given
        as hashes of their terms.

        A run that occurs m times in a and n times in b is paired in every way only if m * n is at most `repeats`; else
        the first occurrences are paired, then the second ones, and so on. Of more than `most` runs only the longest are
        found. Raises ValueError for an empty run, and a limit below 0. Cost: some 20 nanoseconds a term.
        """

    def join_runs(self, runs: Ints, length_a: int, length_b: int, gap: int, least: int, most: int) -> list[Ints]:
        """Runs of equal terms joined into passages across small edits: the runs of each passage, in order.

        An edit takes at most `gap` terms of either text, and a passage has at least `least` equal terms. Each term is
        in one passage; where several claim it, the one with most equal terms gets it. Of more than `most` runs only the
        longest are joined. Raises ValueError for runs that do not increase or do not fit the texts, and for limits that
        make no sense. Cost: a step for each run, and for each that ends shortly before it.
        """

    def build_skips(
        self, packed: Bytes, sizes: Ints, least: int, before: tuple[int, int, int] = (0, 0, 0)
    ) -> tuple[Bytes, Ints, tuple[int, int, int]]:
        """The skips of those lists that have at least `least` bytes, as in `PackedList`, and the bytes that they take.

        The lists stand one after the other in `packed`, with `sizes` bytes each and none empty. A list that comes in
        parts takes a call for each: `before` is what the call for the part before it gave last. That is how many
        numbers follow the last entry, their sum, and their bytes. Raises ValueError for other bytes. Linear.
        """

    def build_documents(self, packed: Bytes, sizes: Ints, bounds: Ints, least: int) -> tuple[Bytes, Ints]:
        """The documents of those lists that have at least `least` bytes, as in `PackedList`, and the bytes that they
        take.

        The lists stand in `packed` as for `build_skips`. Document n has the addresses bounds[n] to bounds[n + 1] - 1.
        Of the numbers of bits that make a list shortest, the least is taken. Raises ValueError for other bytes, and for
        addresses outside. Linear.
        """

    def count_tokens(
        self, fields: Sequence[tuple[Sequence[PackedList], DocumentTable, Floats]], live: Flags
    ) -> tuple[Ints, Floats]:
        """The live documents with tokens in some lists, increasing, and how many each has, weighted.

        For each field there are lists of addresses, a table of its documents, and what a token counts: one number, or
        one for each document. A token that two lists have counts twice. Where a list has its documents, these alone are
        read. Raises ValueError for other bytes, for addresses outside, and where the fields have other documents. Cost:
        the tokens, or the documents of lists that have them, and a bit for each document.
        """

    def score_tokens(
        self,
        fields: Sequence[tuple[Sequence[PackedList], DocumentTable, Floats]],
        live: Flags,
        norms: Floats,
        factor_of: Callable[[int], float],
    ) -> tuple[Ints, Floats]:
        """The documents of `count_tokens`, and the scores of `bm25` for the counts. `factor_of` gives its factor for a
        number of documents. Raises as both, and what `factor_of` raises. Cost: as `count_tokens`."""

    def count_tokens_in(
        self, fields: Sequence[tuple[Sequence[PackedList], DocumentTable, Floats]], documents: Ints
    ) -> Floats:
        """How many tokens each of some documents has in some lists, weighted as by `count_tokens`. Documents increase.

        Reads only what leads there, by the skips of the lists, or their documents, and checks what it reads. Raises as
        `count_tokens`, and LookupError for a document outside. Cost: about SKIP tokens for each document and list, at
        most all tokens, or all documents of lists that have them.
        """

    def documents_of(self, addresses: Ints, table: DocumentTable) -> Ints:
        """The documents of some addresses, which increase, each once. Raises LookupError for one outside. Linear."""

    def addresses_between(self, lists: Sequence[PackedList], start: int, end: int) -> Ints:
        """The addresses from `start` up to `end` - 1 in any of some lists, in order.

        One that two lists have comes twice. Reads, checks and raises as `count_tokens_in`.
        """

    def positions_in(self, lists: Sequence[PackedList], starts: Ints, ends: Ints, shift: int) -> Ints:
        """The addresses in any of some lists within some ranges, in order, each as its distance to the start of its
        range, plus the number of the range << `shift`.

        The ranges increase, do not overlap, and have at most 1 << `shift` addresses each. An address that two lists
        have comes twice. Reads, checks and raises as `count_tokens_in`; ValueError also for other ranges.
        """

    def phrase_starts(self, segments: Sequence[Sequence[PackedList]]) -> Ints:
        """The addresses at which words follow one another. Each segment has a list for each word, in their order.

        Reads the shortest list, and in the others what leads to the places of the phrase. Checks and raises as
        `count_tokens_in`. Cost: as reading about SKIP tokens for each occurrence of the rarest word, at most all. Other
        threads run meanwhile where the lists are long.
        """

    def bm25(self, documents: Ints, counts: Floats, norms: Floats, factor: float) -> Floats:
        """`factor` * count / (count + norm) of each of some documents; `norms` has a number for every document.

        Raises LookupError for a document outside, and ValueError for columns of different lengths. Linear.
        """

    def any_of(self, parts: Sequence[tuple[Ints, Floats]], size: int) -> tuple[Ints, Floats, Ints]:
        """The documents of any of some parts, increasing; the sums of their scores, added in the order of parts; and in
        how many parts each is.

        A part has documents below `size`, none twice, and a score for each. Raises as `bm25`. Cost: all documents of
        the parts, and a bit for each of `size`.
        """

    def both_of(self, documents: Ints, scores: Floats, others: Ints, other_scores: Floats) -> tuple[Ints, Floats]:
        """The documents that two parts have in common, and the sums of their scores. Documents increase.

        Raises ValueError for columns of different lengths. Cost: for each document of the shorter part some steps in
        the longer one, at most all of both.
        """

    def best(self, documents: Ints, scores: Floats, ids: Ids, count: int) -> Ints:
        """The places of the best `count` documents, in order: by score, the highest first, then by id.

        `ids` has the id of every document. Raises as `bm25`. Cost: for each document the logarithm of `count`.
        """

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
    ) -> list[tuple[int, int, int, tuple[tuple[int, int], ...]]]:
        """The best `most` fragments of a text, the best first: with most clauses of the query, then with the closest
        marks. Of each its start and end, the number of the first mark in it, from 1, and its marks as spans of it.

        The marks of the text have increasing starts and ends. Of them `ranked` are the numbers of those from which
        fragments are chosen, increasing too, and `clauses` their clauses as bits. `title` is the span of the title: if
        it has marks, it is one of the fragments. Fragments do not overlap, and no two read the same. They are made of
        whole sentences as far as these fit into FRAGMENT_LENGTH. The marks of a fragment lie wholly in it; one longer
        than LONGEST is cut. Raises ValueError where the marks or the title do not fit the text, and for numbers of no
        mark. Linear in the ranked marks.
        """

    def fragments_of_texts(
        self,
        texts: Sequence[str],
        titles: Sequence[tuple[int, int]],
        bounds: Ints,
        starts: Ints,
        ends: Ints,
        clauses: Hashes,
        most: Sequence[int],
    ) -> list[list[tuple[int, int, int, tuple[tuple[int, int], ...]]]]:
        """What `best_fragments` gives of each of some texts, where all marks are ranked. Text n has the marks number
        bounds[n] to bounds[n + 1]. Raises ValueError as it does, and where these do not fit together."""

    def sentences(self, text: str, start: int, end: int) -> list[tuple[int, int]]:
        """The spans of the sentences and lines in text[start:end], without the white space between them. Linear."""

    def word_beginnings(self, text: str, shortest: int, longest: int) -> list[str]:
        """The words of a text that have `shortest` letters or more, each cut to `longest`.

        A word is a run of letters, or of numerals that are no decimal digits, such as ². Raises ValueError unless
        0 < `shortest` <= `longest`. Linear.
        """

    def numbers_beside_words(self, text: str, start: int, end: int, table: bytes) -> list[int]:
        """Where the numbers of one or two digits of ASCII begin in text[start:end] beside which a word may stand that
        `table` has: behind a blank, which another word of two letters may follow, or before a blank. A full stop or º
        may stand before the blank, and two letters behind the number: "1st of May". No letter and no other digit stands
        before the number.

        A table has a word if the byte at its `place_of` is not 0, and may have any word that has no such place. One
        before a number has LONGEST_WORD code points at most. Raises ValueError for a part of the text that there is
        not, and for a table that has not PLACES bytes. Linear.
        """
