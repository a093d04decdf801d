"""Where the time of a cold build goes, stage by stage, in one process.

    python tests/benchmarks/stages.py [--sizes 100,1000] [--rounds 3] [--write]

Every round builds a site of so many markets in a process of its own that draws nothing twice and remembers nothing, and
times each stage with the processor's clock. Milliseconds a market are medians; `--write` puts the table into
tests/benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus import generate

from sitegen.outputs import Output

HERE = Path(__file__).resolve().parent
MARK = "<!-- stages -->"


def stages(root: Path) -> dict[str, float]:
    """Seconds of processor time of each stage of one build."""
    from sitegen.audit.model import Dossier
    from sitegen.audit.prose import prose_problems
    from sitegen.audit.table import audit
    from sitegen.derive import derive
    from sitegen.drawing import Drawing
    from sitegen.estimates import estimates
    from sitegen.graph import build_graph
    from sitegen.heap import uncollected
    from sitegen.loading import Loaded, opened
    from sitegen.preparing import prepare
    from sitegen.publish import publish
    from sitegen.readers import Readers
    from sitegen.shares import share_lists
    from sitegen.validate import validate

    spent: dict[str, float] = {}

    @contextmanager
    def timed(name: str) -> Iterator[None]:
        begun = time.process_time()
        yield
        spent[name] = spent.get(name, 0) + time.process_time() - begun

    with uncollected():
        with timed("files read"):
            files, _, judging = opened(root)
        with timed("YAML, shapes, proofs"):
            corpus = validate(files, Readers(1)).corpus
        assert corpus is not None
        with timed("graph"):
            graph, _ = build_graph(corpus)
        with timed("derived values"):
            stated = estimates(graph)
            dossier = Dossier(graph, stated, derive(stated), share_lists(graph), None, judging)
        with timed("audit"):
            findings = audit(dossier)
        with timed("our own prose"):
            prose_problems(graph)
    drawing = Drawing(prepare(root, Loaded(dossier, (), findings)))
    files_made = bytes_made = 0

    def outputs() -> Iterator[Output]:
        nonlocal files_made, bytes_made
        for number, piece in enumerate(drawing.pieces):
            with timed(KINDS.get(piece.name.partition(" ")[0], "other pages")):
                made = drawing.draw(number)
            files_made, bytes_made = files_made + len(made), bytes_made + sum(len(one.data) for one in made)
            yield from made

    before, begun = sum(spent.values()), time.process_time()
    publish(outputs(), root / "public")
    spent["written"] = time.process_time() - begun - (sum(spent.values()) - before)
    return {**spent, "files": files_made, "bytes": bytes_made}


KINDS = {
    "topic": "pages of topics, with drawings, figures and tables", "source": "pages of documents", "files": "data of the whole site",
    "spoken": "explorer and feeds", "found": "search",
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--sizes", default="100,1000")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(stages(given.one)))
        return
    found: dict[str, list[dict[str, float]]] = {}
    for size in given.sizes.split(","):
        with tempfile.TemporaryDirectory() as place:
            generate(int(size), Path(place))
            command = [sys.executable, __file__, "--one", place]
            found[size] = [json.loads(subprocess.check_output(command)) for _ in range(given.rounds)]
    table = [f"| stage | {' | '.join(f'{int(size):,} markets' for size in found)} |", "|---|" + "--:|" * len(found)]
    names = [name for name in next(iter(found.values()))[0] if name not in {"files", "bytes"}]
    medians = {
        size: {name: statistics.median(run[name] for run in runs) * 1000 / int(size) for name in names}
        for size, runs in found.items()
    }
    for name in names:
        cells = (f"{own[name]:.1f} ms, {100 * own[name] / sum(own.values()):.0f} %" for own in medians.values())
        table.append(f"| {name} | {' | '.join(cells)} |")
    table.append(f"| all, a market | {' | '.join(f'{sum(own.values()):.1f} ms' for own in medians.values())} |")
    sizes = (
        f"{runs[0]['files'] / int(size):.0f} files, {runs[0]['bytes'] / int(size) / 1e6:.2f} MB"
        for size, runs in found.items()
    )
    table.append(f"| output, a market | {' | '.join(sizes)} |")
    print("\n".join(table))
    if given.write:
        path = HERE / "README.md"
        before, _, after = path.read_text("utf-8").partition(MARK)
        path.write_text(f"{before}{MARK}\n" + "\n".join(table) + f"\n{MARK}{after.partition(MARK)[2]}", "utf-8")


if __name__ == "__main__":
    main()
