"""The built site on this machine only: loopback, the site's files, nothing else.

Comes in: the output folder and a port. Goes out: a running server. Apart, because nothing else speaks HTTP.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

__all__ = ["make_server", "serve"]

_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


class _Handler(SimpleHTTPRequestHandler):
    """Files below one folder, to callers who name this machine."""

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        host = self.headers.get_all("Host") or []
        if len(host) != 1 or urlsplit(f"//{host[0]}").hostname not in _HOSTS:
            self.send_error(HTTPStatus.FORBIDDEN, "This server answers to localhost only")
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
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Quiet: a request is no news."""


def make_server(folder: Path, port: int) -> ThreadingHTTPServer:
    """A server bound to the loopback address; port 0 takes a free one."""
    return ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, directory=str(folder)))


def serve(folder: Path, port: int, say: Callable[[str], object]) -> None:
    """Serve until interrupted."""
    with make_server(folder, port) as server:
        say(f"http://localhost:{server.server_address[1]}/  (stop with Ctrl-C)")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say("")
