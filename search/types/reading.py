"""What a reader makes of a file: texts, each with what the file itself says of it."""

from typing import NamedTuple

from search.types.article import Break, Span, Zone


class Reading(NamedTuple):
    """A text of a file: a document, a mail, a row of a table, a member of an archive.

    `text` is whole. Its lines end in "\\n"; it has neither U+0000 nor lone surrogates. `part` names the text within its
    file, and stays the same when other parts come and go: "row:17", "a/b.docx"; it is empty if the file has one text.
    `kind` is the format of the text, such as "pdf" or "mail". Spans count code points of `text`.

    What the file says of the text is empty if it says nothing. `title_at` is the span of the title in the text; a
    title that the text does not hold has (0, 0). `published` and `updated` are ISO 8601: a month, a day, or a day and a
    time. `fields` are further names and values to show, such as the recipients of a mail.

    `zones` and `breaks` are in order. What a zone of body covers is labelled as nothing else. If `is_one_article`, no
    others are looked for in the text. If `is_labelled`, the zones name all boilerplate, and none is looked for.
    If `is_undated`, no date is looked for in the text.
    `doubts` are sentences for a person, which follow the path.
    """

    text: str
    part: str = ""
    kind: str = ""
    title: str = ""
    title_at: Span = (0, 0)
    published: str = ""
    updated: str = ""
    authors: tuple[str, ...] = ()
    source: str = ""
    url: str = ""
    language: str = ""
    zones: tuple[Zone, ...] = ()
    breaks: tuple[Break, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    is_one_article: bool = False
    is_labelled: bool = False
    is_undated: bool = False
    doubts: tuple[str, ...] = ()
