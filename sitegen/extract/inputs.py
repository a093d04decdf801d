"""Files → text: plain text and Markdown as they are, HTML and PDF through libraries that know them.

Comes in: bytes and the file's name. Goes out: text. Apart, because the libraries are heavy, optional, and fail in ways of
their own.
"""

from __future__ import annotations

import io
import re

from sitegen.extract.normal import normalise

__all__ = ["UnreadableInput", "read_text"]

_HTML = re.compile(rb"\s*(?:<!doctype html|<html|<\?xml[^>]*>\s*<(?:!doctype )?html)", re.IGNORECASE)
MAX_BYTES = 20_000_000


class UnreadableInput(ValueError):
    """The file holds no text that can be read here; the message says why and what to do."""


def read_text(data: bytes, name: str = "") -> str:
    """The text of a document. Raises `UnreadableInput` for a PDF or page that cannot be read."""
    if len(data) > MAX_BYTES:
        raise UnreadableInput(f"{name or 'the file'} has {len(data)} bytes, more than {MAX_BYTES}")
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return _pdf(data)
    if _HTML.match(data[:2048]) or name.lower().endswith((".html", ".htm", ".xhtml")):
        return _html(data)
    for encoding in ("utf-8-sig", "utf-16") if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig",):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace")


def _pdf(data: bytes) -> str:
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError as error:
        raise UnreadableInput("reading PDF needs pypdf: pip install 'sitegen[extract]'") from error
    try:
        return "\n\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
        OverflowError,
    ) as error:
        # A broken PDF fails anywhere inside the library; for the editor it is one fact.
        raise UnreadableInput(f"this PDF cannot be read ({type(error).__name__})") from error


def _html(data: bytes) -> str:
    try:
        from trafilatura import extract
        from trafilatura.utils import decode_file
    except ImportError as error:
        raise UnreadableInput("reading HTML needs trafilatura: pip install 'sitegen[extract]'") from error
    page = decode_file(data)
    text = extract(page, include_tables=True, include_comments=False, favor_recall=True, output_format="txt") or ""
    # A page that is hardly more than a table loses its rows there: then everything that it shows is its text.
    if not text or (_TABLE.search(page) and "|" not in text):
        text = normalise(page).text
    if not text.strip():
        raise UnreadableInput("this page holds no text")
    return _with_title(page, text)


def _with_title(page: str, text: str) -> str:
    """The text below the page's own heading, which the search for the main text may have taken for decoration."""
    found = _HEADING.search(page) or _TITLE.search(page)
    title = " ".join(normalise(found[1]).text.split()) if found else ""
    return f"{title}\n\n{text}" if title and title not in text else text


_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_HEADING = re.compile(r"<h1\b[^>]{0,500}>(.{3,300}?)</h1>", re.IGNORECASE | re.DOTALL)
_TITLE = re.compile(r"<title\b[^>]{0,200}>(.{3,300}?)</title>", re.IGNORECASE | re.DOTALL)
