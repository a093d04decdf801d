"""Where a reader mends what is wrong: the line of a file in the repository, a new report about a page or a fact.

Comes in: the repository's address, as site.yaml names it, and a place. Goes out: addresses, empty where none is named.
Apart, because hosts of repositories differ in their addresses and pages should not.
"""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from sitegen.problems import Place

__all__ = ["line_of", "report_on"]


def _is_gitlab(repository: str) -> bool:
    return "gitlab" in (urlsplit(repository).hostname or "")


def line_of(repository: str, place: Place) -> str:
    """The line of a file, on the repository's main branch."""
    if not repository:
        return ""
    folder = "/-/blob/HEAD/" if _is_gitlab(repository) else "/blob/HEAD/"
    return f"{repository.rstrip('/')}{folder}{quote(place.path)}#L{place.line}"


def report_on(repository: str, title: str) -> str:
    """A new report with its title filled in."""
    if not repository:
        return ""
    form = "/-/issues/new?issue[title]=" if _is_gitlab(repository) else "/issues/new?title="
    return f"{repository.rstrip('/')}{form}{quote(title, safe='')}"
