"""Make the articles of a file from its text, or from one of the texts in it."""

import hashlib
import os
from collections.abc import Iterable, Sequence
from itertools import chain, compress, islice, repeat
from typing import NamedTuple

from search.config import SKIPPABLE_STEPS
from search.extract.document_facts import with_document_facts, with_title
from search.extract.draft import DEFAULT_OPTIONS, Draft, ExtractionOptions
from search.extract.pipeline import LABELLED_STEPS, run_steps, run_steps_on_all
from search.extract.title import first_line
from search.named_rows import columns_by_name, make_rows
from search.types.article import Article, Provenance
from search.types.files import FileText
from search.types.reading import Reading


class PlainText(NamedTuple):
    """The text of the file at `path`. `modified` is the time of the file as ISO 8601, in UTC."""

    path: str
    source: FileText
    modified: str = ""


def extract_articles(
    path: str, source: FileText, options: ExtractionOptions = DEFAULT_OPTIONS, modified: str = ""
) -> tuple[Article, ...]:
    """The articles in the text of a file, whose parts are those of `PlainText`. Together their texts are its text.

    A text of only white space has no articles. Linear.
    """
    return extract_all((PlainText(path, source, modified),), options)[0]


def extract_all(texts: Sequence[PlainText], options: ExtractionOptions) -> list[tuple[Article, ...]]:
    """The articles in each of some texts. Some hundred of them take less time together. Linear."""
    if are_all_skipped(options):
        sources = [each.source for each in texts]
        found = whole_texts(
            [each.path for each in texts],
            [source.text for source in sources],
            [source.encoding for source in sources],
            [each.modified for each in texts],
        )
        return [(article,) if article else () for article in found]
    drafts = [Draft(each.source.text, options, each.modified, each.path) for each in texts]
    return _articles_of(run_steps_on_all(drafts), [each.source.encoding for each in texts])


def are_all_skipped(options: ExtractionOptions) -> bool:
    """Whether all steps are left out that can be, so a text is one article: that of `whole_texts`."""
    return options.skip.issuperset(SKIPPABLE_STEPS) and not options.zones


def whole_texts(
    paths: Sequence[str], texts: Sequence[str], encodings: Sequence[str], modified: Sequence[str]
) -> list[Article | None]:
    """Each text as one article with a title, as the steps that cannot be skipped make it; None if it is white space."""
    articles = make_rows(
        Article,
        id=_article_ids(paths, [1] * len(paths)),
        path=paths,
        text=texts,
        title=[*map(first_line, texts)],
        encoding=encodings,
        modified=modified,
    )
    return [None if not text or text.isspace() else article for text, article in zip(texts, articles, strict=True)]


def extract_reading(  # noqa: PLR0913 - the last by name
    path: str,
    reading: Reading,
    options: ExtractionOptions = DEFAULT_OPTIONS,
    modified: str = "",
    *,
    outlet: str = "",
    provenance: Provenance = "metadata",
) -> tuple[Article, ...]:
    """The articles in a text of the file at `path`, with what the file says of them.

    Together their texts are the text of the reading. A title that it does not hold comes first, followed by a blank
    line: see `Article.added`. The `outlet` that a rule gives outranks what the steps find, and not what the reading
    says. `provenance` is that of its dates. Linear.
    """
    reading, added = with_title(reading)
    skip = options.skip
    if reading.is_one_article:
        skip |= {"split_articles"}
    if reading.is_labelled:
        skip |= LABELLED_STEPS
    if reading.is_undated:
        skip |= {"dates"}
    options = options._replace(skip=skip, zones=reading.zones)
    (articles,) = _articles_of([run_steps(Draft(reading.text, options, modified, path))], [""], reading.part)
    articles = tuple(with_document_facts(article, reading, added, provenance) for article in articles)
    return tuple(article._replace(source=outlet) for article in articles) if outlet and not reading.source else articles


def _articles_of(
    texts: Sequence[Sequence[Draft]], encodings: Sequence[str], member: str = ""
) -> list[tuple[Article, ...]]:
    """The articles that the drafts of each text make; none if it has only white space."""
    counts = [len(drafts) if drafts[0].lines else 0 for drafts in texts]
    drafts = [*chain.from_iterable(compress(texts, counts))]
    columns = columns_by_name(Draft, drafts)
    parts = [part for count in counts for part in range(1, count + 1)]
    articles = make_rows(
        Article,
        {"member": member},
        id=_article_ids(columns["path"], parts, member),
        encoding=[*chain.from_iterable(map(repeat, encodings, counts))],
        part=parts,
        parts=[*chain.from_iterable(map(repeat, counts, counts))],
        zones=[draft.zones() for draft in drafts],
        **{name: columns[name] for name in _OF_DRAFT},
    )
    in_order = iter(articles)
    return [tuple(islice(in_order, count)) for count in counts]


_OF_DRAFT = tuple(name for name in Draft._fields if name in Article._fields)
"""What an article takes from its draft as it is there."""


def article_id(path: str, part: int, member: str = "") -> str:
    """The id of article number `part` of a file, or of the text named `member` in it.

    It is opaque, and stays the same as long as the path and the name do.
    """
    return _article_ids([path], [part], member)[0]


def _article_ids(paths: Sequence[str], parts: Iterable[int], member: str = "") -> list[str]:
    """The id of an article of each of some files."""
    end = b"\0%b" % member.encode() if member else b""
    names = [b"%b\0%d%b" % (name, part, end) for name, part in zip(map(os.fsencode, paths), parts, strict=True)]
    return [hashlib.blake2b(name, digest_size=8).hexdigest() for name in names]
