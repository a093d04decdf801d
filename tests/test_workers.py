"""Pieces give the same outputs wherever they are drawn, and a worker that dies loses nothing."""

from __future__ import annotations

import os
import shutil
import signal
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from random import Random
from threading import Timer

import pytest
from conftest import DATA
from soak import histories

from sitegen.build import How, build
from sitegen.outputs import Output
from sitegen.problems import EnvironmentFailure
from sitegen.shards import Share
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
    with forked(pieces, workers) as executor:
        assert (executor is None) == (workers == 1)
        assert made(drawn(pieces, executor, workers)) == EXPECTED


def test_any_executor_will_do() -> None:
    with ThreadPoolExecutor(3) as threads, ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        for executor in (threads, processes):
            assert made(drawn(Squares(), executor, 2)) == EXPECTED


@pytest.mark.parametrize("deadly", [{0}, {17}, {39}, set(range(40))])
def test_the_pieces_of_a_worker_that_dies_are_drawn_all_the_same(deadly: set[int]) -> None:
    pieces = Squares(frozenset(deadly))
    with forked(pieces, 2) as executor:
        assert made(drawn(pieces, executor, 2)) == EXPECTED


def test_a_site_has_the_same_bytes_for_any_number_of_workers(root: Path, tmp_path: Path) -> None:
    trees = []
    for workers in (1, 2, 3):
        target = tmp_path / str(workers)
        assert build(root, target, how=How(workers)).published
        trees.append({str(p.relative_to(target)): p.read_bytes() for p in target.rglob("*") if p.is_file()})
    assert trees[0] == trees[1] == trees[2]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    shutil.copytree(DATA / "small", tmp_path / "site")
    return tmp_path / "site"


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("count", [1, 2, 5])
def test_parts_put_together_are_the_whole(small: Path, count: int) -> None:
    assert build(small, small / "whole", "https://example.org").published
    parts = tuple(small / f"part-{number}" for number in range(1, count + 1))
    for number, part in enumerate(parts, 1):
        assert build(small, part, "https://example.org", how=How(1, share=Share(number, count))).published
    assert build(small, small / "joined", "https://example.org", how=How(1, parts=parts[::-1])).published
    assert tree(small / "joined") == tree(small / "whole")


def test_parts_that_do_not_belong_together_are_refused(small: Path) -> None:
    one, two = small / "one", small / "two"
    for number, part in enumerate((one, two), 1):
        assert build(small, part, how=How(1, share=Share(number, 2))).published
    page = next(path for path in one.rglob("*.html"))
    for change, said in (
        (lambda: None, ""),
        (lambda: page.write_text("changed"), "is not what its manifest says"),
        (page.unlink, "No such file"),
        (lambda: (small / "content/pages/about.md").write_text("---\ntitle: A\ndescription: B.\n---\nC.\n"), "another state"),
        (lambda: (one / "shard.json").write_text("{"), "cannot be read"),
    ):  # fmt: skip
        change()
        if said:
            with pytest.raises(EnvironmentFailure, match=said):
                build(small, small / "joined", how=How(1, parts=(one, two)))
    with pytest.raises(EnvironmentFailure, match="each is needed once"):
        build(small, two, how=How(1, share=Share(2, 2)))
        build(small, small / "joined", how=How(1, parts=(two,)))


@pytest.mark.parametrize("text", ["", "0/2", "3/2", "1/0", "a/b", "1", "1/2/3", "-1/2"])
def test_what_is_no_part_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no part"):
        Share.of(text)


def test_a_cluster_draws_the_same_site_even_where_one_of_its_workers_dies(small: Path) -> None:
    distributed = pytest.importorskip("distributed")
    assert build(small, small / "whole").published
    with distributed.LocalCluster(n_workers=3, threads_per_worker=1, dashboard_address=None) as cluster:
        assert build(small, small / "drawn", how=How(memo=False, cluster=cluster.scheduler_address)).published
        assert tree(small / "drawn") == tree(small / "whole")
        victim = next(iter(cluster.workers.values())).pid
        killer = Timer(0.3, os.kill, (victim, signal.SIGKILL))
        killer.start()
        assert build(small, small / "again", how=How(memo=False, cluster=cluster.scheduler_address)).published
        killer.join()
        assert tree(small / "again") == tree(small / "whole")


def test_after_random_edits_a_cluster_draws_what_one_process_draws(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    random, site, done = Random(1122), tmp_path / "site", 0
    histories.begun(random, site)
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        for _ in range(8):
            histories.edited(random, site)
            drawn_there = build(site, site / "public", how=How(cluster=cluster.scheduler_address))
            drawn_here = build(site, site / "clean", how=How(1, memo=False))
            assert drawn_there.published == drawn_here.published
            if drawn_here.published:
                assert tree(site / "public") == tree(site / "clean")
                done += 1
    assert done > 3


def test_a_cluster_that_is_not_there_is_said_to_be_missing(small: Path) -> None:
    pytest.importorskip("distributed")
    with pytest.raises(EnvironmentFailure, match="no scheduler answers there"):
        build(small, small / "drawn", how=How(cluster="tcp://127.0.0.1:9"))
