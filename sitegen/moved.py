"""Retired addresses: links that readers kept lead on to the pages that stand for them.

Comes in: the graph. Goes out: where each address leads, and a problem for each that leads nowhere or is in use. Apart
from `graph`, whose references are ids and not addresses.
"""

from __future__ import annotations

from sitegen.graph import Graph
from sitegen.problems import Problem, did_you_mean

__all__ = ["moved_problems", "moves"]


def moves(graph: Graph) -> dict[str, str]:
    """Retired address → the page that stands for it, both with a slash at the end; a chain leads to its end at once."""
    next_one = {f"{one.entry.was}/": f"{one.entry.to}/" for one in graph.corpus.moved}
    found = {}
    for was in sorted(next_one):
        now, seen = next_one[was], {was}
        while now in next_one and now not in seen:
            seen.add(now)
            now = next_one[now]
        found[was] = now
    return found


def _addresses(graph: Graph) -> set[str]:
    """The pages that an editor names: of topics and kinds, of sources, of prose."""
    from sitegen.views.frame import address_of

    corpus = graph.corpus
    found = {address_of(graph, topic) for topic in graph.topics} | {f"sources/{seed}/" for seed in graph.seeds}
    found |= {f"{page.slug}/" for page in corpus.pages}
    return found | {f"{entry.address}/" for kind, entry in corpus.kinds.items() if graph.of_kind(kind)}


def moved_problems(graph: Graph) -> list[Problem]:
    """An address that is still a page cannot be retired, and one that leads to no page helps nobody."""
    if not graph.corpus.moved:
        return []
    known, ends, found = _addresses(graph), moves(graph), []
    for one in graph.corpus.moved:
        was, now = f"{one.entry.was}/", ends[f"{one.entry.was}/"]
        if was in known:
            message = f"`{one.entry.was}` is the address of a page"
            found.append(Problem("address-in-use", one.source, message, "retire an address once its page is gone"))
        if now not in known:
            hint = did_you_mean(now.rstrip("/"), [address.rstrip("/") for address in sorted(known)])
            found.append(Problem("unknown-reference", one.source, f"there is no page at `{now.rstrip('/')}`", hint))
    return found
