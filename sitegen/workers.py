"""Pieces of work → outputs, in this process, in several, or on the workers of any executor.

Comes in: pieces that know nothing of each other, and perhaps an executor. Goes out: their outputs, in any order. Apart,
because what a piece makes is the same wherever it is made: this module only decides where.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from threading import Thread
from typing import Any, Protocol, TypeVar

from sitegen.problems import EnvironmentFailure

__all__ = ["Pieces", "cluster", "drawn", "forked", "gains"]

_ROUNDS = 8
"""Bundles a worker gets in the course of a build: few enough to be cheap, enough that none waits long for another."""

_MOST = 32
"""Pieces in a bundle for a process that has inherited them, so that what several have made at a time stays small."""

_LEAST = 8
"""Pieces a worker must have: to begin a process, and to part its memory from ours, costs as much as to draw a few."""

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Pieces(Protocol[T_co]):
    """A numbered list of pieces. Whoever holds an equal object makes equal things of a number: outputs, as a rule."""

    def __len__(self) -> int: ...

    def draw(self, number: int) -> Sequence[T_co]: ...


class _Forked:
    """Stands for the pieces that a forked process has inherited, so that they are never sent to it."""

    pieces: Pieces[Any] | None = None


def drawn(pieces: Pieces[T], executor: Executor | None = None, workers: int = 1) -> Iterator[T]:
    """Everything that is made of all pieces. A worker that dies loses nothing: its pieces are drawn here.

    `executor` is any of `concurrent.futures`, or one with the same manners; without one everything happens here.
    """
    if executor is None:
        for number in range(len(pieces)):
            yield from pieces.draw(number)
        return
    sent: Pieces[T] | None = None if _Forked.pieces is pieces else pieces
    several = max(workers * _ROUNDS, len(pieces) // _MOST if sent is None else 0)
    bundles = iter([range(start, len(pieces), several) for start in range(several)])
    waiting: dict[Future[list[T]], range] = {}
    broken = False
    while True:
        # Few bundles wait at a time, so that what is drawn is written before there is too much of it.
        while not broken and len(waiting) < workers * 2 and (bundle := next(bundles, None)) is not None:
            try:
                waiting[executor.submit(_bundle, sent, bundle)] = bundle
            except (BrokenExecutor, RuntimeError):
                broken = True
                yield from _bundle(pieces, bundle)
        if not waiting:
            break
        done, _ = wait(waiting, return_when=FIRST_COMPLETED)
        for future in done:
            bundle = waiting.pop(future)
            try:
                yield from future.result()
            except BrokenExecutor:
                broken = True
                yield from _bundle(pieces, bundle)
    for bundle in bundles:
        yield from _bundle(pieces, bundle)


def _bundle(pieces: Pieces[T] | None, numbers: range) -> list[T]:
    own = _Forked.pieces if pieces is None else pieces
    assert own is not None, "this process was not forked from one that has the pieces"
    return [made for number in numbers for made in own.draw(number)]


def gains(pieces: Pieces[Any], workers: int, least: int = _LEAST) -> bool:
    """Whether several processes gain anything, and the system can fork."""
    return min(workers, len(pieces) // least) > 1 and "fork" in multiprocessing.get_all_start_methods()


@contextmanager
def forked(pieces: Pieces[Any], workers: int, least: int = _LEAST) -> Iterator[Executor | None]:
    """Processes that inherit the pieces, or None where that gains nothing or the system cannot fork.

    There are no more than have `least` pieces each.
    """
    if not gains(pieces, workers, least):
        yield None
        return
    workers = min(workers, len(pieces) // least)
    _Forked.pieces = pieces
    gc.freeze()  # what is inherited is not looked through again, and its memory stays shared
    try:
        with ProcessPoolExecutor(workers, multiprocessing.get_context("fork"), _follow, (os.getpid(),)) as executor:
            yield executor
    finally:
        _Forked.pieces = None


def _follow(parent: int) -> None:
    """A worker ends with the build that it works for, however that ends: it has inherited the build's lock."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.2)
        os._exit(1)

    Thread(target=watch, daemon=True).start()


@contextmanager
def cluster(address: str) -> Iterator[tuple[Executor, int]]:
    """The workers of a Dask cluster as an executor, and how many they are. Raises `EnvironmentFailure` where there are none."""
    try:
        from distributed import Client
    except ImportError as error:
        raise EnvironmentFailure("a cluster needs Dask: pip install 'sitegen[dask]'") from error
    try:
        connect: Any = Client  # Dask has no types
        client = connect(address, timeout=10, set_as_default=False)
    except (OSError, ValueError) as error:
        raise EnvironmentFailure(f"{address}: no scheduler answers there") from error
    with client:
        workers = sum(client.nthreads().values())
        if not workers:
            raise EnvironmentFailure(f"{address}: the scheduler has no workers")
        # Pieces are pure: where they are drawn twice, or again on another worker, the outputs are the same.
        yield client.get_executor(pure=False, retries=3), workers
