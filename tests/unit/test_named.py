"""Named tuples that are made of rows are those that their kind makes."""

from search.types.hits import Fragment
from search.types.named import named

ROWS = [("body", "The ferry sails.", 7, ((4, 9),), 1, ""), ("title", "Ferry", 0, ((0, 5),), 2, "page 3")]


def test_a_row_becomes_what_its_kind_makes_of_the_same_values() -> None:
    made = [*named(Fragment, ROWS)]
    assert made == [Fragment(*row) for row in ROWS]
    assert {type(fragment) for fragment in made} == {Fragment}
    assert [(fragment.text, fragment.at) for fragment in made] == [("The ferry sails.", ""), ("Ferry", "page 3")]
