"""Languages without a catalogue: which of a site's have none, and an empty one to be filled.

Comes in: language tags and the catalogues that there are. Goes out: what an editor is told, and the text of a new file. Apart
from `languages`, which reads catalogues: here they are begun.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator

from sitegen.problems import Place, Problem

__all__ = ["empty_catalogue", "silent"]

_DATED = re.compile(r'"(POT-Creation|PO-Revision|Generated-By|Last-Translator|Language-Team|Report|Project)')
_HEAD = """\
# What the pages of this site say themselves, in a further language: fill in each `msgstr`. What is left empty stands in English.
# Words in braces are places that are filled later; tags stay as they are.
"""


def silent(tags: Iterable[str], sources: Callable[[str], tuple[bytes, ...]]) -> Iterator[Problem]:
    """A note for each language in which pages cannot speak: there is no catalogue of it."""
    for tag in tags:
        base = tag.partition("-")[0]
        if base != "en" and not any(sources(name) for name in {base, tag}):
            message = f"there is no catalogue of `{tag}`: what pages say themselves, such as headings and labels, stands in English"
            hint = f"`sitegen new catalogue {tag}` writes an empty one to templates/locale/; fill in what you can"
            yield Problem("no-catalogue", Place("content/site.yaml"), message, hint, severity="note")


def empty_catalogue(tag: str, example: bytes) -> str:
    """The catalogue of a language with every message of an `example` and no translation."""
    from babel.core import UnknownLocaleError
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import read_po, write_po

    known = read_po(io.BytesIO(example), abort_invalid=True)
    try:
        made = Catalog(locale=tag.replace("-", "_"), charset="utf-8", fuzzy=False, header_comment="")
        forms = made.num_plurals
    except (UnknownLocaleError, ValueError):
        made, forms = Catalog(charset="utf-8", fuzzy=False, header_comment=""), 2
    for message in known:
        if message.id:
            empty = ("",) * forms if isinstance(message.id, (tuple, list)) else ""
            made.add(message.id, empty, locations=message.locations)
    text = io.BytesIO()
    write_po(text, made, width=120, include_lineno=False)
    lines = [line for line in text.getvalue().decode("utf-8").splitlines() if not _DATED.match(line)]
    return _HEAD + "\n".join(lines).strip() + "\n"
