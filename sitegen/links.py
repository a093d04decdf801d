"""External links of built pages, and whether they still answer: the only place that asks the network.

Comes in: drawn pages. Goes out: the dead ones. Apart from `health`, which is pure.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from sitegen import __version__
from sitegen.health import Link
from sitegen.outputs import Output
from sitegen.problems import SitegenError

__all__ = ["NoNetwork", "answer", "dead_links", "external_links"]

_LINK = re.compile(rb'<a [^>]*?href="(https?://[^"]+)"')
_TIMEOUT = 20
# Hosts that answer so are there: they want a browser, a login or a pause.
_ALIVE = frozenset({401, 403, 405, 406, 429, 999})


class NoNetwork(SitegenError):
    """No host at all could be reached, so nothing can be said of any link."""


def external_links(outputs: Iterable[Output], own: str) -> dict[str, tuple[str, ...]]:
    """Address without its fragment → the pages that link to it; those that begin with `own`, if it is given, are ours."""
    found: dict[str, dict[str, None]] = {}
    for output in outputs:
        if output.path.endswith(".html"):
            for match in _LINK.findall(output.data):
                address = unescape(match.decode("utf-8", "replace")).partition("#")[0]
                if not own or not address.startswith(own):
                    found.setdefault(address, {})[output.path.removesuffix("index.html")] = None
    return {address: tuple(pages) for address, pages in sorted(found.items())}


def answer(address: str) -> str:
    """Why an address is dead, or nothing. Raises `NoNetwork` where no host could even be looked for."""
    request = Request(address, headers={"User-Agent": f"sitegen/{__version__} (link check)", "Accept": "*/*"})
    try:
        with urlopen(request, timeout=_TIMEOUT, context=ssl.create_default_context()) as reply:
            reply.read(1)
            return ""
    except HTTPError as error:
        return "" if error.code in _ALIVE else f"status {error.code}"
    except URLError as error:
        raise NoNetwork(str(error.reason)) from error
    except (OSError, HTTPException, ValueError) as error:
        return f"{type(error).__name__}: {error}"


def dead_links(links: Mapping[str, tuple[str, ...]], ask: Callable[[str], str] = answer) -> tuple[Link, ...]:
    """Those that do not answer, each asked twice. Raises `NoNetwork` where not one host could be reached."""

    def asked(address: str) -> tuple[str, bool]:
        why, reached = "", False
        for _ in range(2):
            try:
                why, reached = ask(address), True
                if not why:
                    break
            except NoNetwork as error:
                why = str(error)
        return why, reached

    with ThreadPoolExecutor(8) as pool:
        answers = dict(zip(links, pool.map(asked, links), strict=True))
    if answers and not any(reached for _, reached in answers.values()):
        raise NoNetwork("no host could be reached")
    return tuple(Link(address, why, links[address]) for address, (why, _) in answers.items() if why)
