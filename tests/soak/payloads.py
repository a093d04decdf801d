"""No text becomes code: payloads in every text of every kind of file; every page read, and a few of the sites browsed.

Each site is first read by a parser of HTML: no payload may add an element, an attribute, or an address that a site of plain
words does not have. Every eighth is also opened in Chromium, once with the policy switched off: nothing may run, nothing
may be asked of another host, and a planted script shows each time that the trap works.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from threading import Thread
from typing import Any
from urllib.parse import urlsplit
from xml.dom import minidom

from crawl import MARKDOWN_TAGS
from markdown_it import MarkdownIt

from sitegen.loading import Loaded, examine
from sitegen.outputs import Output
from sitegen.preparing import prepare
from sitegen.publish import publish
from sitegen.serve import make_server
from soak.run import SMALL, Campaign, Run
from soak.sites import planted

__all__ = ["CAMPAIGN", "PAYLOADS"]

_RUN = "pwned(1)"
_AWAY = "http://evil.example"
PAYLOADS = (
    f"<script>{_RUN}</script>", f"<img src=x onerror={_RUN}>", f'"><svg onload={_RUN}>', f"'><svg/onload={_RUN}>",
    f"' onmouseover='{_RUN}' x='", f'" autofocus onfocus="{_RUN}" x="', f"javascript:{_RUN}", f"[click](javascript:{_RUN})",
    f"[click](JaVaScRiPt&colon;{_RUN})", f"<javascript:{_RUN}>", "[x](data:text/html;base64,PHNjcmlwdD4=)", f"[x]({_AWAY}/a)", f"![x]({_AWAY}/b.png)",
    "[x](//evil.example/c)", f"<{_AWAY}/d>", f"</script><script>{_RUN}</script>", f"</title><script>{_RUN}</script>",
    f"</textarea></style><script>{_RUN}</script>", f"<!--<script>{_RUN}-->", f"--><script>{_RUN}</script>", f"]]><script>{_RUN}</script>",
    f"<style>@import '{_AWAY}/e'</style>", f"<link rel=stylesheet href={_AWAY}/f>", f"<base href={_AWAY}/>",
    f"<meta http-equiv=refresh content='0;url={_AWAY}'>", f"<iframe srcdoc='<script>parent.{_RUN}</script>'></iframe>",
    f"<object data={_AWAY}/g>", f"<form action={_AWAY}><button>x</button></form>", f"<span style=\"background:url({_AWAY}/h)\">x</span>",
    f"<a href=\"{_AWAY}/i\">x</a>", f"<a xlink:href=\"javascript:{_RUN}\">x</a>", "<b>bold</b><br><sup>x</sup>", f"<math><mi xlink:href=javascript:{_RUN}>x",
    f"<svg><animate onbegin={_RUN} attributeName=x dur=1s>", f"<details open ontoggle={_RUN}>", f"&lt;script&gt;{_RUN}&lt;/script&gt;",
    f"&#60;script&#62;{_RUN}", f"\\u003cscript\\u003e{_RUN}", f"\\x3cscript>{_RUN}", f"${{{_RUN}}}", "{{ cycler.__init__.__globals__ }}", "{% raw %}",
    f"#{{{_RUN}}}", f"`{_RUN}`", f"';{_RUN};'", f'";{_RUN};"', f"*/{_RUN}/*", f"expression({_RUN})", f"url({_AWAY}/j)", "__proto__", "constructor",
    "toString", "hasOwnProperty", "%{y:999999999}", "%{customdata[9]}", "<extra></extra>", "$\\href{javascript:pwned(1)}{x}$", "\\", "'", '"', "<", "&", "]]>",
    "=cmd|'/C calc'!A", "+x", "-x", "@x", "|x", "> x", "# x", "~~~", "|a|b|", "{plain:x}", "{a/b", "%s", "%00", "../../x", "null", "true", "NaN",
    "العربية", "שלום", "日本語の文字", "e\u0301\u0302\u0303\u0304", "👩‍🔬"[:1] + "🏽", "ﬁne", "ｆｕｌｌ", "İıſß", "x" * 900,
)  # fmt: skip

_ADDRESSES = frozenset(
    {"href", "src", "action", "formaction", "data", "poster", "xlink:href", "srcset", "ping", "background", "cite"}
)
_TWIN = frozenset(["table", "thead", "tbody", "tr", "th", "td"]) | {
    "a href",
    "a title",
    "ol start",
    "code class",
    "td style",
    "th style",
}
_SCHEMES = frozenset({"", "http", "https", "mailto"})


class _Reader(HTMLParser):
    """What a page is made of, as a browser would see it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: set[str] = set()
        self.addresses: set[tuple[str, str, str]] = set()
        self.texts: list[str] = []
        self.data: list[str] = []
        self.script: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.add(tag)
        self.script = dict(attrs).get("type", "text/javascript") if tag == "script" else None
        for name, value in attrs:
            self.parts.add(f"{tag} {name}")
            if name in _ADDRESSES:
                self.addresses.add((tag, name, value or ""))
            if name in {"title", "alt", "aria-label", "content"}:
                self.texts.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self.script = None

    def handle_data(self, data: str) -> None:
        (self.texts if self.script is None else self.data).append(data)


