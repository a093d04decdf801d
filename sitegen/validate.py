"""Stage 2: the files of a site → a `Corpus` of typed facts, and every problem at once.

Comes in: `{path: bytes}` from `sources`. Goes out: the corpus of all that is valid, and the problems of all that is
not. References between files are resolved one stage later; here each file is held against its own shape and each
fact against its document's fingerprint. Raw text and mappings do not leave this module.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, replace
from functools import partial

from sitegen import documents, figures, markup, seeds
from sitegen.corrections import read_changes
from sitegen.documents import Mapping, Node, Scalar, Sequence
from sitegen.entries import place_of, read_facts, stem, topic_ids
from sitegen.facts import Corpus, Decision, Moved, Page, Relation, Seed, Topic
from sitegen.memory import Memory
from sitegen.problems import Place, Problem, did_you_mean, sort_problems
from sitegen.reading import Desk
from sitegen.shapes import (
    DecisionFile,
    GlossaryEntry,
    GlossaryFile,
    KindEntry,
    MovedFile,
    PageFront,
    RelationsFile,
    SeedRecord,
    SiteFile,
    TopicFile,
)
from sitegen.slugs import slug_problems
from sitegen.sources import Files
from sitegen.tokens import words
from sitegen.upgrades import form_problem

__all__ = ["Validated", "validate"]


@dataclass(frozen=True, slots=True)
class Validated:
    """`corpus` is None only where site.yaml itself cannot be read. `broken` are files that could not be used."""

    corpus: Corpus | None
    problems: tuple[Problem, ...]
    broken: frozenset[str]


def validate(files: Files, memory: Memory | None = None) -> Validated:
    """Everything that the files say, and everything that is wrong with them. `memory` serves many loads of one site."""
    desk = Desk(files, memory=memory)
    site = _site(desk)
    if site is None:
        _syntax_of_the_rest(desk)
        return Validated(None, sort_problems(desk.problems), frozenset(desk.broken))
    found_seeds = desk.folder("seeds/", _seeds)
    topics = desk.folder("content/topics/", partial(_topics, kinds=frozenset(site.kinds)), frozenset(site.kinds))
    known = topic_ids(files, site.kinds)
    told, drafts = read_facts(desk, {seed.id: seed for seed in found_seeds}, site.measures, site.dimensions, known)
    corpus = Corpus(
        site=site,
        kinds=site.kinds,
        measures=site.measures,
        seeds=tuple(replace(seed, drafts=drafts[seed.id]) if seed.id in drafts else seed for seed in found_seeds),
        told=told,
        topics=topics,
        pages=_pages(desk),
        glossary=_glossary(desk),
        decisions=_decisions(desk),
        changes=read_changes(desk),
        relations=_relations(desk),
        moved=_moved(desk),
        declared=frozenset(desk.declared),
    )
    _unknown_files(desk, site.kinds)
    return Validated(corpus, sort_problems(desk.problems), frozenset(desk.broken))


def _site(desk: Desk) -> SiteFile | None:
    path = "content/site.yaml"
    if path not in desk.files:
        hint = "run sitegen where content/ is, or say `--root DIR`"
        desk.problems.append(Problem("missing-file", Place(path), "there is no such file", hint))
        return None
    other = form_problem(desk.files)
    if other is not None:
        desk.problems.append(other)
        return None
    site, node = desk.shape(path, SiteFile)
    if site is not None and node is not None:
        desk.languages = site.all_languages
        folder = "content/pages/"
        pages = [
            stem(page).partition(".")[0] for page in desk.files if page.startswith(folder) and page.endswith(".md")
        ]
        desk.problems += [*slug_problems(site, node, pages), *_apart_problems(site, node)]
    return site


def _apart_problems(site: SiteFile, node: Node) -> Iterator[Problem]:
    """Headings that stand apart, but that nothing stands under."""
    known = {str(title) for title in site.sections} | {one.section for one in site.measures.values() if one.section}
    named = node.get("apart") if isinstance(node, Mapping) else None
    for item in named.items if isinstance(named, Sequence) else ():
        if isinstance(item, Scalar) and item.text not in known:
            message = f"neither `sections` nor a measure has a heading `{item.text}`"
            yield Problem("unknown-section", item.place, message, did_you_mean(item.text, known))


def _syntax_of_the_rest(desk: Desk) -> None:
    """Without site.yaml no file's meaning can be judged, its syntax can."""
    for path in desk.files:
        if path.endswith(".yaml") and path != "content/site.yaml":
            text = desk.text(path)
            if text is not None:
                desk.problems += documents.parse(text, path)[1]


