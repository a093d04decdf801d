"""A build after an edit draws what the edit touches, and is the clean build byte for byte."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from operator import attrgetter
from pathlib import Path

import pytest
from conftest import DATA
from soak.warm import warmed

from sitegen import ledger as ledgers
from sitegen.build import Built, How, build
from sitegen.digests import Digests, NotDigestible
from sitegen.drawing import Drawing
from sitegen.facts import Fact
from sitegen.loading import load
from sitegen.messages import PerLanguage, msg
from sitegen.plain import read_back, written
from sitegen.preparing import prepare
from sitegen.traces import State, Watch
from sitegen.views.material import Material

PUMPS = DATA / "heat-pumps"


@pytest.fixture(scope="module", autouse=True)
def _warm() -> Iterator[None]:
    with warmed():
        yield


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PUMPS, tmp_path / "site"))


@pytest.fixture(scope="module")
def material() -> Material:
    return prepare(PUMPS, load(PUMPS)).material


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the pieces that builds draw."""
    found: list[str] = []
    note = ledgers.Ledger.note

    def noted(self: ledgers.Ledger, made: ledgers.Made) -> None:
        found.append(made.name)
        note(self, made)

    monkeypatch.setattr(ledgers.Ledger, "note", noted)
    return found


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def run(site: Path, base_url: str | None = None) -> Built:
    return build(site, site / "public", base_url, how=How(1))


def is_clean(site: Path, base_url: str | None = None) -> bool:
    assert build(site, site / "clean", base_url, how=How(1, memo=False)).published
    return tree(site / "public") == tree(site / "clean")


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


NOTED = "value: 8,2%\n  quote"
EDITS: Mapping[str, tuple[Callable[[Path], object], tuple[str, ...]]] = {
    "a note of a fact": (
        lambda site: rewrite(site / "content/facts/alpine-outlook.yaml", NOTED, "value: 8,2%\n  note: Once only.\n  quote"),
        ("topic bergquell", "source valley-survey", "rule share-sum", "search", "glossary", "page about"),
    ),
    "the name of a topic": (
        lambda site: rewrite(site / "content/topics/maker/bergquell.yaml", "name: ", "name: New "),
        ("topic slovenia", "rule growth-arithmetic", "changes"),
    ),
    "the label of a document": (
        lambda site: rewrite(site / "seeds/valley-survey.yaml", "label: ", "label: New "),
        ("glossary", "404", "changes"),
    ),
    "a document that is withdrawn": (
        lambda site: (site / "seeds/valley-survey.yaml").write_text(
            (site / "seeds/valley-survey.yaml").read_text() + "withdrawn: 2026-02-03\n"
        ),
        (),
    ),
    "an abbreviation": (
        lambda site: (site / "content/glossary.yaml").write_text("terms:\n- term: CAGR\n  expansion: growth a year\n"),
        ("404", "kind country", "facts 1"),
    ),
    "a page": (
        lambda site: (site / "content/pages/new.md").write_text("---\ntitle: A\ndescription: B.\n---\nC.\n"),
        ("topic heat-pumps", "source valley-survey", "home", "findings", "page about"),
    ),
    "a decision less": (
        lambda site: (site / "content/decisions/growth.yaml").unlink(),
        ("topic bergquell", "404", "search"),
    ),
    "a topic less": (
        lambda site: (site / "content/topics/country/slovenia.yaml").write_text("name: Slovenia\naliases:\n- Carniola\n"),
        ("changes", "reference"),
    ),
}  # fmt: skip


def test_after_each_of_several_edits_the_site_is_the_clean_one(site: Path, drawn: list[str]) -> None:
    assert run(site).published
    for name, (edit, kept) in EDITS.items():
        drawn.clear()
        edit(site)
        built = run(site)
        assert built.published, (name, built.problems)
        assert is_clean(site), name
        for piece in kept:
            assert f"en {piece}" not in drawn, name


def test_what_nobody_reads_is_drawn_again_by_nobody(site: Path, drawn: list[str]) -> None:
    assert run(site).published
    drawn.clear()
    rewrite(site / "content/site.yaml", "format: 1", "format: 1  # ours")
    built = run(site)
    assert drawn == []
    assert re.search(r"; 0 of \d+ pieces drawn again$", built.summary)
    assert is_clean(site)


def test_another_address_or_language_is_no_other_memory(site: Path) -> None:
    assert run(site).published
    assert run(site, "https://example.org/x").published
    assert is_clean(site, "https://example.org/x")
    rewrite(site / "content/site.yaml", "language: en", "languages:\n- en\n- es")
    assert run(site).published
    assert is_clean(site)
    rewrite(site / "content/site.yaml", "languages:\n- en\n- es", "language: en")
    assert run(site).published
    assert is_clean(site)


