"""One campaign: numbered cases from a seed, until a number or a time is reached, and what they found.

Apart, because every campaign counts in the same way: a case is a number, and the number and the seed make it again.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

__all__ = ["ROOT", "SMALL", "Campaign", "Run", "box"]

ROOT = Path(__file__).resolve().parent.parent.parent
SMALL = ROOT / "tests" / "data" / "small"


def box() -> str | None:
    """The folder in memory that cases are laid into; None where the system has none."""
    shared = Path("/dev/shm")
    return str(shared) if shared.is_dir() else None


@dataclass
class Run:
    """What one campaign has to work with, and its tally."""

    name: str
    seed: int
    folder: Path
    """Empty, and only of this campaign."""
    cases: int | None = None
    seconds: float | None = None
    only: int | None = None
    """Do this case alone: how a failure is looked at."""
    thorough: bool = True
    """Lists are gone through in their order; else, in a short run, a few of them are drawn by lot."""
    tried: int = 0
    failures: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    """What happened, by kind: shown in the table."""
    worst: float = 0.0
    """Seconds of processor time of the dearest case."""

    def each(self) -> Iterator[tuple[int, Random]]:
        """The cases, each with its own randomness."""
        began = time.monotonic()
        numbers = iter([self.only]) if self.only is not None else iter(range(10**9))
        for number in numbers:
            if self.only is None and (
                (self.cases is not None and self.tried >= self.cases)
                or (self.seconds is not None and time.monotonic() - began > self.seconds)
            ):
                return
            self.tried += 1
            started = time.process_time()
            yield number, Random(f"{self.seed} {self.name} {number}")
            self.worst = max(self.worst, time.process_time() - started)

    def fail(self, number: int, why: str) -> None:
        self.failures.append(f"{self.name} --seed {self.seed} --only {number}: {why}")

    def hold(self, number: int, true: object, why: str) -> None:
        """Note a failure unless `true`."""
        if not true:
            self.fail(number, why)


@dataclass(frozen=True)
class Campaign:
    """A promise and what attacks it. `weight` is its share of a budget, `short` its cases in `make test`."""

    name: str
    promise: str
    case: str
    """What one case is."""
    attack: Callable[[Run], None]
    short: int
    weight: int = 1
    whole: bool = False
    """Its cases are a list that is always gone through to its end."""
