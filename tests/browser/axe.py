"""axe-core checks pages for accessibility. It is vendored, and used by tests only."""

from pathlib import Path

from playwright.sync_api import Page

_SOURCE = (Path(__file__).parent / "vendored" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
_LOADED = "typeof axe === 'object'"
_RUN = """async rule => (await axe.run(document, {
    resultTypes: ['violations'],
    ...(rule ? {runOnly: [rule]} : {rules: {'target-size': {enabled: true}}}),
  })).violations.map(({id, impact, nodes}) =>
    `${id} (${impact}): ${nodes.slice(0, 3).map(node => node.html).join(' ')}`)
"""


def violations(page: Page, rule: str = "") -> list[str]:
    """What axe-core finds wrong with a page as it is now, by one rule or by all its rules for WCAG 2 and good
    practice."""
    if not page.evaluate(_LOADED):
        page.evaluate(_SOURCE)
    found: list[str] = page.evaluate(_RUN, rule)
    return found
