"""The weights of an ONNX file are read, and a file that is none is refused."""

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from search.errors import ModelError
from search.meaning.onnx_weights import read_weights

FLOAT, INT8, INT64, BOOL = 1, 3, 7, 9


def varint(value: int) -> bytes:
    encoded = bytearray()
    while value >= 0x80:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*encoded, value])


def number(field: int, value: int) -> bytes:
    return varint(field << 3) + varint(value)


def message(field: int, content: bytes) -> bytes:
    return varint(field << 3 | 2) + varint(len(content)) + content


def tensor(name: str, kind: int, shape: Sequence[int], data: bytes) -> bytes:
    dimensions = b"".join(number(1, size) for size in shape)
    return message(5, dimensions + number(2, kind) + message(8, name.encode()) + message(9, data))


def model(*tensors: bytes) -> bytes:
    """A model with the version of its format, a node that is of no interest, and a graph with tensors."""
    return number(1, 10) + message(7, message(1, b"\x0a\x01x") + b"".join(tensors))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "model.onnx"


def test_tensors_are_read_in_the_order_of_the_file(file: Path) -> None:
    arrays: dict[str, NDArray[np.generic]] = {
        "scale": np.array([[0.5, 2.0]], np.float32),
        "weights": np.arange(-3, 3, dtype=np.int8).reshape(3, 2),
        "shape": np.array([1, -1], np.int64),
    }
    kinds = {"scale": FLOAT, "weights": INT8, "shape": INT64}
    file.write_bytes(
        model(*(tensor(name, kinds[name], array.shape, array.tobytes()) for name, array in arrays.items()))
    )
    weights = read_weights(file)
    assert list(weights) == list(arrays)
    for name, array in arrays.items():
        assert weights[name].dtype == array.dtype
        assert np.array_equal(weights[name], array)


def test_dimensions_are_read_also_where_they_are_packed(file: Path) -> None:
    packed = message(1, varint(2) + varint(300)) + number(2, INT8) + message(8, b"w") + message(9, bytes(600))
    file.write_bytes(model(message(5, packed)))
    assert read_weights(file)["w"].shape == (2, 300)


def test_tensors_of_other_types_are_left_out(file: Path) -> None:
    file.write_bytes(model(tensor("flag", BOOL, [1], b"\1"), tensor("w", INT8, [1], b"\1")))
    assert list(read_weights(file)) == ["w"]


@pytest.mark.parametrize(
    "content",
    [
        b"no model at all",
        model(tensor("w", INT8, [3], b"12")),
        model(tensor("w", INT8, [1 << 60, 1 << 60], b"12")),
        model(tensor("w", INT8, [2], b"12"))[:-1],
        message(7, varint(5 << 3 | 2) + varint(1 << 40)),
        message(7, b"\xff" * 12),
        number(7, 5),
        message(7, number(5, 1)),
        message(7, tensor("\udcff".encode("utf-8", "surrogatepass").decode("latin-1"), 1, [1], b"")),
        message(7, message(5, message(8, b"\xff") + number(2, INT8))),
        b"\x3b",
        model(tensor("w", INT8, [1] * 9, b"1")),
        model(tensor("w", INT8, [0, 1 << 63], b"")),
    ],
    ids=range(13),
)
def test_a_file_that_is_no_model_is_refused(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(ModelError, match=r"model\.onnx is no model"):
        read_weights(file)


def test_a_file_that_is_larger_than_any_model_is_refused_unread(file: Path) -> None:
    file.touch()
    os.truncate(file, 1 << 40)
    with pytest.raises(ModelError, match="too large"):
        read_weights(file)


def test_many_empty_parts_take_no_memory(file: Path) -> None:
    file.write_bytes(message(7, b"") * 100_000 + message(7, tensor("w", INT8, [0], b"") * 100_000))
    assert list(read_weights(file)) == ["w"]


@given(data=st.data())
def test_a_damaged_model_is_read_or_refused(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    whole = model(tensor("scale", FLOAT, [2], bytes(8)), tensor("w", INT8, [2, 3], bytes(6)))
    at = data.draw(st.integers(0, len(whole) - 1))
    file = tmp_path_factory.mktemp("damaged") / "model.onnx"
    file.write_bytes(whole[:at] + bytes([data.draw(st.integers(0, 255))]) + whole[at + 1 :])
    try:
        weights = read_weights(file)
    except ModelError:
        return
    assert all(array.nbytes <= len(whole) for array in weights.values())
