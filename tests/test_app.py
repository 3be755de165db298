"""What app.py hands out leans on names of this version of Streamlit: an upgrade that changes them is seen here, and not as a slower page."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from app import NEEDED, STREAMLIT, Kept, Opening, opening
from tests.papers import ROOT

SCRIPTS = STREAMLIT / "static" / "js"


def asked(app: Any, path: str) -> tuple[dict[str, str], str]:
    """Headers and text of the answer to a GET."""
    said: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        said.append(message)

    asyncio.run(app({"type": "http", "method": "GET", "path": path, "headers": []}, None, send))
    return {k.decode(): v.decode() for k, v in said[0]["headers"]}, b"".join(m.get("body", b"") for m in said[1:]).decode()


def test_the_page_names_parts_that_are_there() -> None:
    """Each needed part is one file, and Streamlit reads what it is told."""
    for name in NEEDED:
        (part,) = SCRIPTS.glob(f"{name}.*.js")
        assert part.name in opening()
    (code,) = (path.read_text("utf-8") for path in SCRIPTS.glob("index.*.js") if "BACKEND_BASE_URL" in path.read_text("utf-8"))
    assert all(word in code for word in ("window.__streamlit", "HOST_CONFIG", "allowedOrigins", "useExternalAuthToken"))


def test_only_pages_get_it() -> None:
    """/ and /graph are pages; files, and what lies deeper, are Streamlit's."""

    async def beyond(*_: object) -> None:
        raise LookupError

    for path in ("/", "/graph"):
        headers, text = asked(Opening(beyond), path)
        assert (headers["cache-control"], text) == ("no-cache", opening())
    for path in ("/favicon.png", "/_stcore/health", "/graph/_stcore/health"):
        with pytest.raises(LookupError):
            asked(Opening(beyond), path)


def test_a_browser_keeps_what_is_static() -> None:
    """For a day; after that it asks whether it changed."""
    found = asyncio.run(Kept(directory=ROOT / "docs").get_response("explorer.md", {"type": "http", "method": "GET", "headers": []}))
    assert found.headers["cache-control"] == "public, max-age=86400"
    assert found.headers["etag"]
