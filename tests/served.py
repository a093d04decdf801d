"""A folder at an address of this machine, for as long as a test asks it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from sitegen.serve import make_server


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address, with a slash at its end."""
    with make_server(folder, 0) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_address[1]}/"
        server.shutdown()
