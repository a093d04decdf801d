"""What only a published site has: workbooks, rules for hosts, compressed files.

Comes in: the prepared site and its outputs. Goes out: further outputs. Apart from the build, which is run all day long
and waits for none of this.
"""

from __future__ import annotations

import gzip
import importlib.util
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

from sitegen.dataset.tables import tables
from sitegen.dataset.workbook import workbooks
from sitegen.delivery.model import is_lasting
from sitegen.drawing import Prepared
from sitegen.moved import moves
from sitegen.outputs import Output
from sitegen.views.material import Material

__all__ = ["MAKERS", "compressed", "extras", "host_files"]

_WORTH = 1_000
_TEXTS = (
    ".html",
    ".css",
    ".js",
    ".json",
    ".jsonld",
    ".csv",
    ".svg",
    ".txt",
    ".xml",
    ".md",
    ".bib",
    ".ris",
    ".webmanifest",
)
_BROTLI_SLOW = 300_000
_SECURITY = ("X-Content-Type-Options: nosniff", "Referrer-Policy: no-referrer")


def _workbooks(prepared: Prepared) -> tuple[Output, ...]:
    if importlib.util.find_spec("openpyxl") is None:
        return ()
    material = prepared.material
    return workbooks(material.dossier, tables(material.dossier, material.findings), material.built)


# One function, one row: what is written for a published site only.
MAKERS: tuple[Callable[[Prepared], tuple[Output, ...]], ...] = (_workbooks,)


def extras(prepared: Prepared, outputs: Sequence[Output], *, compress: bool) -> tuple[Output, ...]:
    """Everything that a published site has besides its outputs."""
    made = [output for maker in MAKERS for output in maker(prepared)]
    made += host_files(prepared.material, outputs)
    return (*made, *(compressed((*outputs, *made)) if compress else ()))


def host_files(material: Material, outputs: Iterable[Output]) -> list[Output]:
    """`_headers` and `_redirects`, as Netlify and Cloudflare Pages read them; other hosts show them to nobody's harm."""
    paths = sorted(output.path for output in outputs)
    folders = sorted({path.split("/")[0] for path in paths if path.endswith(".html") and "/" in path} - {"embed"})
    lines = ["/*", *(f"  {header}" for header in _SECURITY)]
    # Charts are made to be embedded elsewhere; pages are not.
    for pattern in ("/", "/index.html", *(f"/{folder}/*" for folder in folders)):
        lines += [pattern, "  Content-Security-Policy: frame-ancestors 'self'"]
    for path in filter(is_lasting, paths):
        lines += [f"/{path}", "  Cache-Control: public, max-age=31536000, immutable"]
    found = [Output("_headers", ("\n".join(lines) + "\n").encode("utf-8"))]
    retired = moves(material.graph)
    if retired:
        rules = "".join(f"/{was} /{now} 301\n" for was, now in retired.items())
        found.append(Output("_redirects", rules.encode("utf-8")))
    return found


def compressed(outputs: Sequence[Output]) -> tuple[Output, ...]:
    """Each text again as gzip and, where its library is installed, as brotli, where that is shorter."""
    texts = [one for one in outputs if one.path.endswith(_TEXTS) and len(one.data) >= _WORTH]
    with ThreadPoolExecutor(max(1, os.cpu_count() or 1)) as pool:
        found = list(pool.map(_forms, texts))
    return tuple(form for forms in found for form in forms)


def _forms(one: Output) -> list[Output]:
    forms = {"gz": gzip.compress(one.data, 9, mtime=0)}
    if importlib.util.find_spec("brotli") is not None:
        import brotli

        quality = 9 if len(one.data) > _BROTLI_SLOW else 11
        forms["br"] = brotli.compress(one.data, mode=brotli.MODE_TEXT, quality=quality)
    return [Output(f"{one.path}.{ending}", data) for ending, data in forms.items() if len(data) < len(one.data)]
