"""Stage 2: the files of a site → a `Corpus` of typed facts, and every problem at once.

Comes in: `{path: bytes}` from `sources`. Goes out: the corpus of all that is valid, and the problems of all that is
not. References between files are resolved one stage later; here each file is held against its own shape and each
fact against its document's fingerprint. Raw text and mappings do not leave this module.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from pydantic import BaseModel

from sitegen import documents, proofs, seeds
from sitegen.documents import Mapping, Node, Sequence
from sitegen.facts import Corpus, Fact, Page, Seed, Topic, When
from sitegen.problems import Place, Problem, did_you_mean, sort_problems
from sitegen.reading import read_shape
from sitegen.shapes import (
    SAYS,
    FactEntry,
    FactsFile,
    GlossaryEntry,
    GlossaryFile,
    KindEntry,
    MeasureEntry,
    PageFront,
    SeedRecord,
    SiteFile,
    TopicFile,
)  # fmt: skip
from sitegen.sources import Files
from sitegen.tokens import words

__all__ = ["QUOTE_BUDGET", "Validated", "quoted_words", "validate"]

QUOTE_BUDGET = 0.35
"""Share of a document's words that all distinct quotes together may hold."""

M = TypeVar("M", bound=BaseModel)
_DATA = frozenset({"list", "reference"})  # names and records are data: outside the budget of quotes


@dataclass(frozen=True, slots=True)
class Validated:
    """`corpus` is None only where site.yaml itself cannot be read. `broken` are files that could not be used."""

    corpus: Corpus | None
    problems: tuple[Problem, ...]
    broken: frozenset[str]


@dataclass(slots=True)
class _Desk:
    """What one validation has read and found so far."""

    files: Files
    problems: list[Problem] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

    def text(self, path: str) -> str | None:
        text, problems = documents.decode(self.files[path], path)
        self.problems += problems
        if problems:
            self.broken.add(path)
            return None
        return text

    def shape(self, path: str, model: type[M]) -> tuple[M | None, Node | None]:
        text = self.text(path)
        if text is None:
            return None, None
        return self.parsed(text, path, model)

    def parsed(self, text: str, path: str, model: type[M]) -> tuple[M | None, Node | None]:
        node, problems = documents.parse(text, path)
        self.problems += problems
        if node is None:
            self.broken.add(path)
            return None, None
        value, problems = read_shape(model, node)
        self.problems += problems
        if value is None:
            self.broken.add(path)
        return value, node


def validate(files: Files) -> Validated:
    """Everything that the files say, and everything that is wrong with them."""
    desk = _Desk(files)
    site = _site(desk)
    if site is None:
        _syntax_of_the_rest(desk)
        return Validated(None, sort_problems(desk.problems), frozenset(desk.broken))
    found_seeds = _seeds(desk)
    topics = _topics(desk, site.kinds)
    known = _topic_ids(files, site.kinds)
    facts, drafts = _facts(desk, {seed.id: seed for seed in found_seeds}, site.measures, known)
    corpus = Corpus(
        site=site,
        kinds=site.kinds,
        measures=site.measures,
        seeds=tuple(_with_drafts(seed, drafts.get(seed.id, 0)) for seed in found_seeds),
        facts=tuple(facts),
        topics=topics,
        pages=_pages(desk),
        glossary=_glossary(desk),
    )
    _unknown_files(desk, site.kinds)
    _budgets(desk, corpus)
    return Validated(corpus, sort_problems(desk.problems), frozenset(desk.broken))


def _site(desk: _Desk) -> SiteFile | None:
    path = "content/site.yaml"
    if path not in desk.files:
        hint = "run sitegen where content/ is, or say `--root DIR`"
        desk.problems.append(Problem("missing-file", Place(path), "there is no such file", hint))
        return None
    return desk.shape(path, SiteFile)[0]


def _syntax_of_the_rest(desk: _Desk) -> None:
    """Without site.yaml no file's meaning can be judged, its syntax can."""
    for path in desk.files:
        if path.endswith(".yaml") and path != "content/site.yaml":
            text = desk.text(path)
            if text is not None:
                desk.problems += documents.parse(text, path)[1]


def _stem(path: str) -> str:
    return path.rsplit("/", 1)[-1].rsplit(".", 1)[0]


