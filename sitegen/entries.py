"""Entries of facts files → typed facts, each held against its measure and its document's fingerprint.

Comes in: the files, seeds, measures and known topics. Goes out: facts that are proved, and the number of drafts.
Apart from `validate`, which reads every other kind of file.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from collections.abc import Mapping as AnyMapping
from dataclasses import replace
from functools import partial
from itertools import count

from sitegen import entailment, proofs
from sitegen.budget import over_budget
from sitegen.documents import Mapping, Node, Scalar, Sequence
from sitegen.facts import Fact, Seed, When
from sitegen.messages import PerLanguage, as_printed, called, stripped
from sitegen.problems import Place, Problem, did_you_mean
from sitegen.reading import Desk, FactsRead, Tags, read_shape
from sitegen.shapes import SAYS, FactEntry, FactsFile, KindEntry, MeasureEntry
from sitegen.sources import Files

__all__ = ["place_of", "read_facts", "stem", "topic_ids"]


def topic_ids(files: Files, kinds: AnyMapping[str, KindEntry]) -> frozenset[str]:
    """The ids of all topics that have a file, whether it can be read or not."""
    found = (path.split("/") for path in files if path.startswith("content/topics/") and path.endswith(".yaml"))
    return frozenset(parts[3].removesuffix(".yaml") for parts in found if len(parts) == 4 and parts[2] in kinds)


Dimensions = AnyMapping[str, dict[str, str]]
"""What further languages call what facts say under `by`."""


def read_facts(
    desk: Desk,
    by_id: AnyMapping[str, Seed],
    measures: AnyMapping[str, MeasureEntry],
    dimensions: Dimensions,
    topic_ids: frozenset[str],
) -> tuple[dict[str, tuple[Fact, ...]], dict[str, int]]:
    """The facts of each seed that has some, and its drafts, where there are any."""
    jobs: dict[str, tuple[Hashable, Callable[[], FactsRead]]] = {}
    for path in sorted(path for path in desk.files if path.startswith("content/facts/") and path.endswith(".yaml")):
        seed_id = stem(path)
        seed = by_id.get(seed_id)
        if seed is None:
            if f"seeds/{seed_id}.yaml" not in desk.broken:
                hint = did_you_mean(seed_id, by_id)
                desk.problems.append(Problem("unknown-reference", Place(path), f"there is no seed `{seed_id}`", hint))
            desk.shape(path, FactsFile)
            continue
        inputs = [f"seeds/{seed_id}.yaml", f"seeds/{seed_id}.fingerprint", f"seeds/documents/{seed_id}.txt"]
        key = ("facts", path, *(desk.files.get(name) for name in (path, *inputs, "content/site.yaml")), topic_ids)
        make = partial(_file, desk.files, path, seed, measures, dimensions, topic_ids, desk.languages)
        jobs[seed_id] = key, make
    facts: dict[str, tuple[Fact, ...]] = {}
    drafts: dict[str, int] = {}
    for seed_id, (found, left_out, apart) in zip(jobs, desk.remembered_all(list(jobs.values())), strict=True):
        desk.take(apart)
        if found:
            facts[seed_id] = found
        if left_out:
            drafts[seed_id] = left_out
    return facts, drafts


def _file(
    files: Files,
    path: str,
    seed: Seed,
    measures: AnyMapping[str, MeasureEntry],
    dimensions: Dimensions,
    topic_ids: frozenset[str],
    languages: Tags,
) -> FactsRead:
    """What one file says. Reads nothing but its arguments."""
    desk = Desk(files, languages=languages)
    file, node = desk.shape(path, FactsFile)
    if node is None:
        return (), 0, desk
    names = (child.get("id") for child in _fact_nodes(node) if isinstance(child, Mapping))
    written = {name.text for name in names if isinstance(name, Scalar)}
    desk.declared |= {f"{seed.id}/{name}" for name in written}
    whole = file is not None and file.status == "draft"
    entries = list(zip(file.facts, _fact_nodes(node), strict=True)) if file is not None else _salvage(node, languages)
    accepted = [(entry, child) for entry, child in entries if not whole and entry.status != "draft"]
    cited = [entry.id for entry, _ in accepted if entry.record is not None]
    # What refers to an entry that is itself wrong is not wrong for that.
    unread = written - {entry.id for entry, _ in entries}
    for entry, entry_node in accepted:
        desk.problems += _references(entry, entry_node, topic_ids)
        desk.problems += _citations(entry, entry_node, cited, unread)
    facts = tuple(_typed(desk, seed, accepted, measures, unread))
    desk.problems += over_budget(facts, seed, path)
    if len(languages) > 1 or (languages or ("en",))[0].partition("-")[0] != "en":
        facts = tuple(_in_languages(fact, dimensions, several=len(languages) > 1) for fact in facts)
    return facts, len(entries) - len(accepted), desk


def _in_languages(fact: Fact, dimensions: Dimensions, *, several: bool) -> Fact:
    """A fact of a site that is not in English alone: its pages must know which of its words are the document's own."""
    language, labels, when = fact.language, dimensions.get(fact.by), fact.when
    return replace(
        fact,
        value=as_printed(fact.value, language),
        members=tuple([as_printed(member, language) for member in fact.members]),
        record=tuple([(name, as_printed(text, language)) for name, text in fact.record]),
        when=replace(when, printed=as_printed(when.printed, language)) if when is not None else None,
        by=called(fact.by, labels) if labels is not None else as_printed(fact.by, language) if several else fact.by,
    )