def _seeds(desk: Desk) -> tuple[Seed, ...]:
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
            document = desk.remembered(
                ("fingerprint", desk.files[print_path]), partial(_fingerprint, desk.files[print_path])
            )
        except seeds.FingerprintError as error:
            desk.problems.append(
                Problem("fingerprint", Place(print_path), str(error), "`sitegen seed add` makes it again")
            )
            desk.broken.add(path)
            continue
        text = _document_text(desk, path, record, document, node)
        found.append(Seed(stem(path), record, document, text, figures=_figures(desk, path, document, text)))
    return tuple(found)


def _figures(desk: Desk, path: str, document: seeds.Fingerprint, text: str) -> tuple[int, ...] | None:
    """Where the figures of a document stand, as its file has it; the same as in the text, where that is at hand."""
    own = path.removesuffix(".yaml") + ".figures"
    data = desk.files.get(own)
    if data is None:
        return None
    said = data.decode("ascii", "replace").replace("\r\n", "\n")
    try:
        found = desk.remembered(("figures", data, document.tokens), lambda: figures.loads(said, document.tokens))
    except figures.FiguresError as error:
        desk.problems.append(Problem("fingerprint", Place(own), str(error), "`sitegen seed add` makes it again"))
        return None
    if text and desk.remembered(("figures of", text), lambda: figures.figures(words(text))) != found:
        message = "these are not the figures of the text"
        desk.problems.append(Problem("fingerprint", Place(own), message, "`sitegen seed add` makes it again"))
    return found


def _fingerprint(data: bytes) -> seeds.Fingerprint:
    return seeds.Fingerprint.loads(data.decode("ascii", "replace").replace("\r\n", "\n"))


def _document_text(desk: Desk, path: str, record: SeedRecord, document: seeds.Fingerprint, node: Node) -> str:
    """The text itself, where it is at hand and is the one that the record and the fingerprint were made from."""
    text_path = f"seeds/documents/{stem(path)}.txt"
    data = desk.files.get(text_path)
    if data is None:
        return ""
    place = place_of(node, "sha256")
    if hashlib.sha256(data).hexdigest() != record.sha256:
        desk.problems.append(
            Problem("fingerprint", place, f"`{text_path}` is another text", "`sitegen seed add` registers a new text")
        )
        return ""
    text = data.decode("utf-8", "replace")
    if desk.remembered(("text", data), lambda: seeds.fingerprint(words(text)).hashes) != document.hashes:
        desk.problems.append(
            Problem(
                "fingerprint", place, "the fingerprint was not made from this text", "`sitegen seed add` makes it again"
            )
        )
    return text


def _topics(desk: Desk, kinds: frozenset[str]) -> tuple[Topic, ...]:
    found: list[Topic] = []
    first: dict[str, str] = {}
    for path in sorted(path for path in desk.files if path.startswith("content/topics/") and path.endswith(".yaml")):
        kind, topic_id = path.split("/")[2], stem(path)
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
        file, node = desk.shape(path, TopicFile)
        if file is not None and node is not None:
            found.append(Topic(topic_id, kind, file, Place(path), _references(desk, path), place_of(node, "summary")))
    return tuple(found)


def _references(desk: Desk, path: str) -> tuple[tuple[str, Place], ...]:
    """The facts that a file's prose refers to, where they stand in the file."""
    data = desk.files[path]

    def found() -> tuple[tuple[str, Place], ...]:
        text = documents.decode(data, path)[0]
        return tuple(
            (fact, Place(path, line + 1, column + 1, len(fact) + 2)) for fact, line, column in markup.references(text)
        )

    return desk.remembered(("references", path, data), found)


