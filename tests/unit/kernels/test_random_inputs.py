"""Both kinds of kernels give the same for thousands of random inputs, most of them hostile."""

from collections.abc import Callable
from random import Random

import numpy as np
import pytest

from search.arrays import Ints, bounds_of
from search.kernels import kernels
from search.kernels.code_points import CODE_POINTS
from search.kernels.packed_lists import DocumentTable, PackedList
from search.kernels.signs import BY_WORDS, PLACES, LineWords
from search.kernels.word_query import WordQuery
from tests.support.kernels import outcome
from tests.support.profiles import rounds, seeded_random
from tests.support.soak import Trials
from tests.unit.kernels.test_words import OURS, found, tokenizer, whole_run

SIGNS = "aB9sS_ .!?…。！？」』”'\"“(\r\n\t\u00a0é日·,&+#%-б\u0301\u00ad½¹\u2009한ᄀ\0"
WORDS = (
    "ferry",
    "Dock",
    "Mr.",
    "U.S.",
    "a.",
    "no.",
    "(It",
    "x" * 90,
    "y" * 1100,
    "\n",
    "\n \r\n",
    "ends.",
    "“Why?”",
    "3.5",
    "ferry's",
    "don't",
)
LARGE = (1 << 62, (1 << 63) - 1, -(1 << 63), -1)


