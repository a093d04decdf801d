"""What time does to a site: the report of a day, the banner of withdrawn sources, dead links."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from sitegen.health import Link, health, to_json, to_markdown, to_text
from sitegen.links import NoNetwork, answer, dead_links, external_links
from sitegen.loading import examine, load
from sitegen.outputs import Output
from sitegen.preparing import prepare
from sitegen.sources import read


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sitegen.cli", "health", "--root", str(root), "--no-network", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def record(root: Path, old: str, new: str) -> None:
    file = root / "seeds/pumps-a.yaml"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))


def test_a_day_decides_what_is_stale_and_what_has_passed(small: Path) -> None:
    record(small, "published: not stated", "published: March 2024")
    horizon = max(one.horizon or 0 for one in load(small).dossier.estimates)  # type: ignore[union-attr]

    def found(day: str) -> set[str]:
        return {row["rule"] for row in json.loads(run(small, "--date", day, "--format", "json").stdout)["findings"]}

    assert found("2027-12-31") == set()
    assert found("2028-01-01") == {"stale-source"}
    assert found(f"{horizon}-12-31") == {"stale-source"}
    assert found(f"{horizon + 1}-01-01") == {"stale-source", "forecast-elapsed"}


def test_the_exit_status_says_so_only_when_asked(small: Path) -> None:
    record(small, "published: not stated", "published: March 2024")
    assert run(small, "--date", "2030-01-01").returncode == 0
    assert run(small, "--date", "2030-01-01", "--strict").returncode == 1
    assert run(small, "--date", "2025-01-01", "--strict").returncode == 0
    assert run(small, "--date", "yesterday").returncode == 2
    assert run(small).stdout.startswith("health on 20")


def test_the_text_of_an_issue_starts_no_markup() -> None:
    link = Link("https://example.org/`x`", "status 404 @all <b>", ("markets/",))
    found = health("2026-11-22", [], [link], 3, "")
    said = to_markdown(found)
    assert "- [ ] `https://example.org/x` (status 404 @\u200ball \\<b\\>), on `/markets/`" in said
    assert "3 looked at, 1 dead" in to_text(found) and not found.sound
    assert json.loads(to_json(found))["dead_links"][0]["why"] == link.why
    nothing = health("2026-11-22", [], None, 0, "no host could be reached")
    assert "nothing to do" in to_markdown(nothing) and "no host could be reached" in to_markdown(nothing)


class Host(BaseHTTPRequestHandler):
    """Answers with the status that the path names."""

    def do_GET(self) -> None:
        self.send_response(int(self.path.strip("/")))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def test_dead_links_are_told_with_their_pages_and_a_missing_network_is_no_death() -> None:
    with ThreadingHTTPServer(("localhost", 0), Host) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        at = f"http://localhost:{server.server_address[1]}"
        page = f'<a class="x" href="{at}/200#part">a</a> <a href="{at}/404">b</a> <a href="{at}/403">c</a> <a href="https://own.example/x">d</a>'
        pages = [
            Output("a/index.html", page.encode()),
            Output("index.html", page.encode()),
            Output("x.csv", page.encode()),
        ]
        links = external_links(pages, "https://own.example/")
        assert links == {f"{at}/{code}": ("a/", "") for code in (200, 403, 404)}
        assert dead_links(links) == (Link(f"{at}/404", "status 404", ("a/", "")),)
        # One host that cannot be found is dead where another one answers.
        found = dead_links({f"{at}/200": ("",), "http://nowhere.invalid/": ("x/",)})
        assert [link.address for link in found] == ["http://nowhere.invalid/"]
        server.shutdown()
    with pytest.raises(NoNetwork):
        dead_links({"http://nowhere.invalid/": ("",)}, answer)
    assert dead_links({}) == ()


def test_every_page_that_rests_on_a_withdrawn_source_says_so_and_no_other(root: Path, tmp_path: Path) -> None:
    for name in ("content", "seeds"):
        shutil.copytree(root / name, tmp_path / name, ignore=shutil.ignore_patterns("documents"))
    seed = load(root).dossier.estimates[0].seed  # type: ignore[union-attr]
    file = tmp_path / f"seeds/{seed}.yaml"
    file.write_text(file.read_text() + "withdrawn: 2026-10-01\n")
    prepared = prepare(tmp_path, examine(*read(tmp_path)))
    outputs = list(prepared.everything())
    rows = json.loads(next(one.data for one in outputs if one.path == "data/facts.json"))
    formulas = {row["formula"] for row in rows if any(one.startswith(f"{seed}/") for one in row.get("inputs", ()))}
    pages = {one.path: one.data.decode() for one in outputs if one.path.endswith(".html")}
    stated, computed, bannered = set(), set(), set()
    for path, text in pages.items():
        main = text[text.index("<main") :]
        if re.search(rf'data-fact="[^"]*\b{seed}/', main):
            stated.add(path)
        if {unescape(one) for one in re.findall(r'data-derived="([^"]*)"', main)} & formulas:
            computed.add(path)
        if '<aside class="withdrawn"' in text[: text.index("<main")]:
            bannered.add(path)
    assert bannered == stated | computed and stated and computed
    assert "glossary/index.html" not in bannered and f"sources/{seed}/index.html" in bannered
    assert len(bannered) < len(pages)
    plain = prepare(root, load(root))
    assert '<aside class="withdrawn"' not in "".join(one.data.decode() for one in plain.everything() if one.path == "index.html")  # fmt: skip
