"""What the interpreter and the system are told about memory while a large site is read.

Comes in: nothing. Goes out: nothing. Apart, because it changes no value: only how much memory the same values take.
"""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["give_back", "uncollected"]


@contextmanager
def uncollected() -> Iterator[None]:
    """What is read meanwhile is never looked through for cycles: it has none, and stays until the process ends."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if collecting:
            gc.enable()


def give_back() -> None:
    """Return to the system what was freed, where its library can: freed files leave holes too small for facts to fill."""
    library = ctypes.CDLL(None)
    if hasattr(library, "malloc_trim"):
        library.malloc_trim(0)
