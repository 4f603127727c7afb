"""Write small office documents and e-books."""

import io
import zipfile
from collections.abc import Mapping

_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OOXML = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    f'xmlns:r="{_TYPES}"'
)
_ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{uri}:1.0"'
    for name, uri in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("presentation", "presentation"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
        ("meta", "meta"),
        ("manifest", "manifest"),
    )
)
_DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'


def write_package(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip file of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def ooxml(element: str, content: str) -> str:
    """An XML part of an office document with one element around its content."""
    return f'<?xml version="1.0"?><{element} {_OOXML}>{content}</{element.split(maxsplit=1)[0]}>'


def relationships(**links: str) -> str:
    """The relationships of a part: "kind target" by id."""
    lines = (
        f'<Relationship Id="{id}" Type="{_TYPES}/{kind}" Target="{target}"/>'
        for id, (kind, target) in ((id, link.split(" ", 1)) for id, link in links.items())
    )
    return f'<Relationships xmlns="{_RELATIONSHIPS}">{"".join(lines)}</Relationships>'


def core_properties(content: str) -> str:
    """The part with the properties of an office document."""
    return f'<cp:coreProperties xmlns:cp="http://example.org/core" {_DC}>{content}</cp:coreProperties>'


def word_document(body: str, links: Mapping[str, str] | None = None, **parts: str) -> bytes:
    """A Word document: the content of its body, relationships as for `relationships`, other parts of `word/` by the
    names of their files without a suffix; `core` is the content of the properties."""
    core = parts.pop("core", "")
    return write_package(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": relationships(r1="officeDocument word/document.xml"),
            "word/document.xml": ooxml("w:document", f"<w:body>{body}</w:body>"),
            "word/_rels/document.xml.rels": relationships(**(links or {})),
            **{f"word/{name}.xml".replace("word/../", ""): content for name, content in parts.items()},
            "docProps/core.xml": core_properties(core),
        }
    )


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph of a Word document."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def presentation(*slides: str, links: Mapping[int, Mapping[str, str]] | None = None, **parts: str) -> bytes:
    """A PowerPoint presentation: the shapes of each slide, the relationships of slides by their numbers, other parts by
    their names in `ppt/`; `notesSlides_1` is `notesSlides/1.xml`."""
    numbers = range(1, len(slides) + 1)
    order = "".join(f'<p:sldId id="{number + 255}" r:id="s{number}"/>' for number in numbers)
    main = {f"s{number}": f"slide slides/{number}.xml" for number in numbers}
    return write_package(
        {
            "_rels/.rels": relationships(r1="officeDocument ppt/presentation.xml"),
            "[Content_Types].xml": "<Types/>",
            "ppt/presentation.xml": ooxml("p:presentation", f"<p:sldIdLst>{order}</p:sldIdLst>"),
            "ppt/_rels/presentation.xml.rels": relationships(**main, a="commentAuthors commentAuthors/1.xml"),
            **{f"ppt/slides/{number}.xml": ooxml("p:sld", slides[number - 1]) for number in numbers},
            **{f"ppt/slides/_rels/{number}.xml.rels": relationships(**own) for number, own in (links or {}).items()},
            **{
                f"ppt/{name}" if "/" in name else f"ppt/{name.replace('_', '/')}.xml": content
                for name, content in parts.items()
            },
        }
    )


def shape(*paragraphs: str, kind: str = "") -> str:
    """A shape of a slide with text; `kind` is that of its placeholder."""
    placeholder = f'<p:nvSpPr><p:nvPr><p:ph type="{kind}"/></p:nvPr></p:nvSpPr>' if kind else ""
    lines = "".join(f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>" for text in paragraphs)
    return f"<p:sp>{placeholder}<p:txBody>{lines}</p:txBody></p:sp>"


def open_document(body: str, kind: str = "text", meta: str = "", styles: str = "", automatic: str = "") -> bytes:
    """An OpenDocument file: the content of its body, its properties, master pages, and automatic styles."""
    mime_type = f"application/vnd.oasis.opendocument.{kind}"
    return write_package(
        {
            "mimetype": mime_type,
            "META-INF/manifest.xml": _odf("manifest:manifest", ""),
            "meta.xml": _odf("office:document-meta", f"<office:meta>{meta}</office:meta>"),
            "styles.xml": _odf("office:document-styles", f"<office:master-styles>{styles}</office:master-styles>"),
            "content.xml": _odf("office:document-content", _content(body, kind, automatic)),
        }
    )


def flat_open_document(body: str, kind: str = "text", meta: str = "") -> bytes:
    """A flat OpenDocument file, which is one XML document."""
    mime_type = f"application/vnd.oasis.opendocument.{kind}"
    content = f"<office:meta>{meta}</office:meta>{_content(body, kind, '')}"
    return _odf(f'office:document office:mimetype="{mime_type}"', content).encode()


def book(chapters: Mapping[str, str], metadata: str = "", **parts: str) -> bytes:
    """An e-book: pages by name in the order of its spine, the content of its metadata, other parts of `META-INF/`."""
    items = "".join(f'<item id="c{n}" href="{name}" media-type="text/html"/>' for n, name in enumerate(chapters))
    spine = "".join(f'<itemref idref="c{number}"/>' for number in range(len(chapters)))
    return write_package(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container><rootfile full-path="OPS/book.opf"/></container>',
            **{f"META-INF/{name}.xml": content for name, content in parts.items()},
            "OPS/book.opf": f'<package {_DC} xmlns:opf="http://www.idpf.org/2007/opf"><metadata>{metadata}</metadata>'
            f"<manifest>{items}</manifest><spine>{spine}</spine></package>",
            **{f"OPS/{name}": f"<html><body>{page}</body></html>" for name, page in chapters.items()},
        }
    )


def _odf(element: str, content: str) -> str:
    return f'<?xml version="1.0"?><{element} {_ODF} {_DC}>{content}</{element.split(maxsplit=1)[0]}>'


def _content(body: str, kind: str, automatic: str) -> str:
    return (
        f"<office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
    )
