"""What a change does to the weight of the site and to the links that leave it.

Comes in: the outputs of two states. Goes out: the difference, as text and as Markdown. Apart from `comparison`, which
reads what is said and never draws a page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sitegen.comparison import escaped
from sitegen.links import external_links
from sitegen.outputs import Output

__all__ = ["Weight", "to_markdown", "to_text", "weigh"]

_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes of all files, of the files that changed most, and external links that came and went."""

    before: int
    after: int
    files: tuple[tuple[str, int, int], ...]
    gained: tuple[str, ...]
    lost: tuple[str, ...]


def weigh(old: Iterable[Output], new: Iterable[Output], own: str) -> Weight:
    """`own` is the site's address: links below it do not leave the site."""
    before, after = tuple(old), tuple(new)
    sizes = [{output.path: len(output.data) for output in state} for state in (before, after)]
    changed = [
        (path, sizes[0].get(path, 0), sizes[1].get(path, 0))
        for path in sorted({*sizes[0], *sizes[1]})
        if sizes[0].get(path) != sizes[1].get(path)
    ]
    changed.sort(key=lambda row: (-abs(row[2] - row[1]), row[0]))
    links = [external_links(state, own) for state in (before, after)]
    return Weight(
        sum(sizes[0].values()), sum(sizes[1].values()), tuple(changed),
        tuple(one for one in links[1] if one not in links[0]), tuple(one for one in links[0] if one not in links[1]),
    )  # fmt: skip


def _size(number: int) -> str:
    return f"{number / 1000:,.1f} kB"


def _total(found: Weight) -> str:
    return f"{_size(found.before)} → {_size(found.after)} ({(found.after - found.before) / 1000:+,.1f} kB)"


def to_text(found: Weight) -> str:
    """For a terminal."""
    lines = [f"weight: {_total(found)}"]
    lines += [f"  {path}: {before} → {after} bytes" for path, before, after in found.files[:_SHOWN]]
    lines.append(f"external links: {len(found.gained)} new, {len(found.lost)} gone")
    return "\n".join([*lines, *(f"  + {one}" for one in found.gained), *(f"  - {one}" for one in found.lost)])


def to_markdown(found: Weight) -> str:
    """For a comment on a merge request."""
    out = [f"**Weight:** {_total(found)}. **External links:** {len(found.gained)} new, {len(found.lost)} gone."]
    if found.files:
        rows = [f"| {escaped(path)} | {before} | {after} |" for path, before, after in found.files[:_SHOWN]]
        out.append("| file | bytes before | after |\n| --- | --- | --- |\n" + "\n".join(rows))
    links = [
        f"- {sign} `{one.replace('`', '')}`" for sign, many in (("+", found.gained), ("−", found.lost)) for one in many
    ]
    return "\n\n".join([*out, *(["\n".join(links)] if links else [])])
