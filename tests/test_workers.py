"""Pieces give the same outputs wherever they are drawn, and a worker that dies loses nothing."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from sitegen.build import build
from sitegen.outputs import Output
from sitegen.workers import drawn, forked


class Squares:
    """Forty pieces; `deadly` are those at which a worker dies, though never the process that made this."""

    def __init__(self, deadly: frozenset[int] = frozenset()) -> None:
        self.home = os.getpid()
        self.deadly = deadly

    def __len__(self) -> int:
        return 40

    def draw(self, number: int) -> list[Output]:
        if number in self.deadly and os.getpid() != self.home:
            os._exit(1)
        return [Output(f"{number}.txt", str(number * number).encode())]


EXPECTED = sorted((f"{number}.txt", str(number * number).encode()) for number in range(40))


def made(outputs: object) -> list[tuple[str, bytes]]:
    return sorted((one.path, one.data) for one in outputs)  # type: ignore[attr-defined]


@pytest.mark.parametrize("workers", [1, 2, 3, 7])
def test_forked_workers_draw_what_one_process_draws(workers: int) -> None:
    pieces = Squares()
    executor = forked(pieces, workers)
    assert made(drawn(pieces, executor, workers)) == EXPECTED
    if executor is not None:
        executor.shutdown()


def test_any_executor_will_do() -> None:
    with ThreadPoolExecutor(3) as threads, ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        for executor in (threads, processes):
            assert made(drawn(Squares(), executor, 2)) == EXPECTED


@pytest.mark.parametrize("deadly", [{0}, {17}, {39}, set(range(40))])
def test_the_pieces_of_a_worker_that_dies_are_drawn_all_the_same(deadly: set[int]) -> None:
    pieces = Squares(frozenset(deadly))
    executor = forked(pieces, 2)
    assert executor is not None
    with executor:
        assert made(drawn(pieces, executor, 2)) == EXPECTED


def test_a_site_has_the_same_bytes_for_any_number_of_workers(root: Path, tmp_path: Path) -> None:
    trees = []
    for workers in (1, 2, 3):
        target = tmp_path / str(workers)
        assert build(root, target, workers=workers).published
        trees.append({str(p.relative_to(target)): p.read_bytes() for p in target.rglob("*") if p.is_file()})
    assert trees[0] == trees[1] == trees[2]