def _references(entry: FactEntry, node: Node, topic_ids: frozenset[str]) -> list[Problem]:
    """The topics that a fact names and that have no file."""
    named: list[tuple[str, int | None, str | None]] = [
        ("about", None, entry.about), ("where", None, entry.where), ("of", None, entry.of),
    ]  # fmt: skip
    named += [("topics", index, topic) for index, topic in enumerate(entry.topics or ())]
    return [
        Problem(
            "unknown-reference",
            place_of(node, key, index),
            f"there is no topic `{name}`",
            did_you_mean(name, topic_ids),
        )
        for key, index, name in named
        if name and name not in topic_ids
    ]


def _citations(entry: FactEntry, node: Node, cited: list[str], unread: set[str]) -> list[Problem]:
    """What a fact cites and that is no reference of its file."""
    return [
        Problem(
            "unknown-reference",
            place_of(node, "cites", index),
            f"this file has no reference `{name}`",
            did_you_mean(name, cited),
        )
        for index, name in enumerate(entry.cites or ())
        if name not in cited and name not in unread
    ]


def _fact_nodes(node: Node) -> tuple[Node, ...]:
    listed = node.get("facts") if isinstance(node, Mapping) else None
    return listed.items if isinstance(listed, Sequence) else ()


def _salvage(node: Node | None, languages: Tags) -> list[tuple[FactEntry, Node]]:
    """The well-formed entries of a file with others that are not, so that one run reports what is wrong with both."""
    found = []
    for child in _fact_nodes(node) if node is not None else ():
        entry, _ = read_shape(FactEntry, child, languages)
        if entry is not None:
            found.append((entry, child))
    return found


def _typed(
    desk: Desk,
    seed: Seed,
    entries: list[tuple[FactEntry, Node]],
    measures: AnyMapping[str, MeasureEntry],
    unread: set[str],
) -> list[Fact]:
    """The facts of one seed. Times that other facts define are filled in last, whatever the order of the file."""
    names: dict[str, Place] = {}
    built: list[tuple[Fact, str, Place]] = []
    for entry, node in entries:
        place = place_of(node, "id")
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
                    place_of(node, "measure"),
                    f"site.yaml declares no measure `{entry.measure}`",
                    did_you_mean(entry.measure, measures),
                )
            )
            continue
        fact, reference, problems = _fact(seed, entry, node, measures[entry.measure], several=len(desk.languages) > 1)
        desk.problems += problems
        if fact is not None:
            built.append((fact, reference, place_of(node, "when")))
    by_name = {fact.name: fact for fact, _, _ in built}
    facts = []
    for fact, reference, at in built:
        if not reference:
            facts.append(fact)
            continue
        when, problem = _defined_when(reference, by_name, names, unread, at)
        if problem is not None:
            desk.problems.append(problem)
        facts.append(replace(fact, when=when))
    return facts


def _defined_when(
    reference: str, by_name: AnyMapping[str, Fact], names: AnyMapping[str, Place], unread: set[str], at: Place
) -> tuple[When | None, Problem | None]:
    target = by_name.get(reference)
    if target is None:
        if reference in names or reference in unread:
            return None, None  # that fact has a problem of its own
        return None, Problem(
            "unknown-reference", at, f"this file has no fact `{reference}`", did_you_mean(reference, names)
        )
    if target.quantity is not None and target.quantity.kind in {"year", "period", "date"}:
        return entailment.when_of(target.quantity, target.value, reference), None
    if target.when is not None:
        return When(
            target.when.printed, target.when.first, target.when.last, target.when.month, target.when.day, reference
        ), None
    return None, Problem(
        "not-a-time", at, f"`{reference}` states no time", "name a fact whose value is a year, a period or a date"
    )


