"""Drawing → file: SVG, and from it PDF and PNG (vl-convert: resvg and svg2pdf); PowerPoint and Word by their own libraries.

The same drawing gives the same bytes in every format, and every file holds what draws it again (`spec_of`).
"""

from __future__ import annotations

import json
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from html import unescape
from typing import Any

from graph.errors import FigureError
from graph.figure.drawing import Drawing
from graph.figure.font import converter
from graph.figure.office import office_spec, to_docx, to_pptx
from graph.figure.svg import to_svg

DPI = 300
KEYWORD = b"PolicyTrace"
RESOURCES = re.compile(rb"(?m)(?:^ +/[A-Za-z]+\d+ \d+ 0 R\n){2,}")  # the converter writes them in the order of a hash table


def svg(drawing: Drawing) -> bytes:
    """SVG with text as text and a subset of the font embedded."""
    return to_svg(drawing).encode("utf-8")


def png(drawing: Drawing) -> bytes:
    """PNG at 300 dpi; a chunk of text (iTXt) holds what draws it again."""
    image: bytes = converter().svg_to_png(to_svg(drawing, embed=False), scale=1, ppi=DPI)
    return _with_chunk(image, _spec_text(drawing))


def _with_chunk(image: bytes, text: str) -> bytes:
    """The PNG with an uncompressed iTXt chunk after its header (PNG specification, 11.3.4.5)."""
    data = KEYWORD + b"\0\0\0\0\0" + text.encode("utf-8")
    chunk = struct.pack(">I", len(data)) + b"iTXt" + data + struct.pack(">I", zlib.crc32(b"iTXt" + data))
    after = 8 + 25  # signature, IHDR
    return image[:after] + chunk + image[after:]


def pdf(drawing: Drawing) -> bytes:
    """PDF: vector, fonts embedded as subsets, text that can be searched; title and what draws it again in its XMP metadata."""
    plain: bytes = converter().svg_to_pdf(to_svg(drawing, embed=False))
    return with_xmp(RESOURCES.sub(lambda m: b"".join(sorted(m.group().splitlines(keepends=True))), plain), drawing)


def with_xmp(plain: bytes, drawing: Drawing) -> bytes:
    """An incremental update that adds an XMP stream and a title (ISO 32000-1, 7.5.6, 14.3.2), so the rest stays as it was written."""
    size, root, start = _trailer(plain)
    catalog = re.search(rb"(?s)\b%d 0 obj\s*<<(.*?)>>\s*endobj" % root, plain)
    if catalog is None:
        raise FigureError("the PDF writer gave a file without a catalogue; export SVG or PNG instead")
    xmp = _xmp(drawing).encode("utf-8")
    base = len(plain) + (0 if plain.endswith(b"\n") else 1)
    body = b"" if plain.endswith(b"\n") else b"\n"
    offsets = []
    for number, content in ((root, b"<<" + catalog.group(1) + b" /Metadata %d 0 R >>" % size),
                            (size, b"<< /Type /Metadata /Subtype /XML /Length %d >>\nstream\n" % len(xmp) + xmp + b"\nendstream"),
                            (size + 1, b"<< /Title " + _pdf_text(drawing.title) + b" /Producer (PolicyTrace) >>")):
        offsets.append((number, base + len(body) - (0 if plain.endswith(b"\n") else 1)))
        body += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = len(plain) + len(body)
    body += b"xref\n" + b"".join(b"%d 1\n%010d 00000 n \n" % row for row in offsets)
    body += b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (size + 2, root, size + 1, start, table)
    return plain + body


def _trailer(plain: bytes) -> tuple[int, int, int]:
    """Size, number of the catalogue and place of the last cross-reference table."""
    found = re.search(rb"(?s)trailer\s*<<(.*?)>>\s*startxref\s+(\d+)\s+%%EOF\s*$", plain)
    size = re.search(rb"/Size (\d+)", found.group(1)) if found else None
    root = re.search(rb"/Root (\d+) 0 R", found.group(1)) if found else None
    if found is None or size is None or root is None:
        raise FigureError("the PDF writer gave a file whose trailer is not understood; export SVG or PNG instead")
    return int(size.group(1)), int(root.group(1)), int(found.group(2))


def _pdf_text(text: str) -> bytes:
    return b"<" + ("﻿" + text).encode("utf-16-be").hex().encode("ascii") + b">"


def _xmp(drawing: Drawing) -> str:
    from html import escape

    date = f"<xmp:CreateDate>{drawing.date}</xmp:CreateDate>" if drawing.date else ""
    return (
        '<?xpacket begin="﻿" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pt="https://w3id.org/policytrace/ns#">'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(drawing.title)}</rdf:li></rdf:Alt></dc:title>'
        f"<xmp:CreatorTool>PolicyTrace</xmp:CreatorTool>{date}<pt:figure>{escape(_spec_text(drawing))}</pt:figure>"
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )


def _spec_text(drawing: Drawing) -> str:
    return json.dumps(drawing.spec, ensure_ascii=False, sort_keys=True)


def spec_of(data: bytes, name: str) -> dict[str, Any]:
    """What drew the figure in a file of ours; a FigureError where it holds none."""
    try:
        text = _stamped(data)
        spec: dict[str, Any] = json.loads(text) if text else {}
    except (ValueError, KeyError, struct.error, zipfile.BadZipFile):
        spec = {}
    if not spec:
        raise FigureError(f"{name}: no figure of PolicyTrace, or its metadata were removed; draw it anew with python -m graph figure KIND")
    return spec


def _stamped(data: bytes) -> str:
    """The JSON in a PNG, an Office file, an SVG or a PDF; "" where there is none."""
    if data.startswith(b"\x89PNG"):
        at = data.find(b"iTXt" + KEYWORD + b"\0")
        size = struct.unpack(">I", data[at - 4:at])[0] if at > 0 else 0
        return data[at + 4 + len(KEYWORD) + 5:at + 4 + size].decode("utf-8") if size else ""
    if data.startswith(b"PK"):
        return office_spec(data)
    found = re.search(rb'(?s)<metadata id="policytrace">(.*?)</metadata>|<pt:figure>(.*?)</pt:figure>', data)
    return unescape((found.group(1) or found.group(2)).decode("utf-8")) if found else ""


FORMATS: dict[str, Callable[[Drawing], bytes]] = {".svg": svg, ".png": png, ".pdf": pdf, ".pptx": to_pptx, ".docx": to_docx}
