"""The server of this machine: paths, hosts, origins, methods, headers and slow callers, raw and in every encoding."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Sequence
from random import Random
from threading import Thread

from sitegen.build import How, build
from sitegen.editing import Editor
from sitegen.live import LiveSite
from sitegen.serve import make_live_server, make_server
from soak.run import Campaign, Run
from soak.sites import copy

__all__ = ["CAMPAIGN"]

_SECRET = b"canary-behind-the-server"
_STEPS = (
    "..",
    "%2e%2e",
    "%252e%252e",
    "..%2f",
    "..%5c",
    "..\\",
    "%c0%ae%c0%ae",
    "....//",
    ".",
    "",
    "%00",
    "..;",
    "\uff0e\uff0e",
    "a",
    "out",
    "link",
    "%2f",
)
_TARGETS = (
    "secret.txt",
    "etc/passwd",
    "proc/self/environ",
    "out",
    "link/secret.txt",
    "content/site.yaml",
    ".git/config",
    "~live/edit/pumps-a",
    "~live/edit/../..",
    "",
)
_GOOD_HOSTS = ("localhost", "127.0.0.1", "[::1]")
_HOSTS = (
    "evil.example",
    "localhost.evil.example",
    "evil.example:80",
    "",
    "127.0.0.1.nip.io",
    "0.0.0.0",
    "localhost@evil.example",
    "evil.example#localhost",
    "[::ffff:1.2.3.4]",
    "127.1",
    "LOCALHOST.",
    "2130706433",
    "localhost\tx",
    "[",
    "]:80",
)
_ORIGINS = (
    "http://evil.example",
    "null",
    "https://localhost",
    "http://localhost.evil.example",
    "http://localhost:1",
    "file://",
    "",
)


def _ask(port: int, raw: bytes, wait: float = 5) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=wait) as caller:
        caller.sendall(raw)
        with contextlib.suppress(OSError):
            caller.shutdown(socket.SHUT_WR)
        found = b""
        with contextlib.suppress(TimeoutError, ConnectionError):
            while data := caller.recv(65536):
                found += data
                if len(found) > 3_000_000:
                    break
        return found


def _request(random: Random, port: int) -> tuple[bytes, bool]:
    """A request, and whether a good answer is allowed."""
    path = "/" + "/".join([*random.choices(_STEPS, k=random.randrange(5)), random.choice(_TARGETS)])
    if random.random() < 0.15:
        path = random.choice(
            [
                "//etc/passwd",
                "http://evil.example/",
                "*",
                "",
                "/" + "a" * 70_000,
                "/\x00",
                "/%",
                "/%zz",
                "/?" + "x" * 9000,
                "\\..\\secret.txt",
            ]
        )
    foreign = random.random() < 0.4
    hosts: Sequence[str] = [f"{random.choice(_GOOD_HOSTS)}:{port}"]
    origins: Sequence[str] = []
    if foreign:
        kind = random.randrange(4)
        if kind == 0:
            hosts = [random.choice(_HOSTS)]
        elif kind == 1:
            hosts = [*hosts, random.choice(_HOSTS)]
        elif kind == 2:
            hosts = []
        else:
            origins = [random.choice(_ORIGINS)]
    method = random.choice(
        [
            *["GET"] * 15,
            "HEAD",
            "POST",
            "PUT",
            "DELETE",
            "OPTIONS",
            "TRACE",
            "CONNECT",
            "PROPFIND",
            "get",
            "X" * 3000,
            "\x16\x03",
        ]
    )
    head = [
        f"{method} {path} HTTP/1.{random.choice('01')}",
        *(f"Host: {one}" for one in hosts),
        *(f"Origin: {one}" for one in origins),
    ]
    body = b""
    if method == "POST" or random.random() < 0.1:
        length = random.choice(["0", "5", "-1", "9" * 30, "x", "200001", "٣"])
        kind = random.choice(
            ["application/json", "text/plain", "application/x-www-form-urlencoded", "application/json; charset=evil"]
        )
        head += [
            f"Content-Length: {length}",
            f"Content-Type: {kind}",
            f"X-Sitegen-Token: {random.choice(['', 'x', 'null'])}",
        ]
        body = random.choice([b"", b"{}", b'{"value": "x"}', b"\xff" * 50])
    if random.random() < 0.1:
        head += [f"X-{n}: {'y' * 50}" for n in range(random.choice([5, 200]))]
    return "\r\n".join(head).encode("utf-8", "surrogatepass") + b"\r\n\r\n" + body, not foreign


def attack(run: Run) -> None:
    root = copy(run.folder / "site")
    build(root, root / "public", how=How(1))
    (run.folder / "secret.txt").write_bytes(_SECRET)
    (root / "secret.txt").write_bytes(_SECRET)
    (root / ".git").mkdir()
    (root / ".git/config").write_bytes(_SECRET)
    (root / "public/out").symlink_to(run.folder / "secret.txt")
    (root / "public/link").symlink_to(run.folder)
    before = {path: path.read_bytes() for path in (root / "content").rglob("*") if path.is_file()}
    site = LiveSite(root)
    servers = [
        make_server(root / "public", 0),
        make_live_server(site, 0, {}, Editor(site)),
        make_live_server(site, 0, {}),
    ]
    slow = []
    for server in servers:
        server.handle_error = lambda *_: None  # type: ignore[method-assign] — a caller that hangs up is no news
        Thread(target=server.serve_forever, daemon=True).start()
        run.hold(0, server.server_address[0] == "127.0.0.1", "listens to other machines")
        # Callers that never finish: the others must not wait for them.
        for _ in range(20):
            caller = socket.create_connection(("127.0.0.1", server.server_address[1]))
            caller.sendall(b"GET / HTTP/1.1\r\nHost: loc")
            slow.append(caller)
    try:
        for number, random in run.each():
            port = servers[number % len(servers)].server_address[1]
            raw, welcome = _request(random, port)
            answer = _ask(port, raw)
            head, _, body = answer.partition(b"\r\n\r\n")
            status = head.split(b" ")[1] if head.startswith(b"HTTP/") else b"none"
            run.counts[f"answered {status.decode()}"] += 1
            shown = raw[:200]
            run.hold(
                number,
                _SECRET not in answer and b"root:" not in answer and b"PATH=" not in answer,
                f"tells a secret: {shown!r}",
            )
            run.hold(number, b"access-control" not in head.lower(), f"a CORS header: {shown!r}")
            run.hold(
                number, welcome or status[:1] in {b"4", b"5", b"n"}, f"answers {status!r} to a stranger: {shown!r}"
            )
            run.hold(number, b"Traceback" not in body and status != b"500", f"fails at {shown!r}: {answer[:200]!r}")
            if number % 25 == 0:
                fine = _ask(port, f"GET / HTTP/1.0\r\nHost: localhost:{port}\r\n\r\n".encode())
                run.hold(number, b" 200 " in fine[:20], f"is no longer there: {fine[:100]!r}")
    finally:
        for caller in slow:
            caller.close()
        for server in servers:
            server.shutdown()
            server.server_close()
    after = {path: path.read_bytes() for path in (root / "content").rglob("*") if path.is_file()}
    run.hold(0, after == before, "a request changed the content")


CAMPAIGN = Campaign(
    "servers",
    "the dev server shows the site, to this machine, and nothing else to anybody",
    "a raw request to the three servers, each held up by twenty callers that never finish",
    attack,
    short=150,
    weight=1,
)
