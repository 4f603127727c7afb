"""Which indexed fields a field of a query is searched in, and what a match in each of them counts."""

from collections.abc import Mapping, Sequence

from search.engines.embedded.segment.segment_reader import FIELDS
from search.query.nodes import BOILERPLATE, EVERYTHING, TEXT

FieldWeights = Mapping[str, Sequence[tuple[str, float]]]
"""For each field of a query: indexed fields with their weights."""
PLAIN: FieldWeights = {name: ((name, 1.0),) for name in FIELDS}
"""Each field is searched in itself."""
_TEXT = ((TEXT, 1.0), ("title", 2.0))
WEIGHTS: FieldWeights = {**PLAIN, TEXT: _TEXT, EVERYTHING: (*_TEXT, (BOILERPLATE, 1.0))}
"""A match in the title counts twice as much, and a title is part of the text."""