def some_text(random: Random, most: int = 600) -> str:
    if random.random() < 0.5:
        return " ".join(random.choices(WORDS, k=random.randint(0, most // 5)))
    return "".join(random.choices(SIGNS, k=random.randint(0, most)))


def some_ints(random: Random, count: int, low: int, high: int) -> Ints:
    numbers = [random.randint(low, high) for _ in range(count)]
    if numbers and random.random() < 0.1:
        numbers[random.randrange(count)] = random.choice((*LARGE, high + 1))
    return np.array(numbers, np.int64)


def words(random: Random) -> None:
    texts = [some_text(random) for _ in range(random.randint(0, 3))]
    longest = random.choice((0, 1, 9, 255))
    outcome(lambda each: found(tokenizer(each, longest), texts))
    outcome(lambda each: found(tokenizer(each, longest, whole_run), texts))
    kinds = np.full(CODE_POINTS, 1, np.uint8)
    kinds[:256] = random.choices((*range(1, 16), 31, 32, 33, 255), k=256)
    outcome(lambda each: found(each.Tokenizer(kinds, OURS.folded, 9, OURS.add, whole_run), texts))


def tables(random: Random) -> None:
    both = {each: tokenizer(each) for each in (kernels("numpy"), kernels("auto"))}  # one where none was compiled
    for _ in range(3):
        some = [some_text(random) or "a" for _ in range(random.randint(0, 40))]
        outcome(lambda each, some=some: both[each].numbers(some))
        tokens = some_ints(random, random.randint(0, 60), 0, len(some)).astype(np.int32)
        parts = [(tokens, np.sort(some_ints(random, len(tokens), 0, random.choice((9, 300, 1 << 40)))))]
        outcome(lambda each, some=some, parts=parts: each.build_postings(some, parts))
    assert both[kernels("numpy")].words(0) == both[kernels("auto")].words(0)


def winnowing(random: Random) -> None:
    hashes = np.array(
        random.choices((0, 1, *(random.getrandbits(64) for _ in range(9))), k=random.randint(0, 99)), np.uint64
    )
    bounds = np.sort(some_ints(random, random.randint(0, 5), 0, len(hashes)))
    k, window = random.randint(1, 7), random.randint(1, 20)
    ids = some_ints(random, random.randint(0, 99), 0, len(hashes)).astype(np.int32)
    outcome(lambda each: each.winnow(ids, hashes, bounds, k, window))


def lists(random: Random) -> None:
    numbers = some_ints(random, random.randint(0, 60), 0, random.choice((1, 200, 1 << 40)))
    outcome(lambda each: each.pack(numbers))
    data = kernels("numpy").pack(abs(numbers // 2)).copy()
    if len(data) and random.random() < 0.5:
        data[random.randrange(len(data))] = random.choice((0, 127, 128, 255))
    sizes = some_ints(random, random.randint(0, 5), 1, 20)
    if random.random() < 0.5 and len(sizes):
        sizes[-1] += len(data) - int(sizes.astype(np.uint64).sum() & np.uint64(0xFFFF))
    outcome(lambda each: each.unpack(data))
    outcome(lambda each: each.unpack_gaps(data, sizes))
    outcome(lambda each: each.unpack_gaps(data, np.array([len(data)]), some_ints(Random(len(data)), 1, 0, 9)))
    terms = random.randint(0, 6)
    ids = some_ints(random, random.randint(0, 50), 0, max(0, terms - 1)).astype(np.int32)
    addresses = np.sort(some_ints(random, len(ids), 0, random.choice((9, 300, 1 << 40))))
    ranks = np.array(random.sample(range(terms), terms), np.int32)
    for some in (addresses, addresses[::-1].copy()):
        outcome(lambda each, some=some: each.build_lists(ids, some, ranks))


def postings(random: Random) -> None:
    lengths = [random.choice((0, 1, 3, 200)) for _ in range(random.randint(0, 90))]
    table = DocumentTable.of(bounds_of([length + 1 for length in lengths]))
    packed, end = [], int(table.bounds[-1])
    for _ in range(random.randint(0, 3)):
        base, count = random.randint(0, end), random.randint(1, 200)
        gaps = abs(some_ints(random, count, 0, max(1, (end - base) // count)) // 2)
        data = bytearray(kernels("numpy").pack(gaps).tobytes())
        if random.random() < 0.2:
            data[random.randrange(len(data))] = random.choice((0, 127, 128, 255))
        packed.append(PackedList(bytes(data), b"", base, random.choice((end, end, end // 2, end + 1))))
    live = np.array([random.random() < 0.8 for _ in lengths], np.bool_)
    weights = np.array([random.choice((0.0, 1.0, 2.0)) for _ in lengths], np.float64)
    fields = [(packed, table, weights), (packed[:1], table, weights)]
    outcome(lambda each: each.count_tokens(fields, live))
    outcome(lambda each: each.document_frequency(fields, live))
    query = WordQuery(
        [fields, fields[::-1]], random.choice((-1, 0)), *random.choices((True, False), k=3), random.choice((0, 3, 90))
    )
    ids = np.array([random.randint(0, 9) for _ in lengths], np.uint64)
    outcome(lambda each: each.rank_words(query, live, ids + 0.5, ids, lambda _: ([1.5, 2.5], 0.5)))


def scores(random: Random) -> None:
    size = random.randint(0, 3000)
    parts = []
    for _ in range(random.randint(1, 4)):
        documents = np.array(sorted(random.sample(range(size), random.randint(0, min(size, 300)))), np.int64)
        parts.append((documents, np.array([random.choice((0.5, 1.0, random.random())) for _ in documents], np.float64)))
    if random.random() < 0.1:
        parts[-1] = (some_ints(random, len(parts[-1][0]), 0, size), parts[-1][1])
        parts[-1] = (np.unique(parts[-1][0]), parts[-1][1])
    ids = np.array([random.randint(0, size) for _ in range(size)], np.uint64)
    outcome(lambda each: each.any_of(parts, size))
    outcome(lambda each: each.both_of(*parts[0], *parts[-1]))
    outcome(lambda each: each.best(*parts[-1], ids, Random(size).randint(0, 320)))


def fragments(random: Random) -> None:
    text = some_text(random, 2500)
    starts = some_ints(random, random.choice((0, 1, 5, 80)), 0, max(0, len(text) - 1))
    ends = starts + some_ints(random, len(starts), 1, random.choice((1, 20, 1500)))
    cut, clause = random.randint(0, len(starts)), random.choice((0, 3, 200))
    parts = [(starts[:cut], ends[:cut], clause), (starts[cut:], ends[cut:], 1)]
    marks = outcome(lambda each: each.merge_spans(parts))
    start, end = random.randint(-5, 50), random.randint(0, 3000)
    outcome(lambda each: each.sentences(text, start, end))
    if isinstance(marks, tuple):
        numbers = np.array([number for number in range(len(marks[0])) if random.random() < 0.9], np.int64)
        title = sorted((random.randint(0, min(90, len(text))), random.randint(0, min(90, len(text)))))
        for most, at in ((3, (0, 0)), (2, (title[0], title[1])), (1, (0, len(text)))):
            some = text, at, *marks[:2], numbers, marks[2][numbers], most
            outcome(lambda each, some=some: each.best_fragments(*some))


def lines(random: Random) -> None:
    text, table = some_text(random), random.randbytes(random.choice((PLACES, PLACES, 9)))
    start, end, beginning = random.randint(-2, 60), random.randint(-2, len(text) + 2), random.randint(-1, 130)
    some = {text[at : at + random.randint(1, 5)].casefold(): 1 << BY_WORDS + at % 9 for at in range(0, len(text), 7)}
    words = LineWords(some, some, some, " .", 1 << BY_WORDS, *(random.randint(-1, 130) for _ in range(2)), beginning)
    words = words._replace(
        sentence_ends=".", closing=")", words_of_dateline={*some}, particles={*some}, longest_names=40
    )
    outcome(lambda each: each.LineSigns(words, some).find(text, start, end))
    outcome(lambda each: each.LineSigns(words._replace(beginning=abs(beginning)), some).find(text, 0, len(text)))
    outcome(lambda each: each.Parts(some).find(text, start, end))
    outcome(lambda each: each.Parts(some).find(text, 0, len(text)))
    known = {word: [random.randint(0, 5)] for word in text.lower().split()[::2]}
    kinds = random.choice((6, 6, 0))
    outcome(lambda each: each.KnownWords(known, kinds).most(text, start, end))
    outcome(lambda each: each.KnownWords(known, 6).most(text, 0, len(text)))
    outcome(lambda each: each.word_beginnings(text, abs(start), max(0, end)))
    outcome(lambda each: each.words_within(text, start, end, list(known)))
    outcome(lambda each: each.words_within(text, 0, len(text), list(known)))
    outcome(lambda each: each.beginnings_within(text, 0, len(text), list(known), max(1, beginning)))
    outcome(lambda each: each.numbers_beside_words(text, start, end, table))
    outcome(lambda each: each.numbers_beside_words(text, 0, len(text), table))


@pytest.mark.parametrize("compare", [words, tables, winnowing, lists, postings, scores, fragments, lines])
def test_random_inputs_give_the_same(compare: Callable[[Random], None], trials: Trials) -> None:
    dice = seeded_random(compare.__name__)
    for _ in range(rounds(300, 30_000)):
        trials()
        compare(dice)
