"""The local editing view: what its forms show, and what saving one does.

Comes in: the site that is being edited, and requests in JSON. Goes out: a status and an answer; on success one file of
facts in which only the lines concerned changed and, for a correction, its reason. Apart from `serve`, which decides who
may ask, and from `edits`, which knows no files.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Callable, Mapping
from http import HTTPStatus
from threading import Lock
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, ValidationError

from sitegen import documents, seeds, sources
from sitegen.documents import Scalar, Sequence
from sitegen.edits import CannotEdit, append_item, set_key
from sitegen.facts import Fact
from sitegen.loading import examine
from sitegen.messages import PerLanguage
from sitegen.problems import Problem, printable
from sitegen.proofs import MAX_WORDS
from sitegen.quantities import QUALIFIERS, UnreadableQuantity, parse
from sitegen.reports import frame_of
from sitegen.scaffold import CannotMake, Said, new_file
from sitegen.shapes import FactEntry
from sitegen.tokens import tokenise, words
from sitegen.writing import write_file

if TYPE_CHECKING:  # an editor is made around a running site, which needs none
    from sitegen.live import LiveSite

__all__ = ["Editor", "pieces_of"]

Answer = tuple[int, Mapping[str, object]]
Starts = tuple[Mapping[str, int], Callable[[str], int]]
_ORDER = tuple(FactEntry.model_fields)
_SAID = ("statement", "note")
_NUMBER = re.compile(r"[-+]?\d(?:.*\d)?")


class _Reason(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    name: str
    text: str


class _Change(BaseModel):
    """A form that is saved: the file as the page knew it, the keys that changed (None removes), the reason."""

    model_config = ConfigDict(extra="forbid", strict=True)
    digest: str
    values: dict[str, str | list[str] | None]
    reason: _Reason | None = None


class _Pick(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    start: int
    end: int


class Editor:
    """Edits of the files of one site. `token` proves that a request comes from a page of this run."""

    def __init__(self, site: LiveSite) -> None:
        self.site = site
        self._token = secrets.token_urlsafe(24)
        self._lock = Lock()

    def knows(self, token: str) -> bool:
        return hmac.compare_digest(token.encode("utf-8", "replace"), self._token.encode())

    def show(self, what: str) -> Answer:
        """What the forms of a source's page need: `facts/<seed>`."""
        kind, _, seed_id = what.partition("/")
        graph = self.site.loaded.graph
        if kind != "facts" or graph is None or seed_id not in graph.seeds:
            return HTTPStatus.NOT_FOUND, {"message": "there is no such source"}
        data = sources.read(self.site.root)[0].get(_path(seed_id), b"")
        return HTTPStatus.OK, {
            "token": self._token,
            "digest": _digest(data),
            "facts": {fact.name: _form(fact, graph.corpus.site.main_language) for fact in graph.facts_of(seed_id)},
            "measures": [[name, measure.takes] for name, measure in graph.corpus.measures.items()],
            "topics": [[topic.id, topic.name] for topic in graph.topics.values()],
            "text": graph.seeds[seed_id].text,
        }

    def save(self, what: str, body: bytes) -> Answer:
        """`fact/<seed>/<name>` changes a fact, `new/<seed>` adds one, `pick/<seed>` makes a quote of a selection."""
        kind, _, rest = what.partition("/")
        seed_id, _, name = rest.partition("/")
        graph = self.site.loaded.graph
        if graph is None or seed_id not in graph.seeds or kind not in {"fact", "new", "pick"}:
            return HTTPStatus.NOT_FOUND, {"message": "there is no such source"}
        try:
            said = json.loads(body)
            if kind == "pick":
                return _picked(graph.seeds[seed_id], _Pick.model_validate(said))
            change = _Change.model_validate(said)
        except (ValueError, ValidationError, RecursionError):
            return HTTPStatus.BAD_REQUEST, {"message": "this is no form of this page"}
        known = {*_ORDER, *(f"{key}.{tag}" for key in _SAID for tag in graph.corpus.site.all_languages)}
        if set(change.values) - known:
            return HTTPStatus.BAD_REQUEST, {"message": "a fact has no such key"}
        with self._lock:
            return self._saved(seed_id, name if kind == "fact" else None, change)

    def _saved(self, seed_id: str, name: str | None, change: _Change) -> Answer:
        path = _path(seed_id)
        files, found = sources.read(self.site.root)
        before = files.get(path, b"")
        if _digest(before) != change.digest:
            return HTTPStatus.CONFLICT, {"message": f"{path} was changed meanwhile: load the page again"}
        text = before.decode("utf-8-sig")
        crlf = "\r\n" in text
        values = {
            key: tuple(value) if isinstance(value, list) else value or None for key, value in change.values.items()
        }
        try:
            made = _edited(text.replace("\r\n", "\n"), path, name, values, self._starts(seed_id))
            written = {path: made.replace("\n", "\r\n") if crlf else made}
            if change.reason is not None:
                written |= dict(
                    [new_file(files, "change", change.reason.name, Said((f"{seed_id}/{name}",), change.reason.text))]
                )
        except (CannotEdit, CannotMake) as error:
            return HTTPStatus.UNPROCESSABLE_ENTITY, {"message": str(error), "problems": []}
        bom = "\ufeff" if before.startswith(b"\xef\xbb\xbf") else ""
        written[path] = bom + written[path]
        after = {**files, **{changed: new.encode("utf-8", "surrogatepass") for changed, new in written.items()}}
        faults = _new_faults(files, after, found)
        if faults:
            frames = [frame_of(fault, written.get(fault.place.path, "")) for fault in faults]
            return HTTPStatus.UNPROCESSABLE_ENTITY, {"message": "nothing was saved", "problems": frames}
        for changed, new in written.items():
            write_file(self.site.root, changed, new)
        self.site.reload()
        return HTTPStatus.OK, {"message": f"saved {', '.join(sorted(written))}"}

    def _starts(self, seed_id: str) -> Starts:
        """Where the quote of each fact stands, and where one would stand that is not yet a fact's."""
        graph = self.site.loaded.graph
        if graph is None:
            return {}, lambda _: 0
        document = graph.seeds[seed_id].print

        def start(quote: str) -> int:
            found = seeds.find_quote(seeds.quote_parts(quote), document)
            return found[0][0].start if found else document.tokens

        return {fact.name: fact.start for fact in graph.facts_of(seed_id)}, start


