"""What a reader's device has to fetch. A budget that is exceeded fails."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

KILOBYTE = 1000
PAGE_BUDGET, SCRIPT_BUDGET = 60 * KILOBYTE, 15 * KILOBYTE


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


@pytest.mark.parametrize(
    "page",
    ["", "markets/infantile-spasms-therapeutics", "markets/intrathecal-therapy", "markets/intrathecal-therapy-south-korea",
     "evidence/refractory-spasms-review", "treatments/vigabatrin", "search", "compare", "facts", "methodology"],
)  # fmt: skip
def test_a_page_keeps_to_its_budget(real: Path, page: str) -> None:
    weights = parts(real / "public", page)
    assert sum(weights.values()) <= PAGE_BUDGET, weights
    assert weights["js"] <= SCRIPT_BUDGET, weights


def test_a_page_names_no_other_host(real: Path) -> None:
    """Links aside, which a reader follows or not."""
    for path in (real / "public").rglob("*.html"):
        assert not re.findall(r'(?:src|srcset|action|data-[a-z]+)="(?:https?:)?//', path.read_text()), path
