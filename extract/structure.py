"""CleanText → Structure: header, documents, sections, items."""

from __future__ import annotations

from extract.model import CleanText, Document, Header, Structure


def structure(clean: CleanText) -> Structure:
    """Header, documents, sections and items of a paper, in clean offsets. Names in the header are as printed; resolve makes them canonical."""
    return Structure(Header(), (Document("plan", "", "plan", 0, len(clean.text)),), (), ())
