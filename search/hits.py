"""An engine's matches as the hits of results."""

from search.metadata import about
from search.types.files import readable_path
from search.types.results import Hit, Match, MeaningDocs, MeaningResults, PartialDocs, PartialResults


def to_hit(match: Match) -> Hit:
    """A match, with its metadata in words and a path that can be printed."""
    article = match.article
    return Hit(  # in the order of its fields, as in `about`
        article.id,
        article.heading,
        readable_path(article.path),
        round(match.score, 4),
        match.hits,
        match.fragments,
        about(article),
        match.duplicates,
        match.missing,
        match.passage,
    )


def to_meaning_results(near: MeaningDocs) -> MeaningResults:
    """Articles that were found by meaning alone."""
    return MeaningResults(near.total, near.groups, tuple(map(to_hit, near.matches)))


def to_partial_results(partial: PartialDocs) -> PartialResults:
    """Partial matches."""
    return PartialResults(partial.total, partial.groups, tuple(map(to_hit, partial.matches)), partial.read_again)
