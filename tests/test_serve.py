"""The server shows the site to this machine and nothing else to anybody."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from sitegen.serve import make_server


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    site = tmp_path / "site"
    (site / "a").mkdir(parents=True)
    (site / "index.html").write_text("home")
    (site / "404.html").write_text("no such page")
    (site / "a" / "index.html").write_text("page a")
    (tmp_path / "secret.txt").write_text("secret")
    (site / "out").symlink_to(tmp_path / "secret.txt")
    with make_server(site, 0) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def get(port: int, path: str, host: str | None = None) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.putrequest("GET", path, skip_host=True)
    connection.putheader("Host", f"localhost:{port}" if host is None else host)
    connection.endheaders()
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def test_pages_are_served(port: int) -> None:
    assert get(port, "/") == (200, "home")
    assert get(port, "/a/") == (200, "page a")
    assert get(port, "/nothing/") == (404, "no such page")


@pytest.mark.parametrize(
    "path", ["/../secret.txt", "/%2e%2e/secret.txt", "/out", "/a/..%2f..%2fsecret.txt", "//etc/passwd", "/%00"]
)
def test_nothing_outside_is_served(port: int, path: str) -> None:
    status, body = get(port, path)
    assert status in {400, 404}
    assert "secret" not in body and "root:" not in body


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "", "localhost.evil.example"])
def test_a_foreign_host_is_refused(port: int, host: str) -> None:
    assert get(port, "/", host)[0] == 403
