"""An engine's matches as the hits of results."""

from collections.abc import Iterable, Iterator

from search.metadata import about
from search.types.files import readable_path
from search.types.hits import Hit
from search.types.matches import Match, MeaningDocs, PartialDocs
from search.types.results import MeaningResults, PartialResults


def to_hits(matches: Iterable[Match]) -> Iterator[Hit]:
    """Matches, with their metadata in words and paths that can be printed. Each is made when it is asked for."""
    return map(
        Hit._make,
        (
            (
                article.id,
                article.heading,
                readable_path(article.path),
                round(score, 4),
                hits,
                fragments,
                about(article),
                duplicates,
                missing,
                passage,
            )
            for article, score, hits, fragments, duplicates, missing, passage in matches
        ),
    )


def to_meaning_results(near: MeaningDocs) -> MeaningResults:
    """Articles that were found by meaning alone."""
    return MeaningResults(near.total, near.groups, tuple(to_hits(near.matches)))


def to_partial_results(partial: PartialDocs) -> PartialResults:
    """Partial matches."""
    return PartialResults(partial.total, partial.groups, tuple(to_hits(partial.matches)), partial.read_again)
