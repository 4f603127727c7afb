"""Reads the weights in an ONNX file: the initializers of its graph, and nothing else.

An ONNX file is a protocol buffer (onnx.proto, https://onnx.ai/onnx/repo-docs/IR.html). Messages are fields, one after
the other: a varint with the number and the type of the field, then its value.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.arrays import Floats32, Int8s
from search.errors import ModelError

_MOST_BYTES, _MOST_TENSORS, _MOST_DIMENSIONS = 1 << 25, 1000, 8
"""Bytes of a file, tensors in it, and dimensions of a tensor, at most: more than the model has, and so few that any
file is read within seconds."""
_GRAPH = 7
"""The field of a model that holds its graph."""
_INITIALIZER = 5
"""The field of a graph that holds a tensor."""
_DIMENSIONS, _TYPE, _NAME, _DATA = 1, 2, 8, 9
"""The fields of a tensor."""
_DTYPES: dict[int, np.dtype[Any]] = {1: np.dtype("<f4"), 3: np.dtype("i1"), 7: np.dtype("<i8")}
"""The types of tensors that are read, by their numbers in ONNX. Others are left out."""
_VARINT, _EIGHT_BYTES, _BYTES, _FOUR_BYTES = 0, 1, 2, 5

Weights = Mapping[str, NDArray[Any]]
"""Tensors by name."""
Field = tuple[int, int | memoryview]
"""The number of a field, and its value: a number, or the bytes of a string, message or packed list."""


def read_weights(path: Path) -> Weights:
    """The tensors of a model by name, read-only, in the order of the file. Raises ModelError, OSError.

    The arrays are views of one buffer that holds the whole file.
    """
    if path.stat().st_size > _MOST_BYTES:
        raise ModelError(f"{path} is too large for a model.")
    try:
        model = memoryview(path.read_bytes())
        graphs = (value for number, value in _fields(model) if number == _GRAPH)
        tensors = (value for graph in graphs for number, value in _fields(graph) if number == _INITIALIZER)
        most = islice(tensors, _MOST_TENSORS)
        return {name: array for name, array in map(_read_tensor, most) if array is not None}
    except (ValueError, IndexError, TypeError) as error:
        raise ModelError(f"{path} is no model in the format ONNX.") from error


def tensor(weights: Weights, name: str, dtype: type[np.generic], *shape: int) -> NDArray[Any]:
    """A tensor of a type and shape. Raises KeyError where there is none, and ValueError where it has others."""
    array = weights[name]
    if array.dtype != dtype or array.shape != shape:
        raise ValueError(name)
    return array


def quantized(weights: Weights, name: str, shape: tuple[int, int], scales: tuple[int, int]) -> tuple[Int8s, Floats32]:
    """A matrix with 8 bits a number, and what its rows or columns are multiplied by. Raises KeyError, ValueError."""
    return tensor(weights, f"{name}_q", np.int8, *shape), tensor(weights, f"{name}_scale", np.float32, *scales)


def _read_tensor(message: int | memoryview) -> tuple[str, NDArray[Any] | None]:
    """The name and the numbers of a tensor; None for a type that is not read. Raises ValueError."""
    shape: list[int] = []
    name, kind, data = "", 0, memoryview(b"")
    for number, value in _fields(message):
        if number == _DIMENSIONS:
            shape += [value] if isinstance(value, int) else _packed(value)
        elif number == _TYPE and isinstance(value, int):
            kind = value
        elif number == _NAME and not isinstance(value, int):
            name = bytes(value).decode()
        elif number == _DATA and not isinstance(value, int):
            data = value
    dtype = _DTYPES.get(kind)
    if dtype is None:
        return name, None
    if len(shape) > _MOST_DIMENSIONS or prod(shape) * dtype.itemsize != len(data):
        raise ValueError(name)
    return name, np.frombuffer(data, dtype).reshape(shape)


def _fields(message: int | memoryview) -> Iterator[Field]:
    """The fields of a message, in their order. Raises ValueError, IndexError, and TypeError where it is a number."""
    if isinstance(message, int):
        raise TypeError
    position = 0
    while position < len(message):
        key, position = _varint(message, position)
        kind = key & 7
        if kind == _VARINT:
            value, position = _varint(message, position)
            yield key >> 3, value
            continue
        if kind == _BYTES:
            size, position = _varint(message, position)
        elif kind in (_FOUR_BYTES, _EIGHT_BYTES):
            size = 4 if kind == _FOUR_BYTES else 8
        else:
            raise ValueError(kind)
        if size > len(message) - position:
            raise ValueError(size)
        yield key >> 3, message[position : position + size]
        position += size


def _varint(message: memoryview, position: int) -> tuple[int, int]:
    """A number and where it ends. Raises ValueError, IndexError."""
    value = 0
    for shift in range(0, 64, 7):
        byte = message[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, position
    raise ValueError(position)


def _packed(data: memoryview) -> list[int]:
    numbers, position = [], 0
    while position < len(data):
        number, position = _varint(data, position)
        numbers.append(number)
    return numbers
