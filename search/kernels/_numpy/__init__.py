"""The kernels in NumPy: the reference, and what runs where the compiled ones were not built."""

from search.kernels._numpy.bigrams import build_bigrams
from search.kernels._numpy.building import build_postings
from search.kernels._numpy.candidates import candidate_pairs, repeated_hashes
from search.kernels._numpy.checksums import read_blocks, wrong_block
from search.kernels._numpy.document_lists import build_documents
from search.kernels._numpy.equal_runs import equal_runs
from search.kernels._numpy.files import list_names, list_status, read_ranges, read_texts
from search.kernels._numpy.filter_candidates import filter_candidates
from search.kernels._numpy.fragments import best_fragments, merge_spans
from search.kernels._numpy.known_words import KnownWords
from search.kernels._numpy.line_signs import LineSigns
from search.kernels._numpy.lines import find_lines, find_terms, lines_at, select_beginnings, select_lines
from search.kernels._numpy.list_columns import read_lists
from search.kernels._numpy.lists import build_lists, build_skips, join_lists, pack, unpack, unpack_gaps
from search.kernels._numpy.marks import find_marks, fragments_at_tokens
from search.kernels._numpy.merging import merge_lines
from search.kernels._numpy.numbers_beside_words import numbers_beside_words
from search.kernels._numpy.offsets import decode_offsets, encode_offsets
from search.kernels._numpy.parts import Parts
from search.kernels._numpy.passages import join_runs
from search.kernels._numpy.paths import match_paths, path_bounds
from search.kernels._numpy.phrases import phrase_starts, score_phrase
from search.kernels._numpy.postings import (
    addresses_between,
    count_tokens,
    count_tokens_in,
    document_frequency,
    documents_of,
    positions_in,
    score_tokens,
    score_tokens_in,
)
from search.kernels._numpy.ranking import rank_words
from search.kernels._numpy.records import join_records, paths_at, split_records, values_at
from search.kernels._numpy.scoring import any_of, best, both_of
from search.kernels._numpy.sentences import sentences
from search.kernels._numpy.winnowing import hash_words, winnow
from search.kernels._numpy.word_beginnings import word_beginnings
from search.kernels._numpy.words import Tokenizer
from search.kernels._numpy.words_within import beginnings_within, words_within

__all__ = [
    "KnownWords",
    "LineSigns",
    "Parts",
    "Tokenizer",
    "addresses_between",
    "any_of",
    "beginnings_within",
    "best",
    "best_fragments",
    "both_of",
    "build_bigrams",
    "build_documents",
    "build_lists",
    "build_postings",
    "build_skips",
    "candidate_pairs",
    "count_tokens",
    "count_tokens_in",
    "decode_offsets",
    "document_frequency",
    "documents_of",
    "encode_offsets",
    "equal_runs",
    "filter_candidates",
    "find_lines",
    "find_marks",
    "find_terms",
    "fragments_at_tokens",
    "hash_words",
    "join_lists",
    "join_records",
    "join_runs",
    "lines_at",
    "list_names",
    "list_status",
    "match_paths",
    "merge_lines",
    "merge_spans",
    "numbers_beside_words",
    "pack",
    "path_bounds",
    "paths_at",
    "phrase_starts",
    "positions_in",
    "rank_words",
    "read_blocks",
    "read_lists",
    "read_ranges",
    "read_texts",
    "repeated_hashes",
    "score_phrase",
    "score_tokens",
    "score_tokens_in",
    "select_beginnings",
    "select_lines",
    "sentences",
    "split_records",
    "unpack",
    "unpack_gaps",
    "values_at",
    "winnow",
    "word_beginnings",
    "words_within",
    "wrong_block",
]
