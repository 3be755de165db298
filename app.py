"""What a browser gets first; views/script/main.py is the script behind it. `make run`, or `python -m streamlit run app.py`.

Streamlit's page would ask where the server is, twice, before it connects, would load the parts of itself that draw our pages when it meets them, and our font anew in
every tab. Here it is told where to connect, and loads those parts and the font while it waits for the first answer.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

STREAMLIT = Path(st.__file__).parent / "static"
NEEDED = ("BidiComponent", "Html", "ButtonGroup", "Multiselect", "Checkbox", "TextInput", "Button")
HEAD = """<link rel="preload" href="./app/static/noto-sans-sc.woff" as="font" type="font/woff" crossorigin>
<script>window.__streamlit = {{BACKEND_BASE_URL: new URL(".", location).href, HOST_CONFIG: {{allowedOrigins: [location.origin], useExternalAuthToken: false}}}}</script>
<script type="module">for (const part of {parts}) import("./static/js/" + part)</script>
</head>"""


@lru_cache(maxsize=1)
def opening() -> str:
    """Streamlit's page with our head."""
    parts = [path.name for name in NEEDED for path in sorted((STREAMLIT / "static" / "js").glob(f"{name}.*.js"))]
    return (STREAMLIT / "index.html").read_text("utf-8").replace("</head>", HEAD.format(parts=parts), 1)


class Opening:
    """Answers with our page where Streamlit would with its own: /, /graph …"""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        page = scope["type"] == "http" and scope["method"] == "GET" and scope["path"].count("/") == 1 and "." not in scope["path"]
        answer = HTMLResponse(opening(), headers={"Cache-Control": "no-cache"}) if page else self.app
        await answer(scope, receive, send)


class Kept(StaticFiles):
    """Files that a browser keeps for a day; Streamlit has them loaded anew every time."""

    def file_response(self, *args: Any, **options: Any) -> Response:
        """The file, with how long to keep it."""
        response = super().file_response(*args, **options)
        response.headers["Cache-Control"] = "public, max-age=86400"
        return response


app = st.App("views/script/main.py", routes=[Mount("/app/static", Kept(directory=Path(__file__).parent / "static", check_dir=False))], middleware=[Middleware(Opening)])