def _path(seed_id: str) -> str:
    return f"content/facts/{seed_id}.yaml"


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def pieces_of(value: str) -> dict[str, str]:
    """A printed value as qualifier, number and unit; `…` in the unit stands for the number."""
    low = value.lower()
    found = max((word for word in QUALIFIERS if low.startswith(word) and len(value) > len(word)), key=len, default="")
    rest = value[len(found) :].lstrip()
    number = _NUMBER.search(rest)
    if number is None:
        return {"qualifier": value[: len(found)], "number": rest, "unit": "…"}
    return {
        "qualifier": value[: len(found)],
        "number": number.group(),
        "unit": f"{rest[: number.start()]}…{rest[number.end() :]}",
    }


def _form(fact: Fact, main: str) -> dict[str, object]:
    """The fields of a fact's form; what is given in several languages has one for each, `statement.es`."""
    quotes = [proof.quote for proof in fact.proofs]
    when = fact.when.defined_by or fact.when.printed if fact.when else ""
    return {
        "value": fact.value, **_said("statement", fact.statement, main), "when": when, **_said("note", fact.note, main),
        "quote": quotes[0] if len(quotes) == 1 else quotes,
        "pieces": pieces_of(fact.value) if fact.value and fact.quantity else None,
    }  # fmt: skip


def _said(key: str, text: str, main: str) -> dict[str, str]:
    if not isinstance(text, PerLanguage):
        return {key: text}
    return {f"{key}.{tag}": one for tag, one in {main: str(text), **text.others}.items()}


