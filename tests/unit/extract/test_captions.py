"""Which lines below a headline are captions."""

import pytest

from search.extract.articles import extract_articles
from search.types.files import FileText

BODY = (
    "The harbour council met on Monday evening to settle how many ferries will cross the bay in winter, and who will "
    "pay for the two oldest boats, whose engines were repaired three times since the spring and are now beyond repair."
)


def kind(line: str) -> str:
    """The kind of a line between headline and body; empty if it has none."""
    text = f"Ferries to cross the bay in winter\n{line}\n\n{BODY}\n"
    (article,) = extract_articles("news/a.txt", FileText(text, "utf-8", "", len(text)))
    start = text.index(line)
    return next((zone.kind for zone in article.zones if zone.start == start), "")


@pytest.mark.parametrize(
    "line",
    [
        "The old pier in May. Foto: Anna Berg",
        "The old pier in May.Credit: Getty - Contributor",
        "Getty – Contributor The mayor on the pier",
        "30/34 Storm clouds over the bay",
        "Ann Roe on the pier, pictured with her dog",
        "The mayor (left) and the harbour master",
        "Boats at the pier (Symbolbild)",
        "The old pier. Anna Berg/Reuters",
        "The old pier. Anna Berg / stock.adobe.com",
        "Le port en mai • Crédits : Anna Berg",
        "El muelle. Imagen: Ana Ruiz",
        "O cais do porto. Divulgação",
        "Stare molo. Fot. Anna Berg",
        "Boats at the pier. Photograph by Ann Roe",
        "Courtesy of Ann Roe",
    ],
)
def test_a_line_that_credits_a_picture_is_a_caption(line: str) -> None:
    assert kind(line) == "caption"


@pytest.mark.parametrize(
    "line",
    [
        "9/11 families sue the harbour",
        "The picture of the bay has changed",
        "Ships and the credit crisis",
        "The council sees the bay in a new light",
    ],
)
def test_other_lines_are_none(line: str) -> None:
    assert kind(line) == "standfirst"
