"""File → RawDocument, one reader a format (READERS). What can't be read is a ReadError that names the file, the fault and the remedy."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from charset_normalizer import from_bytes

from extract.errors import ReadError
from extract.model import RawDocument

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe\x00\x00", "utf-32-le"), (b"\x00\x00\xfe\xff", "utf-32-be"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_BLOCKS = ("p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "table", "ul", "ol", "dd", "dt", "blockquote", "title")
_CELLS = ("td", "th")
MAX_BYTES = 200_000_000


def read(path: Path) -> RawDocument:
    """The paper in a file, its text as it stands (BOM removed, line ends unchanged). The content tells the format where the ending lies."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ReadError(f"{path.name}: larger than {MAX_BYTES:,} bytes; split it")
        data = path.read_bytes()
    except FileNotFoundError as fault:
        raise ReadError(f"{path}: no such file; check the path") from fault
    except (IsADirectoryError, PermissionError, OSError) as fault:
        raise ReadError(f"{path}: can't be opened ({fault.strerror}); check the path and its rights") from fault
    return read_bytes(data, path.name)


def read_bytes(data: bytes, name: str) -> RawDocument:
    """The paper in the bytes of a file, as an upload hands them over; `name` is its base name."""
    base = Path(name).name
    if not data.strip():
        raise ReadError(f"{base}: the file is empty; save the paper's text in it")
    kind = sniff(data, base)
    text, encoding = READERS[kind](data, base)
    if not text.strip():
        remedy = "it is a scan without text layer; run OCR on it first" if kind == "pdf" else "save it as text and try again"
        raise ReadError(f"{base}: no text in it: {remedy}")
    return RawDocument(text, base, hashlib.sha256(data).hexdigest(), kind, encoding)


def sniff(data: bytes, name: str) -> str:
    """The format by content first: %PDF is pdf, a zip with word/document.xml docx, <html html; else by ending, txt if unknown."""
    if data[:1024].lstrip()[:5] == b"%PDF-":
        return "pdf"
    if data[:4] == b"PK\x03\x04":
        return "docx"
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise ReadError(f"{name}: an old Word file (.doc); save it as .docx")
    ending = Path(name).suffix.lower().lstrip(".")
    if re.match(rb"\s*(?:<!doctype html|<html|<head|<body)", data[:512].removeprefix(b"\xef\xbb\xbf"), re.I) or ending in ("html", "htm"):
        return "html"
    return "md" if ending in ("md", "markdown") else "txt"


def decode(data: bytes, name: str) -> tuple[str, str]:
    """Text and encoding of bytes: a BOM, UTF-8, UTF-16 without BOM, GB18030 in turn, then what charset-normalizer makes of it."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strict(data[len(bom) :], encoding, name), encoding
    if b"\x00" in data[:4096]:
        encoding = _wide(data)
        if not encoding:
            raise ReadError(f"{name}: a binary file, not a text; give a .txt, .md, .docx, .pdf or .html file")
        return _strict(data, encoding, name), encoding
    for encoding in ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or _readable(text):
            return _checked(text, name), encoding
    best = from_bytes(data).best()
    if best is None or not _readable(str(best)):
        text = data.decode("utf-8", "replace")
        if text.count("\ufffd") * 10 > len(text):
            raise ReadError(f"{name}: not a text in UTF-8, UTF-16 or GB18030; save it as UTF-8")
        return _checked(text, name), "utf-8"
    return _checked(str(best), name), best.encoding


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return _checked(data.decode(encoding), name)
    except UnicodeDecodeError as fault:
        raise ReadError(f"{name}: byte {fault.start} is no {encoding}; save it as UTF-8") from fault


def _checked(text: str, name: str) -> str:
    """Text with few control characters; a binary file that happens to decode is refused."""
    control = len(re.findall("[\x00-\x08\x0e-\x1b\x1f\x7f]", text[:20000]))
    if control * 20 > min(len(text), 20000):
        raise ReadError(f"{name}: a binary file, not a text; give a .txt, .md, .docx, .pdf or .html file")
    return text.replace("\x00", "\ufffd") if "\x00" in text else text


def _wide(data: bytes) -> str:
    """UTF-16 without BOM: its texts have zero bytes in the places of one parity (line ends, digits), or decode to Chinese."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data[:4096].decode(encoding, "ignore")
        except UnicodeDecodeError:
            continue
        if text and sum("\u3000" <= c <= "\u9fff" or c.isascii() or "\uff00" <= c <= "\uffef" for c in text) > 0.9 * len(text) and "\x00" not in text:
            return encoding
    return ""


def _readable(text: str) -> bool:
    sample = text[:20000]
    usual = sum(c.isascii() or "\u2000" <= c <= "\u9fff" or "\uff00" <= c <= "\uffef" for c in sample)
    return usual >= 0.95 * len(sample)


def _pdf(data: bytes, name: str) -> tuple[str, str]:
    """The text layer of a PDF page by page; a page's end is a blank line."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        pages = [document[i].get_textpage().get_text_bounded() for i in range(len(document))]
    except pypdfium2.PdfiumError as fault:
        raise ReadError(f"{name}: not a PDF that can be opened ({fault}); open it in a reader and save it again without a password") from fault
    return "\n\n".join(page.replace("\ufffe", "") for page in pages), "pdf"


def _docx(data: bytes, name: str) -> tuple[str, str]:
    """Paragraphs and tables of a Word file in order; a row of a table is a line with tabs."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = docx.Document(io.BytesIO(data))
        return "\n".join(_blocks(document)), "docx"
    except (zipfile.BadZipFile, KeyError, ValueError, PackageNotFoundError) as fault:
        raise ReadError(f"{name}: not a Word file that can be opened; open it in Word and save it again as .docx") from fault


def _blocks(container: Any) -> Iterator[str]:
    from docx.table import Table

    for block in container.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                seen: list[Any] = []
                for cell in row.cells:
                    if not any(cell._tc is other for other in seen):
                        seen.append(cell._tc)
                cells = {id(c._tc): c for c in row.cells}
                yield "\t".join(" ".join(_blocks(cells[id(tc)])) if id(tc) in cells else "" for tc in seen)
        else:
            yield block.text


def _html(data: bytes, name: str) -> tuple[str, str]:
    """The visible text of a page; block elements begin lines, cells of a row are set apart by tabs."""
    from bs4 import BeautifulSoup

    declared = re.search(rb"charset=[\"']?([\w-]{2,20})", data[:2048])
    try:
        text, encoding = decode(data, name)
    except ReadError:
        if not declared:
            raise
        text, encoding = data.decode(declared[1].decode("ascii"), "replace"), declared[1].decode("ascii").lower()
    soup = BeautifulSoup(text, "lxml")
    for tag in soup(["script", "style", "noscript", "template", "head"]):
        tag.decompose()
    for words in soup.find_all(string=True):
        words.replace_with(re.sub(r"[ \t\r\n]+", " ", str(words)))
    for tag in soup.find_all(_CELLS):
        tag.append("\t")
    for tag in soup.find_all(_BLOCKS):
        tag.insert_before("\n")
        tag.append("\n")
    lines = (line.strip(" \t") for line in soup.get_text().split("\n"))
    return "\n".join(line for line in lines if line), encoding


READERS: dict[str, Callable[[bytes, str], tuple[str, str]]] = {"txt": decode, "md": decode, "docx": _docx, "pdf": _pdf, "html": _html}
ENDINGS = (".txt", ".md", ".docx", ".pdf", ".html", ".htm")