def _read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader


def _site(random: Random) -> tuple[Loaded, dict[str, str]]:
    """A site of payloads; one that is refused is made again with those fields plain that were refused."""
    plain: set[str] = set()
    for _ in range(4):

        def text(name: str, plain: frozenset[str] = frozenset(plain)) -> str:
            mark = "mark" + "".join(chr(97 + int(digit)) for digit in str(abs(hash_of(name)) % 10**6))
            if name in plain or name == "term value":
                return f"{mark} {random.choice(PAYLOADS)}" if name not in plain else f"{mark} end"
            return f"{mark} {random.choice(PAYLOADS)} {random.choice(PAYLOADS)} end"

        base = random.choice([None, "https://example.org/site"])
        files, used = planted(text, base, spoken=random.random() < 0.5)
        loaded = examine(files)
        if not loaded.failing(strict=False):
            return loaded, used
        said = [
            files[problem.place.path].decode().splitlines()[problem.place.line - 1 :] for problem in loaded.problems
        ]
        shown = " ".join(line for lines in said for line in lines[:3]) + " ".join(
            problem.message for problem in loaded.problems
        )
        refused = {name for name, value in used.items() if value.split()[0] in shown}
        plain |= refused or {random.choice(sorted(used))}
    return loaded, used


def hash_of(name: str) -> int:
    return int.from_bytes(name.encode(), "big")


def _outputs(loaded: Loaded) -> list[Output]:
    return list(prepare(SMALL, loaded, cards=True).everything(1))


@cache
def _known() -> frozenset[str]:
    """The elements and attributes of a site of plain words."""
    letters = str.maketrans("0123456789", "abcdefghij")
    known: set[str] = set()
    for text in (
        lambda name: f"Plain {name}".translate(letters),
        lambda name: f"[{name}](https://example.org) `x`".translate(letters),
    ):
        for base, spoken in ((None, False), ("https://example.org/site", False), ("https://example.org/site", True)):
            loaded = examine(planted(text, base, spoken=spoken)[0])
            assert not loaded.failing(strict=False), loaded.problems
            for output in _outputs(loaded):
                if output.path.endswith(".html"):
                    known |= _read(output.data.decode()).parts
    # What Markdown may make of an editor's prose: none of it runs, nor asks for anything.
    known |= MARKDOWN_TAGS | {"table", "thead", "tbody", "tr", "th", "td"}
    return frozenset(
        known
        | {
            "a href",
            "a rel",
            "a title",
            "ol start",
            "code class",
            "code data-plain",
            "pre data-plain",
            "h1 id",
            "h2 id",
            "h3 id",
            "span data-plain",
            "td class",
            "th class",
        }
    )


def _judge(outputs: Iterable[Output], used: dict[str, str]) -> Iterable[str]:  # noqa: C901, PLR0912 — one look at each
    seen: set[str] = set()
    for output in outputs:
        said = output.data.decode("utf-8", "replace")
        if output.path.endswith(".html"):
            page = _read(said)
            for part in sorted(page.parts - _known()):
                # A numeral of a payload is marked as plain, as any other numeral is.
                if not part.endswith(" data-plain"):
                    yield f"{output.path} has <{part}>"
            for tag, name, address in page.addresses:
                parts = urlsplit(address)
                if parts.scheme.lower() not in _SCHEMES or address.lstrip().startswith(("//", "\\")):
                    yield f"{output.path}: <{tag} {name}={address!r}>"
                if parts.netloc and tag not in {"a", "link"}:
                    yield f"{output.path}: <{tag} {name}={address!r}> asks another host"
            for data in page.data:
                if data.strip():
                    json.loads(data, parse_constant=lambda _: 1 / 0)
            whole = " ".join(" ".join(page.texts).split())
            seen |= {name for name, value in used.items() if value in whole}
        elif output.path.endswith((".md", "llms.txt")):
            # As whoever shows it would, with raw HTML on: a text of ours must not be an element there either.
            page = _read(MarkdownIt("commonmark").enable("table").render(said))
            for part in sorted(page.parts - MARKDOWN_TAGS - _TWIN):
                yield f"{output.path}, shown, has <{part}>"
            for tag, name, address in page.addresses:
                if urlsplit(address).scheme.lower() not in _SCHEMES or address.lstrip().startswith(("//", "\\")):
                    yield f"{output.path}, shown: <{tag} {name}={address!r}>"
        elif output.path.endswith((".json", ".webmanifest")):
            json.loads(said, parse_constant=lambda _: 1 / 0)
        elif output.path.endswith((".svg", ".xml", ".atom")):
            root = minidom.parseString(output.data)
            if root.getElementsByTagName("script"):
                yield f"{output.path} has a script"
    for name in (
        "site title",
        "notice",
        "topic name",
        "seed label",
        "member 0",
        "member 3",
        "term value",
        "market plural",
    ):
        if name not in seen:
            yield f"the text of `{name}` is not shown as it is: {used[name][:120]!r}"