def place_of(node: Node, key: str, index: int | None = None) -> Place:
    """The place of a value of a mapping, or of an item of it; of the mapping where it has no such key."""
    child = node.get(key) if isinstance(node, Mapping) else None
    if isinstance(child, Sequence) and index is not None and index < len(child.items):
        return child.items[index].place
    if isinstance(child, Mapping) and index is not None and index < len(child.items):
        return child.items[index][1].place
    return child.place if child is not None else node.place


def _fact(
    seed: Seed, entry: FactEntry, node: Node, measure: MeasureEntry, *, several: bool
) -> tuple[Fact | None, str, list[Problem]]:
    """The fact, the name of the fact that defines its time (or nothing), and its problems; `several` languages name a measure."""

    def locate(key: str, index: int | None = None) -> Place:
        return place_of(node, key, index)

    proved, parts, problems = proofs.prove_quotes(entry.quotes, entry.places, seed.print, locate, seed.text)
    shape = _says_what_it_takes(entry, measure, locate)
    if shape is not None:
        return None, "", [*problems, shape]
    quantity, when, run, reference = None, None, None, ""
    if entry.value is not None:
        quantity, problem = entailment.read_value(
            entry.value, measure.takes, seed.record.number_format, locate("value")
        )
        problem = problem or entailment.value_follows(entry.value, quantity, parts, locate("value"))
        problems += [problem] if problem else []
    if entry.members is not None and len(proved) == len(entry.quotes):
        run, problem = proofs.prove_members(entry.members, proved, parts, seed.print, locate, "members")
        problems += [problem] if problem else []
    if entry.record is not None and len(proved) == len(entry.quotes):
        run, problem = proofs.prove_members(tuple(entry.record.values()), proved, parts, seed.print, locate, "record")
        problems += [problem] if problem else []
    if entry.statement is not None:
        told = zip(_in_their_order(entry.statement, node), count(), strict=False)
        said = (entailment.statement_follows(text, parts, locate("statement", at)) for text, at in told)
        problems += [problem for problem in said if problem]
    if entry.when is not None:
        if entry.when[:1].islower():
            reference = entry.when
        else:
            when, problem = entailment.read_when(entry.when, parts, locate("when"))
            problems += [problem] if problem else []
    if problems:
        return None, "", problems
    fact = Fact(
        seed=seed.id, name=entry.id, about=entry.about, measure=called(entry.measure, measure.labels if measure.labels or not several else {}), takes=measure.takes,
        role=measure.role or "", value=entry.value or "", quantity=quantity, members=entry.members or (),
        statement=stripped(entry.statement or ""), record=tuple((entry.record or {}).items()), empty=entry.empty is not None, proofs=proved, run=run, when=when,
        where=entry.where or "", by=entry.by or "", of=entry.of or "", topics=entry.topics or (),
        language=entry.language or seed.record.language, note=stripped(entry.note or ""), checked_by=entry.checked_by or "", checked_on=entry.checked_on or "",
        source=locate("id"), cites=entry.cites or (),
    )  # fmt: skip
    return fact, reference, []


def _in_their_order(statement: str, node: Node) -> list[str]:
    """A statement in each language in which it was given, in the order of the file."""
    given = node.get("statement") if isinstance(node, Mapping) else None
    if not isinstance(statement, PerLanguage) or not isinstance(given, Mapping):
        return [statement]
    return [statement.others.get(key.text, str(statement)) for key, _ in given.items]


_SAYS = {"list": "members", "claim": "statement", "event": "statement", "reference": "record"}


def _says_what_it_takes(entry: FactEntry, measure: MeasureEntry, locate: Callable[..., Place]) -> Problem | None:
    wanted = _SAYS.get(measure.takes, "value")
    said = next(name for name in SAYS if getattr(entry, name) is not None)
    if said in (wanted, "empty"):
        return None
    message = f"`{entry.measure}` takes `{wanted}`, not `{said}`"
    return Problem("fact-shape", locate(said), message, "choose another measure, or say it in the other form")


def stem(path: str) -> str:
    """The id that a file's name gives."""
    return path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
