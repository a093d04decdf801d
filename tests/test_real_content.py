"""The real content against the documents themselves, where their texts are at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.graph import Graph
from sitegen.loading import load
from sitegen.seeds import fingerprint
from sitegen.tokens import tokenise, words


@pytest.fixture(scope="module")
def graph(root: Path) -> Graph:
    loaded = load(root)
    assert [problem for problem in loaded.problems if problem.severity == "error"] == []
    assert loaded.graph is not None
    return loaded.graph


def test_the_fingerprints_are_those_of_the_texts(graph: Graph, texts: dict[str, str]) -> None:
    assert set(texts) >= set(graph.seeds)
    for seed in graph.seeds.values():
        assert fingerprint(words(texts[seed.id])).hashes == seed.print.hashes


def test_every_quote_stands_in_the_text_itself(graph: Graph, texts: dict[str, str]) -> None:
    tokens = {seed: tokenise(text) for seed, text in texts.items()}
    for fact in graph.facts.values():
        for proof in fact.proofs:
            parts = proof.quote.replace("...", "…").split("…")
            for part, span in zip(parts, proof.spans, strict=True):
                assert tokens[fact.seed].words[span.start : span.end] == words(part), fact.id


def test_no_text_is_in_the_repository(root: Path) -> None:
    assert "/seeds/documents/" in (root / ".gitignore").read_text()


def test_no_quote_is_longer_than_fifteen_words(graph: Graph) -> None:
    assert (
        max(
            sum(span.end - span.start for span in proof.spans) for fact in graph.facts.values() for proof in fact.proofs
        )
        <= 15
    )