def attack(run: Run) -> None:
    _known()
    browsed = 0
    with tempfile.TemporaryDirectory() as folder:
        for number, random in run.each():
            loaded, used = _site(random)
            if loaded.failing(strict=False):
                run.counts["refused"] += 1
                continue
            run.counts["sites"] += 1
            run.counts["texts"] += len(used)
            try:
                outputs = _outputs(loaded)
                faults = list(_judge(outputs, used))
            except Exception as error:
                faults = [f"{type(error).__name__}: {error}"]
            for fault in faults[:3]:
                run.fail(number, fault)
            if number % 8 == 0 or run.only is not None:
                target = Path(folder) / f"public{browsed}"
                publish(outputs, target)
                # In a thread of its own, because a browser test of the same process may have left its loop running in this one.
                with ThreadPoolExecutor(1) as apart:
                    apart.submit(_browse, run, number, target, random, all_pages=run.thorough).result()
                browsed += 1


def _browse(run: Run, number: int, target: Path, random: Random, *, all_pages: bool) -> None:
    """Every page opened, every chart drawn and its points touched, a search made: with the policy off, and with it on."""
    from conftest import chromium
    from playwright.sync_api import sync_playwright

    executable = chromium()
    if executable is None:
        run.counts["NO CHROMIUM"] = 1
        return
    pages = sorted(path.relative_to(target).as_posix().removesuffix("index.html") for path in target.rglob("*.html"))
    pages = [page for page in pages if not page.startswith(("rules/", "schema/", "404"))]
    if not all_pages:
        pages = ["", "markets/pumps/", "embed/pumps-forecast/", "sources/pumps-a/", "search/"]
    control = target / "control.html"
    control.write_bytes(
        (target / "about/index.html")
        .read_bytes()
        .replace(b"</main>", b"<img src=x onerror=pwned(1)><script>pwned(1)</script></main>")
    )
    said: list[str] = []
    with make_server(target, 0) as server, sync_playwright() as playwright:
        Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        address = f"http://localhost:{server.server_address[1]}/"
        for off in (True, False):
            context = browser.new_context(bypass_csp=off)
            context.expose_function("pwned", lambda *_: said.append("a payload ran"))
            page = context.new_page()
            page.on(
                "console", lambda one: said.append(one.text) if one.type == "error" and "404" not in one.text else None
            )
            page.on("pageerror", lambda error: said.append(f"a script of ours failed: {error}"))
            page.on("dialog", lambda dialog: (said.append("a dialog"), dialog.dismiss()))
            page.on(
                "request",
                lambda one: (
                    said.append(f"asked {one.url}")
                    if "//localhost" not in one.url and not one.url.startswith(("data:", "blob:"))
                    else None
                ),
            )
            page.goto(address + "control.html", wait_until="load")
            page.wait_for_timeout(100)
            run.hold(
                number,
                ("a payload ran" in said) == off,
                f"the control {'did not run' if off else 'ran under the policy'}: {said}",
            )
            run.hold(
                number,
                off or any("Content Security Policy" in one for one in said),
                "the policy says nothing of the control",
            )
            said.clear()
            for name in pages:
                _use(page, address + name, random)
                run.counts["pages browsed"] += 1
                for one in dict.fromkeys(said):
                    run.fail(number, f"/{name} with the policy {'off' if off else 'on'}: {one}")
                said.clear()
            context.close()
        browser.close()
        server.shutdown()
    control.unlink()


def _use(page: Any, address: str, random: Random) -> None:
    page.goto(address, wait_until="load")
    charts = page.locator("[data-chart]")
    for index in range(charts.count()):
        charts.nth(index).scroll_into_view_if_needed()
        charts.nth(index).click(force=True, position={"x": 5, "y": 5})
        page.wait_for_timeout(200)
        points = charts.nth(index).locator(".point, .points path, .slice, .bars path")
        for point in range(min(3, points.count())):
            points.nth(point).hover(force=True, timeout=3000)
    if address.endswith("/search/"):
        for word in ("mark", random.choice(["<script", "pwned", "x'\"><", "proto"])):
            page.locator("input[type=search]").last.fill(word)
            page.wait_for_timeout(300)


CAMPAIGN = Campaign(
    "payloads",
    "no string in content becomes code in a reader's browser",
    "a site in which every text is made of payloads; every eighth is browsed, policy off and on",
    attack,
    short=5,
    weight=4,
)
