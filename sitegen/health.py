"""What time does to a published site: sources that grew old, forecasts that have passed, withdrawals, dead links.

Comes in: the content, examined as of a day, and what a look at the links found. Goes out: a report as text, as JSON, and
as the text of an issue. Apart from the build, which knows no today: the same commit must give the same site for ever.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sitegen.audit.model import Finding
from sitegen.problems import printable

__all__ = ["FORMS", "Health", "Link", "health", "to_json", "to_markdown", "to_text"]

# Rule → what a person reads above its findings.
_RULES = {
    "source-withdrawn": "Withdrawn sources",
    "stale-source": "Stale sources",
    "forecast-elapsed": "Forecasts that have passed",
}


@dataclass(frozen=True, slots=True)
class Link:
    """An address that did not answer as it should, why, and the pages that link to it."""

    address: str
    why: str
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Health:
    """`links` are None where they were not looked at; `looked_at` is how many were."""

    day: str
    parts: tuple[tuple[str, tuple[Finding, ...]], ...]
    links: tuple[Link, ...] | None
    looked_at: int
    skipped: str

    @property
    def sound(self) -> bool:
        return not self.links and not any(found for _, found in self.parts)


def health(day: str, findings: Iterable[Finding], links: Sequence[Link] | None, looked_at: int, skipped: str) -> Health:
    """`findings` are those of the content as of `day`; `skipped` says why no links were looked at, or is empty."""
    several = tuple(findings)
    parts = tuple((title, tuple(one for one in several if one.rule == rule)) for rule, title in _RULES.items())
    return Health(day, parts, None if links is None else tuple(links), looked_at, skipped)


def to_text(found: Health) -> str:
    """For a terminal."""
    lines = [f"health on {found.day}"]
    for title, findings in found.parts:
        lines += [f"{title.lower()}: {len(findings) or 'none'}"]
        lines += [f"  {one.about}: {printable(one.message)}" for one in findings]
    if found.links is None:
        lines.append(f"external links: not looked at, {found.skipped}")
    else:
        lines.append(f"external links: {found.looked_at} looked at, {len(found.links) or 'none'} dead")
        lines += [f"  {printable(one.address)}: {printable(one.why)} (on {one.pages[0] or '/'})" for one in found.links]
    return "\n".join(lines)


def to_markdown(found: Health) -> str:
    """The text of an issue."""
    lines = [f"As of {found.day}, `sitegen health` found:"]
    for title, findings in found.parts:
        if findings:
            lines += [f"\n### {title}\n", *(f"- [ ] `{one.about}`: {_plain(one.message)}" for one in findings)]
    if found.links:
        lines += ["\n### Dead links\n"]
        lines += [
            f"- [ ] `{one.address.replace('`', '')}` ({_plain(one.why)}), on `/{one.pages[0]}`" for one in found.links
        ]
    if found.sound:
        lines = [f"As of {found.day}, `sitegen health` found nothing to do."]
    if found.links is None:
        lines.append(f"\nExternal links were not looked at: {found.skipped}.")
    lines.append(
        "\nHow to answer: a new edition is a new seed that `supersedes` the old one; a withdrawal is `withdrawn: DAY` in its record."
    )
    return "\n".join(lines)


def _plain(text: str) -> str:
    """Text of content that starts no markup, no link and no mention in an issue."""
    flat = " ".join(printable(text).split())
    return "".join(
        f"\\{char}" if char in "\\`*_[]<>#|~!" else f"{char}\u200b" if char == "@" else char for char in flat
    )


def to_json(found: Health) -> str:
    said = {
        "day": found.day, "sound": found.sound, "links_looked_at": found.looked_at,
        "findings": [
            {"rule": one.rule, "about": one.about, "message": one.message, "facts": list(one.facts)}
            for _, findings in found.parts
            for one in findings
        ],
        "dead_links": None if found.links is None else [
            {"address": one.address, "why": one.why, "pages": list(one.pages)} for one in found.links
        ],
    }  # fmt: skip
    return json.dumps(said, indent=2, ensure_ascii=False)


FORMS = {"text": to_text, "markdown": to_markdown, "json": to_json}
