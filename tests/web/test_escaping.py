"""What templates write is escaped as Jinja and markupsafe escape it."""

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment
from markupsafe import Markup, escape

from web.escaping import EscapingEnvironment, escaped

TEXTS = st.text("""&<>"'a é""") | st.text()
TEMPLATES = DictLoader(
    {
        "macros": "{% macro bold(text) %}<b title='{{ text }}'>{{ text }}</b>{% endmacro %}",
        "page": "{% from 'macros' import bold %}{% set kept %}<i>{{ text }}</i>{% endset %}"
        "{{ text }}{{ bold(text) }}{{ kept }}{{ '<%s>' | format(text) }}{{ text ~ html }}{{ html }}{{ 5 }}{{ none }}"
        "{% autoescape false %}{{ text }}{% endautoescape %}",
    }
)
USUAL = Environment(loader=TEMPLATES, autoescape=True)
OURS = EscapingEnvironment(Flask(__name__), loader=TEMPLATES, autoescape=True)


class Shown:
    """A value with HTML of its own."""

    def __html__(self) -> str:
        return "<b>shown</b>"


@given(value=st.one_of(TEXTS, TEXTS.map(Markup), st.integers(), st.none(), st.builds(Shown)))
def test_a_value_is_escaped_unless_it_is_html(value: object) -> None:
    assert escaped(value) == escape(value)


@given(text=TEXTS)
def test_a_page_is_that_of_jinja(text: str) -> None:
    values = {"text": text, "html": Markup("<i>i</i>")}
    assert OURS.get_template("page").render(values) == USUAL.get_template("page").render(values)