def _ledger(site: Path) -> Path:
    (found,) = (site / ".sitegen").glob("pieces-*.json")
    return found


def _shelf(site: Path) -> Path:
    return site / ".sitegen/facts/alpine-outlook.json"


DAMAGES: Mapping[str, Callable[[Path], object]] = {
    "the ledger is cut short": lambda site: _ledger(site).write_bytes(_ledger(site).read_bytes()[:-9]),
    "the ledger is nonsense": lambda site: _ledger(site).write_bytes(b"\xff\x00"),
    "a digit of the ledger is another": lambda site: _ledger(site).write_bytes(_ledger(site).read_bytes().replace(b"0", b"1", 1)),
    "what facts came to is cut short": lambda site: _shelf(site).write_bytes(_shelf(site).read_bytes()[:-9]),
    "what facts came to is changed": lambda site: _shelf(site).write_bytes(_shelf(site).read_bytes().replace(b"8,2%", b"9,2%")),
    "what facts came to is a folder": lambda site: (_shelf(site).rename(site / "away"), (site / ".sitegen/facts/alpine-outlook.json").mkdir(exist_ok=True)),
    "a page is changed": lambda site: (site / "public/about/index.html").write_text("x"),
    "a page is lost": lambda site: (site / "public/about/index.html").unlink(),
    "a page is a link": lambda site: (
        (site / "public/about/index.html").rename(site / "about.html"), (site / "public/about/index.html").symlink_to(site / "about.html"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_what_is_damaged_is_not_believed(site: Path, damage: Callable[[Path], object]) -> None:
    assert run(site).published
    damage(site)
    rewrite(site / "content/facts/valley-survey.yaml", "value: 9.5%\n", "value: 9.5%\n  note: Once only.\n")
    assert run(site).published
    assert is_clean(site)


def test_a_page_elsewhere_on_the_disk_is_read_before_it_is_believed(site: Path, drawn: list[str]) -> None:
    assert run(site).published
    for name, change in (("about", lambda data: data.replace(b"a", b"b")), ("schema", bytes)):
        path = site / "public" / name / "index.html"
        seen, data = path.stat(), path.read_bytes()
        path.rename(site / name)  # so that its place is not given to the next
        path.write_bytes(change(data))
        os.utime(path, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    rewrite(site / "content/site.yaml", "format: 1", "format: 1  # ours")
    drawn.clear()
    assert run(site).published
    assert drawn == ["en page about"]
    assert is_clean(site)


def test_nothing_is_removed_where_a_link_leads(site: Path) -> None:
    elsewhere = site.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "mine.json").write_text("{}")
    (site / ".sitegen").mkdir()
    (site / ".sitegen/facts").symlink_to(elsewhere)
    assert run(site).published
    assert [path.name for path in elsewhere.iterdir()] == ["mine.json"]


def test_what_is_remembered_of_a_document_goes_with_it(site: Path) -> None:
    assert run(site).published
    for folder in ("content", "seeds"):
        for path in (site / folder).rglob("valley-survey*"):
            path.unlink()
    run(site)
    assert sorted(path.stem for path in (site / ".sitegen/facts").iterdir()) == ["_ours", "alpine-outlook"]


def test_a_memory_that_came_with_the_repository_is_not_looked_at(site: Path, drawn: list[str]) -> None:
    assert run(site).published
    for command in ("git init -q", "git add -f .sitegen"):
        assert os.system(f"cd {site} && {command}") == 0
    drawn.clear()
    rewrite(site / "content/site.yaml", "format: 1", "format: 1  # ours")
    built = run(site)
    assert built.published and not drawn and "drawn again" not in built.summary
    assert is_clean(site)


def test_what_a_page_reads_is_found_out_by_whoever_draws_it(material: Material) -> None:
    state = State({"en": material}, Digests())
    drawing = Drawing(prepare(PUMPS, load(PUMPS)))
    piece = next(one for one in drawing.pieces if one.name == "topic bergquell")
    watch = Watch(material)
    assert list(drawing.draw(drawing.pieces.index(piece))) == list(
        piece.make(type(piece.prepared)(watch.material, piece.prepared.templates, ()))
    )
    assert ("dossier.graph.topics", "key", "bergquell") in watch.reads
    assert not any(how == "all" and of.startswith("dossier.graph.facts") for of, how, _ in watch.reads)
    assert all(state.digest("en", read) for read in watch.reads)
    assert state.digest("en", ("dossier.graph.topics", "key", "nobody")) == "missing"


@pytest.mark.parametrize("path", ["", "x", "dossier", "dossier.graph.x", "built.x", "scope", "findings.x"])
def test_a_path_that_leads_nowhere_is_like_nothing(material: Material, path: str) -> None:
    state = State({"en": material}, Digests())
    assert state.digest("en", (path, "key", "a")) == state.digest("es", (path, "all", "")) == ""


def test_every_field_of_a_stand_in_is_watched(material: Material) -> None:
    pending: list[tuple[str, object]] = [("", Watch(material).material)]
    for path, stand_in in pending:
        kind = type(stand_in).__mro__[1]
        for one in fields(kind):
            watch = Watch(material)
            found = attrgetter(f"{path}.{one.name}" if path else one.name)(watch.material)
            inner = f"{path}.{one.name}" if path else one.name
            if type(found).__name__.startswith("Watched"):
                pending.append((inner, found))
            elif isinstance(found, Mapping):
                for name, use in USES.items():
                    again = Watch(material)
                    use(attrgetter(inner)(again.material))
                    assert again.reads, (inner, name)
            else:
                assert watch.reads == {(inner, "all", "")}
    assert len(pending) == 5


USES: Mapping[str, Callable[[Mapping[str, object]], object]] = {
    "dict": dict, "spread": lambda one: {**one}, "list": list, "length": len, "truth": bool, "look": lambda one: one.get("x"),
    "in": lambda one: "x" in one, "items": lambda one: list(one.items()), "values": lambda one: list(one.values()),
    "equal": lambda one: one == {"x": 1}, "keys": lambda one: list(one.keys()),
}  # fmt: skip


def test_a_stand_in_answers_as_what_it_stands_for(material: Material) -> None:
    seen, real = Watch(material).material.graph.topics, material.graph.topics
    for name, use in USES.items():
        assert use(seen) == use(real), name
    with pytest.raises(KeyError):
        seen["nobody"]


def _closure() -> Callable[[], int]:
    number = 1
    return lambda: number


@pytest.mark.parametrize("value", [_closure(), object(), iter(()), open])
def test_what_may_be_another_tomorrow_has_no_digest(value: object) -> None:
    with pytest.raises(NotDigestible):
        Digests().of((1, [value]))


def test_a_digest_tells_values_apart_that_print_alike() -> None:
    alike = (
        "Markets", msg("Markets"), PerLanguage.given("Markets", {"es": "Mercados"}), PerLanguage.given("Markets", {"es": "Otros"}),
        ("Markets",), ["Markets"], {"Markets": "Markets"}, frozenset(["Markets"]), b"Markets", msg("{x}", x="Markets"),
    )  # fmt: skip
    assert len({Digests().of(one) for one in alike}) == len(alike)
    assert Digests().of(1) != Digests().of(True) != Digests().of("1")


def _facts() -> Iterator[Fact]:
    for root in (PUMPS, DATA / "small", DATA.parent.parent):
        graph = load(root).graph
        assert graph is not None
        yield from graph.facts.values()


def test_facts_are_read_back_as_they_were_written() -> None:
    digests, seen = Digests(), 0
    for fact in _facts():
        again = read_back(json.loads(json.dumps(written(fact))), fact.seed, fact.source.path)
        assert again == fact
        assert digests.of(again) == digests.of(fact)
        seen += 1
    assert seen > 100


class _Nowhere:
    """A place that nobody may ask for."""

    def __getattr__(self, name: str) -> object:
        raise AssertionError(name)


def test_pages_of_a_site_without_a_repository_do_not_ask_where_anything_was_written() -> None:
    prepared = prepare(PUMPS, load(PUMPS))
    before, graph = list(Drawing(prepared).draw(0)), prepared.material.graph
    for one in (*graph.facts.values(), *graph.topics.values(), *graph.corpus.pages, *graph.corpus.decisions):
        object.__setattr__(one, "source", _Nowhere())
    for finding in prepared.material.findings:
        object.__setattr__(finding, "source", _Nowhere())
    drawing = Drawing(prepared)
    assert list(drawing.draw(0)) == before
    assert sum(len(drawing.draw(number)) for number in range(len(drawing))) > 200


def test_where_a_fact_was_written_counts_where_pages_lead_there(site: Path) -> None:
    settings = site / "content/site.yaml"
    settings.write_text(settings.read_text() + "repository: https://example.org/us/it\n")
    assert run(site).published
    facts = site / "content/facts/alpine-outlook.yaml"
    facts.write_text("# A line more.\n" + facts.read_text())
    assert run(site).published
    assert is_clean(site)


def test_no_two_pieces_have_one_name() -> None:
    names = list(Drawing(prepare(PUMPS, load(PUMPS))).names)
    assert len(names) == len(set(names))
