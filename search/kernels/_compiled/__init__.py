"""The compiled kernels. Importing them raises ImportError where they were not built."""

from search.kernels._compiled.alignment import equal_runs, join_runs  # type: ignore[import-not-found, unused-ignore]
from search.kernels._compiled.bigrams import build_bigrams  # type: ignore[import-not-found, unused-ignore]
from search.kernels._compiled.building import build_postings  # type: ignore[import-not-found, unused-ignore]
from search.kernels._compiled.candidates import candidate_pairs, repeated_hashes  # type: ignore[import-not-found, unused-ignore]
from search.kernels._compiled.checksums import read_blocks, wrong_block  # type: ignore[import-not-found, unused-ignore]
from search.kernels._compiled.files import list_names, list_status, read_ranges, read_texts  # type: ignore[import-not-found, unused-ignore]
from search.kernels._compiled.filter_candidates import filter_candidates  # type: ignore[import-not-found, unused-ignore]
from search.kernels._compiled.fragments import best_fragments, fragments_at_tokens, merge_spans, sentences  # type: ignore[import-not-found, unused-ignore]
from search.kernels._compiled.known_words import KnownWords  # type: ignore[import-not-found, unused-ignore]
from search.kernels._compiled.line_signs import LineSigns  # type: ignore[import-not-found, unused-ignore]
from search.kernels._compiled.lines import find_lines, find_terms, lines_at, select_beginnings, select_lines  # type: ignore[import-not-found, unused-ignore]
from search.kernels._compiled.list_columns import read_lists  # type: ignore[import-not-found, unused-ignore]
from search.kernels._compiled.lists import (  # type: ignore[import-not-found, unused-ignore]
    build_documents,
    build_lists,
    build_skips,
    join_lists,
    pack,
    unpack,
    unpack_gaps,
)
from search.kernels._compiled.merging import merge_lines  # type: ignore[import-not-found, unused-ignore]
from search.kernels._compiled.numbers_beside_words import numbers_beside_words  # type: ignore[import-not-found, unused-ignore]
from search.kernels._compiled.offsets import decode_offsets, encode_offsets, find_marks  # type: ignore[import-not-found, unused-ignore]
from search.kernels._compiled.parts import Parts  # type: ignore[import-not-found, unused-ignore]
from search.kernels._compiled.paths import match_paths, path_bounds  # type: ignore[import-not-found, unused-ignore]
from search.kernels._compiled.phrases import phrase_starts, score_phrase  # type: ignore[import-not-found, unused-ignore]
from search.kernels._compiled.postings import (  # type: ignore[import-not-found, unused-ignore]
    addresses_between,
    count_tokens,
    count_tokens_in,
    document_frequency,
    documents_of,
    positions_in,
    score_tokens,
    score_tokens_in,
)
from search.kernels._compiled.ranking import rank_words  # type: ignore[import-not-found, unused-ignore]
from search.kernels._compiled.records import join_records, paths_at, split_records, values_at  # type: ignore[import-not-found, unused-ignore]
from search.kernels._compiled.scoring import any_of, best, both_of  # type: ignore[import-not-found, unused-ignore]
from search.kernels._compiled.winnowing import hash_words, winnow  # type: ignore[import-not-found, unused-ignore]
from search.kernels._compiled.word_beginnings import word_beginnings  # type: ignore[import-not-found, unused-ignore]
from search.kernels._compiled.words import Tokenizer  # type: ignore[import-not-found, unused-ignore]
from search.kernels._compiled.words_within import beginnings_within, words_within  # type: ignore[import-not-found, unused-ignore]

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