def _edited(
    text: str, path: str, name: str | None, values: Mapping[str, str | tuple[str, ...] | None], starts: Starts
) -> str:
    """The text with one fact changed or, without a name, with one added where its quote stands in the document."""
    node = documents.parse(text, path)[0]
    listed = node.get("facts") if isinstance(node, documents.Mapping) else None
    items = listed.items if isinstance(listed, Sequence) else ()
    found = [item.get("id") if isinstance(item, documents.Mapping) else None for item in items]
    ids = [item.text if isinstance(item, Scalar) else "" for item in found]
    if name is None:
        known, start = starts
        quote = values.get("quote")
        at = start(quote if isinstance(quote, str) else (quote or ("",))[0])
        before = [index for index, fact in enumerate(ids) if known.get(fact, at + 1) <= at]
        kept = {key: value for key in _ORDER if (value := values.get(key))}
        return append_item(text, ("facts",), before[-1] if before else -1, kept)
    if name not in ids:
        raise CannotEdit(f"{path} has no fact `{name}`")
    for key, value in values.items():
        whole, _, tag = key.partition(".")
        entry = items[ids.index(name)]
        if (
            whole in _SAID
            and not tag
            and isinstance(entry, documents.Mapping)
            and isinstance(entry.get(whole), documents.Mapping)
        ):
            raise CannotEdit(f"`{whole}` is given in several languages: change `{whole}.<language>`")
        within: tuple[str | int, ...] = ("facts", ids.index(name))
        text = set_key(text, (*within, whole), tag, value) if tag else set_key(text, within, key, value, _ORDER)
    return text


def _new_faults(before: sources.Files, after: sources.Files, found: list[Problem]) -> list[Problem]:
    """The errors that the edit would bring: the same checks as ever, on files in memory."""
    known = {(problem.rule, problem.place.path, problem.message) for problem in examine(before, found).problems}
    return [
        problem
        for problem in examine(after, found).problems
        if problem.severity == "error" and (problem.rule, problem.place.path, problem.message) not in known
    ]


def _picked(seed: Any, pick: _Pick) -> Answer:
    """The quote of a selection: whole words, as many as a proof may have, and what value it may state."""
    text = seed.text
    if not text:
        return HTTPStatus.NOT_FOUND, {"message": "the document's text is not at hand"}
    tokens = tokenise(text)
    chosen = [i for i, (start, end) in enumerate(tokens.spans) if start < pick.end and end > pick.start]
    if not chosen:
        return HTTPStatus.UNPROCESSABLE_ENTITY, {"message": "the selection holds no word"}
    if not seeds.RUN <= len(chosen) <= MAX_WORDS:
        message = f"the selection has {len(chosen)} words; a quote has {seeds.RUN} to {MAX_WORDS}"
        return HTTPStatus.UNPROCESSABLE_ENTITY, {"message": message}
    start, end = tokens.spans[chosen[0]][0], tokens.spans[chosen[-1]][1]
    quote = printable(" ".join(text[start:end].split()))
    spans = seed.print.find(words(quote))
    place = next((str(i + 1) for i, span in enumerate(spans) if span.start == chosen[0]), "") if len(spans) > 1 else ""
    if not spans:
        return HTTPStatus.UNPROCESSABLE_ENTITY, {"message": "these words do not stand there as one run of plain text"}
    return HTTPStatus.OK, {"quote": quote, "place": place, "value": _value_in(quote), "words": len(chosen)}


def _value_in(quote: str) -> str:
    """The longest stretch of a quote that reads as a quantity which is no bare year, or nothing."""
    spans = tokenise(quote).spans
    tries = sorted(((b - a, -a, a, b) for a in range(len(spans)) for b in range(a + 1, len(spans) + 1)), reverse=True)
    for _, _, first, last in tries:
        text = quote[spans[first][0] : spans[last - 1][1]]
        if not any(char.isdigit() for char in text):
            continue
        try:
            quantity = parse(text)
        except UnreadableQuantity:
            continue
        if quantity.kind not in {"year", "date"} and (quantity.unit or quantity.kind != "count"):
            return text
    return ""
