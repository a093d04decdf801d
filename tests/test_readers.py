"""Facts that several processes read are those that one reads, and so is all that is wrong with them."""

from __future__ import annotations

import os
import pickle
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import DATA

from sitegen import readers, workers
from sitegen.audit.prose import prose_problems
from sitegen.digests import Digests
from sitegen.graph import build_graph
from sitegen.lasting import Lasting
from sitegen.loading import load
from sitegen.readers import Readers
from sitegen.sources import Files, read
from sitegen.validate import validate

SITES = [DATA.parent.parent, DATA / "heat-pumps", DATA / "small"]


@pytest.fixture(autouse=True)
def _eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """However little there is to read."""
    monkeypatch.setattr(readers, "_WORTH", 0)
    monkeypatch.setattr(readers, "_MANY", 0)


def spoilt(files: Files) -> Files:
    """The last facts file with a slip in it."""
    path = max(path for path in files if path.startswith("content/facts/"))
    return {**files, path: files[path].replace(b"\n  measure: ", b"\n  mesure: ", 1)}


@pytest.mark.parametrize("site", SITES, ids=lambda path: path.name)
def test_several_processes_read_what_one_reads(site: Path) -> None:
    files, _ = read(site)
    for state in (files, spoilt(files)):
        alone, several = validate(state), validate(state, Readers(2))
        assert several == alone
        assert bool(alone.problems) == (state is not files)


def test_what_several_processes_have_read_is_noted_and_read_back(tmp_path: Path) -> None:
    files, _ = read(DATA / "heat-pumps")
    alone, digests = validate(files), []
    for _ in range(2):
        own = Digests()
        lasting = Lasting(tmp_path, "program", own, 2)
        assert validate(files, lasting) == alone
        lasting.keep()
        corpus = validate(files, lasting).corpus
        assert corpus is not None
        digests.append([own.of(fact) for facts in corpus.told.values() for fact in facts])
    assert digests[0] == digests[1]
    assert {path.stem for path in (tmp_path / ".sitegen/facts").iterdir()} >= {"alpine-outlook", "valley-survey"}


def test_processes_are_begun_only_for_what_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files, _ = read(DATA / "heat-pumps")
    asked: list[int] = []
    forked = workers.forked
    monkeypatch.setattr(
        workers, "forked", lambda pieces, *several: asked.append(len(pieces)) or forked(pieces, *several)
    )
    for state in (files, files, spoilt(files)):
        validate(state, Lasting(tmp_path, "program", Digests(), 2))
    assert asked == [2, 1]


def test_several_processes_say_of_our_prose_what_one_says(tmp_path: Path) -> None:
    """Where something is wrong, every build says so, whatever it remembers."""
    files, _ = read(DATA / "heat-pumps")
    path = max(path for path in files if path.startswith("content/topics/"))
    copied = {**files, path: files[path] + b"\nsummary: There are 17 of them.\n"}
    for state, wrong in ((files, 0), (copied, 1)):
        corpus = validate(state).corpus
        assert corpus is not None
        graph, _ = build_graph(corpus)
        alone = prose_problems(graph)
        assert len(alone) == wrong
        for lasting in (Lasting(tmp_path, "program", Digests(), 2), Lasting(tmp_path, "program", Digests(), 2)):
            assert prose_problems(graph, lasting) == prose_problems(graph, Readers(2)) == alone
            lasting.keep()


def test_a_reader_that_dies_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    files, _ = read(DATA / "heat-pumps")
    alone, parent = validate(files), os.getpid()

    def deadly(self: Readers, key: object, make: object) -> object:
        if os.getpid() != parent:
            os._exit(1)
        return honest(self, key, make)  # type: ignore[arg-type]

    honest = Readers.read
    monkeypatch.setattr(Readers, "read", deadly)
    assert validate(files, Readers(2)) == alone


class _Strange(str):
    """A text of which nobody knows what else it holds."""


def test_a_fact_that_cannot_be_written_as_a_row_is_sent_as_it_is() -> None:
    graph = load(DATA / "small").graph
    assert graph is not None
    plain = tuple(graph.facts.values())
    strange = (replace(plain[0], note=_Strange("x")), *plain[1:])
    for facts, rows in ((plain, True), (strange, False)):
        packed = readers._Packed.of((facts, 0, readers.Desk({"content/site.yaml": b"x"})), [])
        assert (packed.rows is not None) == rows
        sent = pickle.loads(pickle.dumps(packed)).facts()
        assert sent[0] == facts and sent[2].files == {}