def _seeds(desk: _Desk) -> list[Seed]:
    found = []
    for path in sorted(path for path in desk.files if path.startswith("seeds/") and path.endswith(".yaml")):
        record, node = desk.shape(path, SeedRecord)
        print_path = path.removesuffix(".yaml") + ".fingerprint"
        if record is None or node is None:
            continue
        if print_path not in desk.files:
            desk.problems.append(
                Problem(
                    "missing-file",
                    Place(path),
                    f"`{print_path}` is missing",
                    "`sitegen seed add` makes it from the text",
                )
            )
            desk.broken.add(path)
            continue
        try:
            document = seeds.Fingerprint.loads(desk.files[print_path].decode("ascii", "replace").replace("\r\n", "\n"))
        except seeds.FingerprintError as error:
            desk.problems.append(
                Problem("fingerprint", Place(print_path), str(error), "`sitegen seed add` makes it again")
            )
            desk.broken.add(path)
            continue
        found.append(Seed(_stem(path), record, document, _document_text(desk, path, record, document, node)))
    return found


def _document_text(desk: _Desk, path: str, record: SeedRecord, document: seeds.Fingerprint, node: Node) -> str:
    """The text itself, where it is at hand and is the one that the record and the fingerprint were made from."""
    text_path = f"seeds/documents/{_stem(path)}.txt"
    data = desk.files.get(text_path)
    if data is None:
        return ""
    place = _place(node, "sha256")
    if hashlib.sha256(data).hexdigest() != record.sha256:
        desk.problems.append(
            Problem("fingerprint", place, f"`{text_path}` is another text", "`sitegen seed add` registers a new text")
        )
        return ""
    text = data.decode("utf-8", "replace")
    if seeds.fingerprint(words(text)).hashes != document.hashes:
        desk.problems.append(
            Problem(
                "fingerprint", place, "the fingerprint was not made from this text", "`sitegen seed add` makes it again"
            )
        )
    return text


def _with_drafts(seed: Seed, drafts: int) -> Seed:
    return Seed(seed.id, seed.record, seed.print, seed.text, drafts)


def _topics(desk: _Desk, kinds: AnyMapping[str, KindEntry]) -> tuple[Topic, ...]:
    found: list[Topic] = []
    first: dict[str, str] = {}
    for path in sorted(path for path in desk.files if path.startswith("content/topics/") and path.endswith(".yaml")):
        kind, topic_id = path.split("/")[2], _stem(path)
        if kind not in kinds or path.count("/") != 3:
            continue  # reported as an unknown file
        if topic_id in first:
            desk.problems.append(
                Problem(
                    "duplicate-id",
                    Place(path),
                    f"`{topic_id}` is also {first[topic_id]}",
                    "ids of topics are unique over all kinds",
                )
            )
            continue
        first[topic_id] = path
        file, _ = desk.shape(path, TopicFile)
        if file is not None:
            found.append(Topic(topic_id, kind, file, Place(path)))
    return tuple(found)


def _topic_ids(files: Files, kinds: AnyMapping[str, KindEntry]) -> frozenset[str]:
    """The ids of all topics that have a file, whether it can be read or not."""
    found = (path.split("/") for path in files if path.startswith("content/topics/") and path.endswith(".yaml"))
    return frozenset(parts[3].removesuffix(".yaml") for parts in found if len(parts) == 4 and parts[2] in kinds)


def _facts(
    desk: _Desk, by_id: AnyMapping[str, Seed], measures: AnyMapping[str, MeasureEntry], topic_ids: frozenset[str]
) -> tuple[list[Fact], dict[str, int]]:
    facts: list[Fact] = []
    drafts: dict[str, int] = {}
    for path in sorted(path for path in desk.files if path.startswith("content/facts/") and path.endswith(".yaml")):
        seed_id = _stem(path)
        seed = by_id.get(seed_id)
        file, node = desk.shape(path, FactsFile)
        if seed is None and f"seeds/{seed_id}.yaml" not in desk.broken:
            desk.problems.append(
                Problem("unknown-reference", Place(path), f"there is no seed `{seed_id}`", did_you_mean(seed_id, by_id))
            )
        if seed is None or node is None:
            continue
        whole = file is not None and file.status == "draft"
        entries = list(zip(file.facts, _fact_nodes(node), strict=True)) if file is not None else _salvage(node)
        accepted = [(entry, child) for entry, child in entries if not whole and entry.status != "draft"]
        if len(accepted) < len(entries):
            drafts[seed_id] = len(entries) - len(accepted)
        for entry, entry_node in accepted:
            desk.problems += _references(entry, entry_node, topic_ids)
        facts += _typed(desk, seed, accepted, measures)
    return facts, drafts


def _references(entry: FactEntry, node: Node, topic_ids: frozenset[str]) -> list[Problem]:
    """The topics that a fact names and that have no file."""
    named: list[tuple[str, int | None, str | None]] = [
        ("about", None, entry.about), ("where", None, entry.where), ("of", None, entry.of),
    ]  # fmt: skip
    named += [("topics", index, topic) for index, topic in enumerate(entry.topics or ())]
    return [
        Problem(
            "unknown-reference", _place(node, key, index), f"there is no topic `{name}`", did_you_mean(name, topic_ids)
        )
        for key, index, name in named
        if name and name not in topic_ids
    ]


