"""Writes small PDFs: pages with text at given places, notes, fields, images, and what a document says of itself."""

import unicodedata
import zlib
from dataclasses import dataclass, field

A4 = (595, 842)
_WIDTHS = {
    **dict.fromkeys("ijl'", 222),
    **dict.fromkeys(" !,.:;/ftI[]-", 278),
    **dict.fromkeys("()r", 333),
    **dict.fromkeys("cksvxyzJ", 500),
    **dict.fromkeys("FTZ", 611),
    **dict.fromkeys("ABEKPSVXY&", 667),
    **dict.fromkeys("CDHNRUw", 722),
    **dict.fromkeys("GOQ", 778),
    **dict.fromkeys("Mm", 833),
    **dict.fromkeys("W", 944),
}
"""Of Helvetica, in thousandths of its size. Other characters have 556."""
_IMAGE = "/Type /XObject /Subtype /Image /Width {} /Height {} /ColorSpace /DeviceGray /BitsPerComponent 8"
_TO_UNICODE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
1 beginbfrange <0000> <FFFF> <0000> endbfrange
endcmap end end"""


def text_width(text: str, size: float, *, is_western: bool = True) -> float:
    """The width of a text in points: in Helvetica, or in the font for other scripts, half its size a character."""
    if not is_western:
        return len(text) * size / 2
    return sum(_WIDTHS.get(unicodedata.normalize("NFD", character)[0], 556) for character in text) * size / 1000


@dataclass(frozen=True)
class Text:
    """A piece of text whose baseline begins at a place, in points from the left and from the top of the page.

    Its font is Helvetica if it `is_western`, else one for all scripts that is not embedded.
    """

    left: float
    top: float
    text: str
    size: float = 10
    turned: bool = False
    is_western: bool = True


@dataclass
class PdfPage:
    """What is on a page. Texts are drawn in their order. `scan` is an image of it: width, height, a byte a pixel."""

    texts: list[Text] = field(default_factory=list)
    size: tuple[float, float] = A4
    rotation: int = 0
    has_image: bool = False
    note: str = ""
    field_value: str = ""
    operators: bytes = b""
    scan: tuple[int, int, bytes] | None = None


@dataclass
class PdfBuilder:
    """A PDF. `catalog` and `info` are entries of the dictionaries with these names."""

    pages: list[PdfPage]
    catalog: str = ""
    info: str = ""
    attachment: tuple[str, bytes] | None = None
    xmp: str = ""

    def build(self) -> bytes:
        """The bytes of the file."""
        objects: list[bytes] = [b"", b""]

        def add(body: bytes) -> int:
            objects.append(body)
            return len(objects)

        def add_stream(data: bytes, entries: str = "") -> int:
            data = zlib.compress(data)
            head = f"<< /Length {len(data)} /Filter /FlateDecode {entries} >>".encode()
            return add(head + b"\nstream\n" + data + b"\nendstream")

        western = add(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
        cmap = add_stream(_TO_UNICODE)
        descriptor = add(
            b"<< /Type /FontDescriptor /FontName /Other /Flags 4 /FontBBox [0 -200 500 800] /ItalicAngle 0"
            b" /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>"
        )
        cid = add(
            b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Other /DW 500"
            b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
            b" /FontDescriptor %d 0 R >>" % descriptor
        )
        other = add(
            b"<< /Type /Font /Subtype /Type0 /BaseFont /Other /Encoding /Identity-H"
            b" /DescendantFonts [%d 0 R] /ToUnicode %d 0 R >>" % (cid, cmap)
        )
        image = add_stream(bytes(16), _IMAGE.format(4, 4))
        kids, fields = [], []
        for page in self.pages:
            width, height = page.size
            content = add_stream(_content(page))
            scan = image
            if page.scan:
                across, down, pixels = page.scan
                scan = add_stream(pixels, _IMAGE.format(across, down))
            annotations = []
            if page.note:
                annotations.append(
                    add(b"<< /Type /Annot /Subtype /FreeText /Rect [50 50 300 70] /Contents %s >>" % _string(page.note))
                )
            if page.field_value:
                annotations.append(
                    add(
                        b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /F 4 /Rect [50 100 300 120] /V %s >>"
                        % _string(page.field_value)
                    )
                )
                fields.append(annotations[-1])
            kids.append(
                add(
                    f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Rotate {page.rotation}"
                    f" /Contents {content} 0 R /Annots [{' '.join(f'{number} 0 R' for number in annotations)}]"
                    f" /Resources << /Font << /W {western} 0 R /O {other} 0 R >>"
                    f" /XObject << /I {image} 0 R /S {scan} 0 R >> >> >>".encode()
                )
            )
        catalog = self.catalog
        if fields:
            catalog += f" /AcroForm << /Fields [{' '.join(f'{number} 0 R' for number in fields)}] >>"
        if self.xmp:
            packet = f'<x:xmpmeta xmlns:x="adobe:ns:meta/">{self.xmp}</x:xmpmeta>'.encode()
            stream = b"<< /Type /Metadata /Subtype /XML /Length %d >>\nstream\n%s\nendstream" % (len(packet), packet)
            catalog += f" /Metadata {add(stream)} 0 R"
        if self.attachment:
            name, data = self.attachment
            embedded = add_stream(data, "/Type /EmbeddedFile")
            file = add(
                b"<< /Type /Filespec /UF %s /F %s /EF << /F %d 0 R >> >>" % (_string(name), _string(name), embedded)
            )
            catalog += f" /Names << /EmbeddedFiles << /Names [({name}) {file} 0 R] >> >>"
        objects[0] = f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode("latin-1")
        objects[1] = (
            f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{number} 0 R' for number in kids)}] >>".encode()
        )
        info = add(f"<< {self.info} >>".encode("latin-1"))
        return _file(objects, info)


def _file(objects: list[bytes], info: int) -> bytes:
    """The objects with their table."""
    data = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    data += b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, info, start)
    return bytes(data)


def _content(page: PdfPage) -> bytes:
    height = page.size[1]
    pieces = [page.operators]
    if page.has_image:
        pieces.append(b"q 400 0 0 500 100 200 cm /I Do Q")
    if page.scan:
        pieces.append(f"q {page.size[0]} 0 0 {height} 0 0 cm /S Do Q".encode())
    for text in page.texts:
        matrix = f"0 1 -1 0 {text.left:.2f} {height - text.top:.2f}" if text.turned else ""
        matrix = matrix or f"1 0 0 1 {text.left:.2f} {height - text.top:.2f}"
        if text.is_western:
            font, shown = "W", text.text.encode("cp1252").hex()
        else:
            font, shown = "O", text.text.encode("utf-16-be").hex()
        pieces.append(f"BT /{font} {text.size} Tf {matrix} Tm <{shown}> Tj ET".encode())
    return b"\n".join(pieces)


def _string(text: str) -> bytes:
    """A string of a PDF."""
    return b"<" + ("\ufeff" + text).encode("utf-16-be").hex().encode() + b">"
