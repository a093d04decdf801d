"""What a reader's device has to fetch. A budget that is exceeded fails."""

from __future__ import annotations

import gzip
import re
from functools import cache
from pathlib import Path

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


def test_a_page_names_no_other_host(real: Path) -> None:
    """Links aside, which a reader follows or not."""
    for path in (real / "public").rglob("*.html"):
        assert not re.findall(r'(?:src|srcset|action|data-[a-z]+)="(?:https?:)?//', path.read_text()), path