def _fact_nodes(node: Node) -> tuple[Node, ...]:
    listed = node.get("facts") if isinstance(node, Mapping) else None
    return listed.items if isinstance(listed, Sequence) else ()


def _salvage(node: Node | None) -> list[tuple[FactEntry, Node]]:
    """The well-formed entries of a file with others that are not, so that one run reports what is wrong with both."""
    found = []
    for child in _fact_nodes(node) if node is not None else ():
        entry, _ = read_shape(FactEntry, child)
        if entry is not None:
            found.append((entry, child))
    return found


def _typed(
    desk: _Desk, seed: Seed, entries: list[tuple[FactEntry, Node]], measures: AnyMapping[str, MeasureEntry]
) -> list[Fact]:
    """The facts of one seed. Times that other facts define are filled in last, whatever the order of the file."""
    names: dict[str, Place] = {}
    built: list[tuple[Fact, str, Place]] = []
    for entry, node in entries:
        place = _place(node, "id")
        if entry.id in names:
            desk.problems.append(
                Problem(
                    "duplicate-id",
                    place,
                    f"`{entry.id}` stands twice; first in line {names[entry.id].line}",
                    "ids are unique within a file",
                )
            )
            continue
        names[entry.id] = place
        if entry.measure not in measures:
            desk.problems.append(
                Problem(
                    "unknown-measure",
                    _place(node, "measure"),
                    f"site.yaml declares no measure `{entry.measure}`",
                    did_you_mean(entry.measure, measures),
                )
            )
            continue
        fact, reference, problems = _fact(seed, entry, node, measures[entry.measure])
        desk.problems += problems
        if fact is not None:
            built.append((fact, reference, _place(node, "when")))
    by_name = {fact.name: fact for fact, _, _ in built}
    facts = []
    for fact, reference, at in built:
        if not reference:
            facts.append(fact)
            continue
        when, problem = _defined_when(reference, by_name, names, at)
        if problem is not None:
            desk.problems.append(problem)
        facts.append(replace(fact, when=when))
    return facts


def _defined_when(
    reference: str, by_name: AnyMapping[str, Fact], names: AnyMapping[str, Place], at: Place
) -> tuple[When | None, Problem | None]:
    target = by_name.get(reference)
    if target is None:
        if reference in names:
            return None, None  # that fact has a problem of its own
        return None, Problem(
            "unknown-reference", at, f"this file has no fact `{reference}`", did_you_mean(reference, names)
        )
    if target.quantity is not None and target.quantity.kind in {"year", "period", "date"}:
        return proofs.when_of(target.quantity, target.value, reference), None
    if target.when is not None:
        return When(
            target.when.printed, target.when.first, target.when.last, target.when.month, target.when.day, reference
        ), None
    return None, Problem(
        "not-a-time", at, f"`{reference}` states no time", "name a fact whose value is a year, a period or a date"
    )


def _place(node: Node, key: str, index: int | None = None) -> Place:
    """The place of a value of a mapping, or of an item of it; of the mapping where it has no such key."""
    child = node.get(key) if isinstance(node, Mapping) else None
    if isinstance(child, Sequence) and index is not None and index < len(child.items):
        return child.items[index].place
    if isinstance(child, Mapping) and index is not None and index < len(child.items):
        return child.items[index][1].place
    return child.place if child is not None else node.place


def _fact(seed: Seed, entry: FactEntry, node: Node, measure: MeasureEntry) -> tuple[Fact | None, str, list[Problem]]:
    """The fact, the name of the fact that defines its time (or nothing), and its problems."""

    def locate(key: str, index: int | None = None) -> Place:
        return _place(node, key, index)

    proved, parts, problems = proofs.prove_quotes(entry.quotes, entry.places, seed.print, locate)
    shape = _says_what_it_takes(entry, measure, locate)
    if shape is not None:
        return None, "", [*problems, shape]
    quantity, when, run, reference = None, None, None, ""
    if entry.value is not None:
        quantity, problem = proofs.read_value(entry.value, measure.takes, seed.record.number_format, locate("value"))
        problem = problem or proofs.value_follows(entry.value, quantity, parts, locate("value"))
        problems += [problem] if problem else []
    if entry.members is not None and len(proved) == len(entry.quotes):
        run, problem = proofs.prove_members(entry.members, proved, parts, seed.print, locate, "members")
        problems += [problem] if problem else []
    if entry.record is not None and len(proved) == len(entry.quotes):
        run, problem = proofs.prove_members(tuple(entry.record.values()), proved, parts, seed.print, locate, "record")
        problems += [problem] if problem else []
    if entry.statement is not None:
        problem = proofs.statement_follows(entry.statement, parts, locate("statement"))
        problems += [problem] if problem else []
    if entry.when is not None:
        if entry.when[:1].islower():
            reference = entry.when
        else:
            when, problem = proofs.read_when(entry.when, parts, locate("when"))
            problems += [problem] if problem else []
    if problems:
        return None, "", problems
    fact = Fact(
        seed=seed.id, name=entry.id, about=entry.about, measure=entry.measure, takes=measure.takes,
        role=measure.role or "", value=entry.value or "", quantity=quantity, members=entry.members or (),
        statement=(entry.statement or "").strip(), record=tuple((entry.record or {}).items()), empty=entry.empty is not None, proofs=proved, run=run, when=when,
        where=entry.where or "", by=entry.by or "", of=entry.of or "", topics=entry.topics or (),
        language=entry.language or seed.record.language, note=(entry.note or "").strip(), checked_by=entry.checked_by or "", checked_on=entry.checked_on or "",
        source=locate("id"),
    )  # fmt: skip
    return fact, reference, []