def _pages(desk: Desk) -> tuple[Page, ...]:
    """Pages of prose. What `methodology.md` says in another language stands beside it, in `methodology.es.md`."""
    found = _each_page(desk)
    whole = {page.slug for page in found}
    kept: list[Page] = []
    others: dict[str, dict[str, Page]] = {}
    for page in found:
        slug, _, tag = page.slug.partition(".")
        if tag and not (tag in desk.languages[1:] and f"content/pages/{slug}.md" in desk.files):
            message = f"`{page.slug}` is no page in a further language of the site"
            hint = "a page is `<name>.md`, the same in a further language `<name>.<language>.md`; see `languages` in site.yaml"
            desk.problems.append(Problem("file-name", page.source, message, hint))
        elif tag and slug in whole:
            others.setdefault(slug, {})[tag] = page
        else:
            # A translation of a page that has errors of its own stands for itself: what it refers to is checked all the same.
            kept.append(page)
    return tuple(
        replace(
            page,
            others=others.get(page.slug, {}),
            references=(
                *page.references,
                *(one for other in others.get(page.slug, {}).values() for one in other.references),
            ),
        )
        for page in kept
    )


def _each_page(desk: Desk) -> list[Page]:
    found = []
    for path in sorted(path for path in desk.files if path.startswith("content/pages/") and path.endswith(".md")):
        text = desk.text(path)
        if text is None:
            continue
        parts = markup.front_matter(text)
        if parts is None:
            desk.problems.append(
                Problem(
                    "front-matter",
                    Place(path),
                    "the page does not begin with front matter",
                    "begin with `---`, `title: …`, `description: …`, `---`",
                )
            )
            continue
        head, body = parts
        front, _ = desk.parsed("\n" + head, path, PageFront)
        if front is not None:
            # The text's first line, behind the two `---`.
            begins = Place(path, head.count("\n") + 3)
            found.append(Page(stem(path), front, body, Place(path), _references(desk, path), begins))
    return found


def _glossary(desk: Desk) -> tuple[GlossaryEntry, ...]:
    path = "content/glossary.yaml"
    file = desk.shape(path, GlossaryFile)[0] if path in desk.files else None
    return file.terms if file is not None else ()


def _decisions(desk: Desk) -> tuple[Decision, ...]:
    found = []
    for path in sorted(path for path in desk.files if path.startswith("content/decisions/") and path.endswith(".yaml")):
        file, node = desk.shape(path, DecisionFile)
        if file is not None and node is not None:
            found.append(Decision(stem(path), file, Place(path), _references(desk, path), place_of(node, "reason")))
    return tuple(found)


def _relations(desk: Desk) -> tuple[Relation, ...]:
    path = "content/relations.yaml"
    file, node = desk.shape(path, RelationsFile) if path in desk.files else (None, None)
    if file is None or not isinstance(node, Mapping):
        return ()
    listed = node.get("relations")
    places = [item.place for item in listed.items] if isinstance(listed, Sequence) else []
    references = _references(desk, path)
    ends = [*(place.line for place in places[1:]), 10**9]
    return tuple(
        Relation(entry, place, tuple(one for one in references if place.line <= one[1].line < end), place)
        for entry, place, end in zip(file.relations, places, ends, strict=True)
    )


def _moved(desk: Desk) -> tuple[Moved, ...]:
    path = "content/moved.yaml"
    file, node = desk.shape(path, MovedFile) if path in desk.files else (None, None)
    listed = node.get("moved") if isinstance(node, Mapping) else None
    if file is None or not isinstance(listed, Sequence):
        return ()
    return tuple(Moved(entry, item.place) for entry, item in zip(file.moved, listed.items, strict=True))


_ALONE = frozenset(
    [f"content/{name}.yaml" for name in ("site", "glossary", "relations", "moved")] + ["seeds/README.md"]
)  # fmt: skip


def _unknown_files(desk: Desk, kinds: AnyMapping[str, KindEntry]) -> None:
    for path in desk.files:
        parts = path.split("/")
        known = (
            path in _ALONE
            or (parts[:2] == ["content", "facts"] and len(parts) == 3 and path.endswith(".yaml"))
            or (parts[:2] == ["content", "decisions"] and len(parts) == 3 and path.endswith(".yaml"))
            or (parts[:2] == ["content", "pages"] and len(parts) == 3 and path.endswith(".md"))
            or (parts[:2] == ["content", "topics"] and len(parts) == 4 and path.endswith(".yaml") and parts[2] in kinds)
            or (parts[:2] == ["content", "changes"] and len(parts) == 3 and path.endswith(".yaml"))
            or (parts[0] == "seeds" and len(parts) == 2 and path.endswith((".yaml", ".fingerprint", ".figures")))
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
