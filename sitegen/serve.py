"""A site on this machine only: loopback, the site's files, nothing else.

Comes in: the output folder, or a site that is being edited, and a port. Goes out: a running server. Apart, because
nothing else speaks HTTP: who may ask, what a path may be and what an answer carries is decided here.
"""

from __future__ import annotations

import io
import json
import mimetypes
from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:  # the server of a finished site must not load what builds one
    from sitegen.editing import Editor
    from sitegen.live import LiveSite

__all__ = ["make_live_server", "make_server", "serve"]

_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
_LIVE = "/~live/"
_LONGEST = 200_000


class _Guarded(BaseHTTPRequestHandler):
    """Answers only to callers who name this machine, and tells nobody to keep or to guess anything."""

    timeout = 30

    def welcome(self) -> bool:
        """Whether the request names this machine as its host and, if it says so, comes from a page of ours."""
        hosts = self.headers.get_all("Host") or []
        origins = self.headers.get_all("Origin") or []
        fine = len(hosts) == 1 and _hostname(f"//{hosts[0]}") in _HOSTS
        fine = fine and (not origins or (len(origins) == 1 and origins[0] == f"http://{hosts[0]}"))
        if not fine:
            self.send_error(HTTPStatus.FORBIDDEN, "This server answers to localhost only")
        return fine

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        super().end_headers()

    def answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet: a request is no news."""


def _hostname(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


class _Handler(_Guarded, SimpleHTTPRequestHandler):
    """Files below one folder."""

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        if not self.welcome():
            return None
        path = unquote(urlsplit(self.path).path)
        inside = Path(self.directory).resolve()
        if "\x00" in path or not Path(inside, path.lstrip("/")).resolve().is_relative_to(inside):
            self.send_error(HTTPStatus.NOT_FOUND, "There is no such page")
            return None
        return super().send_head()

    def list_directory(self, _path: object) -> None:
        self.send_error(HTTPStatus.NOT_FOUND, "There is no such page")

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        self.answer(code, "text/html; charset=utf-8", page.read_bytes())


class _LiveHandler(_Guarded):
    """Pages of a site that is being edited, news about it and, where there is an editor, its edits."""

    site: LiveSite
    editor: Editor | None
    tools: Mapping[str, bytes]

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        if not self.welcome():
            return
        try:
            path = unquote(urlsplit(self.path).path, errors="strict")
        except (UnicodeDecodeError, ValueError):
            path = "\x00"
        if path.startswith(_LIVE):
            self.live(path.removeprefix(_LIVE))
            return
        # Outputs are looked up by name in what was built: there is no folder to lead out of.
        name = path.removeprefix("/")
        body = self.site.output(name + "index.html" if name.endswith("/") or not name else name)
        if body is None and self.site.output(name + "/index.html") is not None:
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", "/" + name.lstrip("/\\") + "/")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if body is None:
            missing = self.site.output("404.html") or b"There is no such page"
            self.answer(HTTPStatus.NOT_FOUND, "text/html; charset=utf-8", self.followed(missing))
            return
        kind = mimetypes.guess_type(name)[0] or "text/html"
        is_page = name.endswith((".html", "/")) or not name
        text = kind.startswith("text/") or kind in {"application/json", "text/javascript"}
        said = "text/html; charset=utf-8" if is_page else f"{kind}; charset=utf-8" if text else kind
        self.answer(HTTPStatus.OK, said, self.followed(body) if is_page else body)

    def followed(self, page: bytes) -> bytes:
        """A page with what makes it follow edits: two files of this origin, as its content policy allows."""
        names = [name for name in self.tools if self.editor is not None or name.startswith("live")]
        tags = "".join(
            f'<script type="module" src="{_LIVE}{name}"></script>'
            if name.endswith(".js")
            else f'<link rel="stylesheet" href="{_LIVE}{name}">'
            for name in names
        )
        return page.replace(b"</head>", tags.encode() + b"</head>", 1)

    def live(self, name: str) -> None:
        if name in self.tools:
            self.answer(HTTPStatus.OK, mimetypes.guess_type(name)[0] or "text/plain", self.tools[name])
        elif name == "events" and self.command == "GET":
            self.events()
        elif name.startswith("edit/") and self.editor is not None:
            self.reply(*self.editor.show(name.removeprefix("edit/")))
        else:
            self.send_error(HTTPStatus.NOT_FOUND, "There is no such page")

    def events(self) -> None:
        """Server-sent events until the page goes away."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        seen = -1
        try:
            while True:
                news = self.site.news(seen, timeout=10)
                if news.number == seen:
                    self.wfile.write(b": still here\n\n")
                else:
                    data = json.dumps({"number": news.number, "good": news.good, "problems": news.problems})
                    self.wfile.write(f"event: news\ndata: {data}\n\n".encode())
                seen = news.number
        except (OSError, ValueError):
            return

    def do_POST(self) -> None:
        if not self.welcome():
            return
        path = urlsplit(self.path).path
        length = self.headers.get("Content-Length", "")
        if self.editor is None or not path.startswith(f"{_LIVE}edit/"):
            self.send_error(HTTPStatus.METHOD_NOT_ALLOWED)
            return
        # A page of another site can send a form here, but neither this type nor the token.
        if self.headers.get_content_type() != "application/json" or not self.headers.get("Origin"):
            self.reply(HTTPStatus.FORBIDDEN, {"message": "not a request of this page"})
        elif not self.editor.knows(self.headers.get("X-Sitegen-Token", "")):
            self.reply(HTTPStatus.FORBIDDEN, {"message": "the page is of another run of the server: load it again"})
        elif not length.isascii() or not length.isdigit() or int(length) > _LONGEST:
            self.reply(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, {"message": "too long"})
        else:
            status, said = self.editor.save(path.removeprefix(f"{_LIVE}edit/"), self.rfile.read(int(length)))
            self.reply(status, said)

    def reply(self, status: int, said: Mapping[str, object]) -> None:
        self.answer(status, "application/json", json.dumps(said, ensure_ascii=False).encode())


def make_server(folder: Path, port: int) -> ThreadingHTTPServer:
    """A server of a finished site, bound to the loopback address; port 0 takes a free one."""
    return ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, directory=str(folder)))


def make_live_server(
    site: LiveSite, port: int, tools: Mapping[str, bytes], editor: Editor | None = None
) -> ThreadingHTTPServer:
    """A server of a site that is being edited; `tools` are the scripts and styles that pages get in addition."""
    handler = type("Handler", (_LiveHandler,), {"site": site, "editor": editor, "tools": tools})
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.daemon_threads = True
    return server


def serve(server: ThreadingHTTPServer, say: Callable[[str], object]) -> None:
    """Serve until interrupted."""
    with server:
        say(f"http://localhost:{server.server_address[1]}/  (stop with Ctrl-C)")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say("")
