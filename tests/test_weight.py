"""What a reader's device has to fetch. A budget that is exceeded fails."""

from __future__ import annotations

import gzip
import re
from functools import cache
from pathlib import Path

from sitegen.assets import squeezed, unindented
from sitegen.outputs import Output
from sitegen.weight import to_markdown, to_text, weigh

KILOBYTE = 1000
PAGE_BUDGET, SCRIPT_BUDGET = 60 * KILOBYTE, 15 * KILOBYTE


@cache
def packed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


def parts(site: Path, page: str) -> dict[str, int]:
    """The page, its style sheets and its scripts, compressed: all that is fetched before a chart is touched."""
    path = site / page / "index.html"
    head = path.read_text().partition("</head>")[0]
    styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', head)
    scripts = re.findall(r'<script[^>]* src="([^"]+)"', head)
    assert styles and scripts
    return {
        "html": packed(path),
        "css": sum(packed((path.parent / name).resolve()) for name in styles),
        "js": sum(packed((path.parent / name).resolve()) for name in scripts),
    }


def test_every_page_keeps_to_its_budget(real: Path) -> None:
    site = real / "public"
    over = {}
    for path in sorted(site.rglob("index.html")):
        weights = parts(site, path.parent.relative_to(site).as_posix())
        if sum(weights.values()) > PAGE_BUDGET or weights["js"] > SCRIPT_BUDGET:
            over[path.parent.relative_to(site).as_posix()] = weights
    assert over == {}


def test_style_sheets_lose_blanks_and_remarks_and_nothing_else() -> None:
    styles = b"""/* why */\n.a, .b > q { content: "; /* no */  {" ; color: red;\n  margin: 0 auto }\n\n.c :is(a, b) { top: calc(1px + 2px); }"""
    assert squeezed(styles) == (
        b""".a,.b > q{content:"; /* no */  {";color:red;margin:0 auto}.c :is(a,b){top:calc(1px + 2px);}"""
    )


def test_scripts_lose_indents_unless_a_text_goes_on_for_lines() -> None:
    assert unindented(b"{\n  // why\n  go(`a`);\n}") == b"{\ngo(`a`);\n}"
    assert unindented(b"{\n  go(`a\n   b`);\n}") == b"{\n  go(`a\n   b`);\n}"


def test_a_page_names_no_other_host(real: Path) -> None:
    """Links aside, which a reader follows or not."""
    for path in (real / "public").rglob("*.html"):
        assert not re.findall(r'(?:src|srcset|action|data-[a-z]+)="(?:https?:)?//', path.read_text()), path


BEFORE = (
    Output("a.html", b'<a href="https://one.example/x">x</a> <a href="https://ours.example/y">y</a>'),
    Output("b.html", b"1234"),
)
AFTER = (Output("a.html", b'<a href="https://two.example/`x`">x</a>'), Output("c.html", b"1" * 1500))


def test_a_change_is_weighed_as_text() -> None:
    assert to_text(weigh(BEFORE, AFTER, "https://ours.example/")) == (
        "weight: 0.1 kB → 1.5 kB (+1.5 kB)\n"
        "  c.html: 0 → 1500 bytes\n"
        "  a.html: 76 → 39 bytes\n"
        "  b.html: 4 → 0 bytes\n"
        "external links: 1 new, 1 gone\n"
        "  + https://two.example/`x`\n"
        "  - https://one.example/x"
    )


def test_a_change_is_weighed_for_a_comment() -> None:
    assert to_markdown(weigh(BEFORE, AFTER, "https://ours.example/")) == (
        "**Weight:** 0.1 kB → 1.5 kB (+1.5 kB). **External links:** 1 new, 1 gone.\n\n"
        "| file | bytes before | after |\n| --- | --- | --- |\n| c\\.html | 0 | 1500 |\n| a\\.html | 76 | 39 |\n| b\\.html | 4 | 0 |\n\n"
        "- + `https://two.example/x`\n- − `https://one.example/x`"
    )


def test_no_change_weighs_nothing() -> None:
    assert (
        to_markdown(weigh(AFTER, AFTER, ""))
        == "**Weight:** 1.5 kB → 1.5 kB (+0.0 kB). **External links:** 0 new, 0 gone."
    )