_SAYS = {"list": "members", "claim": "statement", "event": "statement", "reference": "record"}


def _says_what_it_takes(entry: FactEntry, measure: MeasureEntry, locate: Callable[..., Place]) -> Problem | None:
    wanted = _SAYS.get(measure.takes, "value")
    said = next(name for name in SAYS if getattr(entry, name) is not None)
    if said in (wanted, "empty"):
        return None
    message = f"`{entry.measure}` takes `{wanted}`, not `{said}`"
    return Problem("fact-shape", locate(said), message, "choose another measure, or say it in the other form")


def _pages(desk: _Desk) -> tuple[Page, ...]:
    found = []
    for path in sorted(path for path in desk.files if path.startswith("content/pages/") and path.endswith(".md")):
        text = desk.text(path)
        if text is None:
            continue
        head, line, body = text.partition("\n---\n")
        if not head.startswith("---\n") or not line:
            desk.problems.append(
                Problem(
                    "front-matter",
                    Place(path),
                    "the page does not begin with front matter",
                    "begin with `---`, `title: …`, `description: …`, `---`",
                )
            )
            continue
        front, _ = desk.parsed("\n" + head.removeprefix("---\n"), path, PageFront)
        if front is not None:
            found.append(Page(_stem(path), front, body, Place(path, head.count("\n") + 3)))
    return tuple(found)


def _glossary(desk: _Desk) -> tuple[GlossaryEntry, ...]:
    path = "content/glossary.yaml"
    file = desk.shape(path, GlossaryFile)[0] if path in desk.files else None
    return file.terms if file is not None else ()


def _unknown_files(desk: _Desk, kinds: AnyMapping[str, KindEntry]) -> None:
    for path in desk.files:
        parts = path.split("/")
        known = (
            path in {"content/site.yaml", "content/glossary.yaml", "seeds/README.md"}
            or (parts[:2] == ["content", "facts"] and len(parts) == 3 and path.endswith(".yaml"))
            or (parts[:2] == ["content", "pages"] and len(parts) == 3 and path.endswith(".md"))
            or (parts[:2] == ["content", "topics"] and len(parts) == 4 and path.endswith(".yaml") and parts[2] in kinds)
            or (parts[0] == "seeds" and len(parts) == 2 and path.endswith((".yaml", ".fingerprint")))
            or parts[:2] == ["seeds", "documents"]
        )
        if not known:
            wrong_kind = parts[:2] == ["content", "topics"] and len(parts) == 4 and parts[2] not in kinds
            message = f"site.yaml declares no kind `{parts[2]}`" if wrong_kind else "no file of this name belongs here"
            desk.problems.append(
                Problem(
                    "unknown-file",
                    Place(path),
                    message,
                    did_you_mean(parts[2], kinds) if wrong_kind else "remove or rename it",
                )
            )


def quoted_words(facts: tuple[Fact, ...]) -> int:
    """Words in all distinct quotes of one seed; names, lists and records do not count."""
    return sum(
        len(words(quote.replace("…", " ")))
        for quote in {proof.quote for fact in facts if fact.takes not in _DATA for proof in fact.proofs}
    )


def _budgets(desk: _Desk, corpus: Corpus) -> None:
    for seed in corpus.seeds:
        facts = tuple(fact for fact in corpus.facts if fact.seed == seed.id)
        used, allowed = quoted_words(facts), int(seed.print.tokens * QUOTE_BUDGET)
        if used > allowed:
            message = f"the quotes hold {used} words, more than {allowed} ({QUOTE_BUDGET:.0%} of the document's {seed.print.tokens})"
            desk.problems.append(
                Problem(
                    "quote-budget",
                    Place(f"content/facts/{seed.id}.yaml"),
                    message,
                    "shorten the quotes, or drop what no reader would miss",
                )
            )
