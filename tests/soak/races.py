"""Builds at the same time: into one folder, into several, with one of them killed, and with a reader who looks on."""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
from hashlib import sha256
from pathlib import Path
from threading import Event, Thread

from sitegen.build import How, build
from soak.kills import forked_build, newer
from soak.run import Campaign, Run
from soak.sites import copy, listing, tree

__all__ = ["CAMPAIGN"]


def _look(target: Path, stop: Event, wrong: list[str], seen: list[int]) -> None:
    """Open the site, and hold every file of it against its manifest: what was opened must stay one site."""
    while not stop.is_set():
        try:
            folder = os.open(target, os.O_RDONLY | os.O_DIRECTORY)
        except OSError as error:
            wrong.append(f"the site was away: {error}")
            continue
        try:
            opened = os.open("manifest.json", os.O_RDONLY, dir_fd=folder)
            with os.fdopen(opened, "rb") as file:
                listed = json.load(file)
            for name, digest in list(listed.items())[:15]:
                with os.fdopen(os.open(name, os.O_RDONLY, dir_fd=folder), "rb") as file:
                    if sha256(file.read()).hexdigest() != digest:
                        wrong.append(f"{name} is of another build")
            seen[0] += 1
        except FileNotFoundError:
            pass  # the old site, which is removed after it was exchanged: a reader opens the new one next
        finally:
            os.close(folder)


def attack(run: Run) -> None:
    roots = [copy(run.folder / f"site{number}") for number in range(4)]
    trees = []
    for number, root in enumerate(roots):
        newer(root)
        (root / "content/pages/about.md").write_text(
            f"---\ntitle: About\ndescription: Which.\n---\n\nSite {'abcd'[number]}.\n"
        )
        build(root, root / "public", how=How(1))
        trees.append(tree(root / "public"))
    for number, random in run.each():
        box = run.folder / f"box{number}"
        target = Path(shutil.copytree(roots[0] / "public", box / "public"))
        chosen = random.sample(range(4), random.choice([2, 2, 4]))
        apart = random.random() < 0.25
        stop, wrong, seen = Event(), list[str](), [0]
        reader = Thread(target=_look, args=(target, stop, wrong, seen))
        if not apart:
            reader.start()
        targets = {one: box / f"own{one}" if apart else target for one in chosen}
        children = {one: forked_build(roots[one], targets[one], jobs=random.choice([1, 2])) for one in chosen}
        killed = random.choice(chosen) if random.random() < 0.4 else None
        if killed is not None:
            time.sleep(random.random() * 0.6)
            os.kill(children[killed], signal.SIGKILL)
        for one, child in children.items():
            _, status = os.waitpid(child, 0)
            run.hold(
                number, one == killed or os.waitstatus_to_exitcode(status) == 0, f"build {one} ended with {status}"
            )
        stop.set()
        if not apart:
            reader.join()
            run.counts["looks of a reader"] += seen[0]
            for one in wrong[:2]:
                run.fail(number, one)
            run.hold(number, tree(target) in trees, "the site is of no one build")
            if killed is None:
                run.hold(number, tree(target) in [trees[one] for one in chosen], "the site is of none of the builds")
                run.hold(number, listing(box) == [".public.sitegen", "public", "lock"], f"litter: {listing(box)}")
        else:
            for one in chosen:
                run.hold(number, one == killed or tree(targets[one]) == trees[one], f"output {one} is not its own")
        run.counts[
            f"{len(chosen)} builds, {'outputs of their own' if apart else 'one output'}{', one killed' if killed is not None else ''}"
        ] += 1
        build(roots[chosen[0]], target, how=How(1, memo=False))
        run.hold(number, tree(target) == trees[chosen[0]], "the next build is not the clean one")
        shutil.rmtree(box)


CAMPAIGN = Campaign(
    "races",
    "builds at the same time end as one of them, and a reader never finds a mixture",
    "two or four builds at once into one output or several, in part of the cases one of them killed",
    attack,
    short=2,
    weight=2,
)
