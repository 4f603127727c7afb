"""All text has enough contrast in light and dark: at least 4.5 to 1, as WCAG 2 demands."""

from collections.abc import Mapping

import pytest
from playwright.sync_api import Page

from tests.browser.visits import Visiting
from tests.support.server import Server

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/help",
    "/help/api",
    "/report",
    "/report?doubtful=1&q=nowhere",
    "/search?q=harbour",
    "/search?q=*&page=2",
    "/search?q=zebra",
    "/search?q=ferry+%22",
    "/search?q=harbour+comet",
    "/nowhere?q=a",
)

COLOURS = """() => {
  const parse = text => {
    const [red, green, blue, alpha = 1] = text.match(/[\\d.]+/g).map(Number);
    return [red, green, blue, alpha];
  };
  const over = (top, below) => [0, 1, 2].map(part => top[part] * top[3] + below[part] * (1 - top[3]));
  const measured = (element, ink, opacity) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) layers.push(parse(getComputedStyle(at).backgroundColor));
    const background = layers.reduceRight((below, top) => over(top, below), [255, 255, 255]);
    return {name: `${element.tagName.toLowerCase()}.${element.className}`, text: element.textContent.trim(),
            ink: over([...ink.slice(0, 3), ink[3] * opacity], background), background};
  };
  const found = [];
  for (const element of document.body.querySelectorAll('*')) {
    const style = getComputedStyle(element);
    const text = [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (text && element.checkVisibility()) found.push(measured(element, parse(style.color), Number(style.opacity)));
    if (element.matches('input[name=q]')) {
      const inside = getComputedStyle(element, element.value ? null : '::placeholder');
      found.push(measured(element, parse(inside.color), Number(inside.opacity)));
    }
  }
  return found;
}"""


def luminance(colour: list[float]) -> float:
    """The relative luminance of a colour, as WCAG 2 defines it."""
    parts = [part / 255 for part in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrasts(page: Page) -> dict[tuple[str, str], float]:
    """The contrast of every text on a page with what is behind it, from 1 to 21, by element and text."""
    found = {}
    for item in page.evaluate(COLOURS):
        darker, lighter = sorted((luminance(item["ink"]), luminance(item["background"])))
        found[item["name"], item["text"]] = (lighter + 0.05) / (darker + 0.05)
    return found


def test_the_contrast_ratio_is_computed_correctly(visiting: Visiting, sample_site: Server) -> None:
    with visiting(sample_site) as page:
        page.set_content(
            "<p style='color:#fff;background:#000'>white</p><p style='color:#777'>grey</p>"
            "<p style='background:rgb(0 0 0 / 50%);color:rgb(0 0 0 / 50%)'>half</p><p style='opacity:0.5'>faint</p>"
        )
        measured = {text: ratio for (_, text), ratio in contrasts(page).items()}
        assert measured == pytest.approx({"white": 21, "grey": 4.478, "half": 2.617, "faint": 3.977}, abs=0.01)


def too_weak(measured: Mapping[tuple[str, str], float]) -> dict[tuple[str, str], float]:
    """The contrasts that are not enough, but for those of arrows that lead no further."""
    return {
        (name, text[:40]): round(ratio, 2)
        for (name, text), ratio in measured.items()
        if ratio < 4.5 and text not in ("‹", "›")
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_has_enough_contrast(visiting: Visiting, sample_site: Server, scheme: str) -> None:
    [hit] = sample_site.get("/api/v1/search?q=path:calder-gazette").json["hits"]
    reading = f"/articles/{hit['id']}?q=ferry"
    weak, seen = {}, set()
    with visiting(sample_site, color_scheme=scheme) as page:
        for address in (*PAGES, reading, f"{reading}#hit-2", f"/articles/{hit['id']}?q=zebra"):
            page.goto(address)
            measured = contrasts(page)
            seen |= {name for name, _ in measured}
            weak |= {(address, *place): ratio for place, ratio in too_weak(measured).items()}
    assert weak == {}
    assert seen >= {"mark.", "button.", "h1.", "input.", "code.", "div.text", "p.took", "a.skip", "span.path", "td."}


def test_light_and_dark_differ(visiting: Visiting, sample_site: Server) -> None:
    lightness = {}
    for scheme in ("light", "dark"):
        with visiting(sample_site, color_scheme=scheme) as page:
            page.goto("/search?q=ferry")
            [paper] = {tuple(item["background"]) for item in page.evaluate(COLOURS) if item["name"] == "h1."}
            lightness[scheme] = luminance(list(paper))
    assert lightness["light"] > 0.8
    assert lightness["dark"] < 0.05
