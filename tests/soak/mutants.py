"""Mutated content: it builds, or it fails with a file, a line and a column; never a traceback, never without an end.

The real content is mutated in memory and checked, the small site is mutated and built to its last page. Each batch of
cases runs in a process of its own, with a limit of memory and of time, so that a crash is a failure and not the end.
"""

from __future__ import annotations

import multiprocessing
import re
import resource
import signal
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

from sitegen import sources
from sitegen.hosting import snapshot
from sitegen.loading import examine
from sitegen.memory import Memory
from sitegen.preparing import prepare
from sitegen.problems import to_text
from soak.run import ROOT, SMALL, Campaign, Run

__all__ = ["CAMPAIGN", "mutate"]

_BATCH, _SECONDS, _MEMORY = 25, 20, 3_000_000_000
Mutation = Callable[[Random, str], str | bytes]


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True) or [""]


def _at(random: Random, text: str, change: Callable[[str], str]) -> str:
    """One line changed."""
    lines = _lines(text)
    number = random.randrange(len(lines))
    lines[number] = change(lines[number])
    return "".join(lines)


def _value(random: Random, text: str, new: str) -> str:
    """The value of one key replaced."""
    keys = list(re.finditer(r"(?m)^[ -]*[A-Za-z_ -]+:[ ]?(.*)$", text))
    if not keys:
        return text + new
    chosen = random.choice(keys)
    return text[: chosen.start(1)] + new + text[chosen.end(1) :]


def _truncated(random: Random, text: str) -> bytes:
    data = text.encode()
    return data[: random.randrange(len(data) + 1)]


def _flipped(random: Random, text: str) -> bytes:
    data = bytearray(text.encode())
    for _ in range(random.choice([1, 1, 3, 20])):
        if data:
            data[random.randrange(len(data))] ^= 1 << random.randrange(8)
    return bytes(data)


def _swapped(random: Random, text: str) -> str:
    lines = _lines(text)
    one, other = random.randrange(len(lines)), random.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return "".join(lines)


def _deleted(random: Random, text: str) -> str:
    lines = _lines(text)
    start = random.randrange(len(lines))
    return "".join(lines[:start] + lines[start + random.choice([1, 1, 2, 5]) :])


def _repeated(random: Random, text: str) -> str:
    lines = _lines(text)
    start = random.randrange(len(lines))
    return "".join(
        lines[:start] + lines[start : start + random.choice([1, 3])] * random.choice([2, 2, 300]) + lines[start:]
    )


def _retyped(random: Random, text: str) -> str:
    new = [
        "[a, b]",
        "{a: b}",
        "- x",
        "[]",
        "{}",
        "null",
        "~",
        "true",
        "",
        "|\n    x",
        "''",
        "[[[[x]]]]",
        "{a: [1, {b: c}]}",
    ]
    return _value(random, text, random.choice(new))


def _numbered(random: Random, text: str) -> str:
    numbers = [
        "-1", "0", "1e999", "-1e999", "NaN", ".nan", ".inf", "9" * 400, "0." + "0" * 400 + "1", "1/0", "0/0", "-5/3", "10/5",
        "USD 1e400 million", "USD -5 million", "USD 0 million", "0%", "-100%", "-200%", "99999999999%", "10000-1", "2030-2020",
        "0000", "99999", "2024-13", "31 February 2024", "USD " + "9" * 5000 + " billion", "1,2,3,4", "1.2.3", "٣٤٥", "１２３",
        "½", "10⁶", "12 − 5", "+5", "p < -1", "1–0", "5 to 3", "nearly nearly 5", "%", "USD", "million",
    ]  # fmt: skip
    return _value(random, text, random.choice(numbers))


def _broken(random: Random, text: str) -> str:
    """A reference that leads nowhere, to itself, or in a circle."""
    ids = re.findall(r"(?m)^[ -]*(?:id|about|parent|where|of|when): ?(\S+)$", text) or ["x"]
    new = [
        random.choice(ids),
        "no-such-thing",
        "../../etc/passwd",
        "a/b",
        "a" * 5000,
        "",
        "-",
        "A",
        "{x/y}",
        "__proto__",
        "constructor",
    ]
    keys = ["about", "parent", "where", "of", "when", "id", "subject", "supersedes", "cites", "topics", "measure"]
    chosen = random.choice(keys)
    found = re.sub(
        rf"(?m)^([ -]*{chosen}:) .*$",
        lambda match: f"{match[1]} {random.choice(new)}",
        text,
        count=random.choice([1, 0]),
    )
    return found if found != text else text + f"\n{chosen}: {random.choice(new)}\n"


def _hostile(random: Random, text: str) -> str | bytes:
    depth = random.choice([50, 10_000])
    return random.choice(
        [
            text + "x: " + "[" * depth,
            text + "x: " + "{a: " * depth,
            "".join(" " * level + "a:\n" for level in range(min(depth, 400))),
            "- " * depth + "x\n",
            "? " * depth + "x\n",
            "a: &a [x, x]\n" + "".join(f"k{n}: &k{n} [*{'a' if n == 0 else f'k{n - 1}'}, *a]\n" for n in range(40)),
            "a: &a\n  <<: *a\n",
            text + "x: !!python/object/apply:os.system ['true']\n",
            text + "x: !!binary aGk=\n",
            text + "y: " + "x" * 5_000_000 + "\n",
            text + 'y: "' + "\\n" * 200_000 + '"\n',
            text.replace(": ", ": " + "[" * 3000, 1),
            text + "---\n" * 5000,
            "%YAML 3.0\n%TAG ! x\n---\n" + text,
            text + "".join(f"key{n}: x\n" for n in range(60_000)),
            text + "note: |\n" + "".join(f"  {'*' * 400}a\n" for _ in range(100)),
            text + "note: >-\n  " + "![" * 15_000 + "\n",
            text + "note: |\n  " + "> " * 3000 + "x\n",
            text + "note: |\n  " + "`" * 20_000 + "\n  " + "[a](" * 8000 + "\n",
            text + "note: |\n  " + "{a/b}" * 9000 + "\n",
            "\ufeff" * 3 + text,
            b"\x00" * 5000,
            b"\xff\xfe" + text.encode("utf-16-le"),
        ]
    )


def _encoded(random: Random, text: str) -> bytes:
    return text.encode(random.choice(["utf-16", "utf-32", "utf-8-sig", "utf-7", "cp037"]), "replace") if random.random() < 0.6 else (
        text.encode().replace(b"e", random.choice([b"\xe9", b"\xc0\x80", b"\xed\xa0\x80", b"\xf5\x80\x80\x80"]), 3)
    )  # fmt: skip


def _signed(random: Random, text: str) -> str:
    """A character where it means something, or nothing that can be seen."""
    signs = "\t:#-?[]{}&*!|>'\"%@`\\\x00\x07\x1b\x7f\u200b\u202e\u2028\ufeff\U000e0041\r\x85…–−½²％０\ud7ff"
    return _at(
        random,
        text,
        lambda line: (
            line[: (spot := random.randrange(len(line) + 1))]
            + random.choice(signs) * random.choice([1, 1, 40])
            + line[spot:]
        ),
    )


def _indented(random: Random, text: str) -> str:
    return _at(
        random,
        text,
        lambda line: random.choice([" ", "  ", "\t", "      "]) + line if random.random() < 0.7 else line.lstrip(),
    )


_MUTATIONS: Sequence[Mutation] = (
    _truncated, _flipped, _swapped, _deleted, _repeated, _retyped, _numbered, _broken, _hostile, _encoded, _signed, _indented,
    lambda random, text: _value(random, text, text[(start := random.randrange(len(text) + 1)) : start + random.randrange(200)]),
    lambda random, _: "" if random.random() < 0.5 else "# nothing\n",
)  # fmt: skip


def mutate(random: Random, files: sources.Files) -> tuple[sources.Files, str]:
    """The files with one to three of them damaged, and what was done."""
    found, done = dict(files), []
    for _ in range(random.choice([1, 1, 1, 2, 3])):
        path = random.choice(sorted(found))
        if path.startswith("seeds/documents/"):
            continue
        if random.random() < 0.04:
            del found[path]
            done.append(f"{path} deleted")
        elif random.random() < 0.04:
            other = random.choice(sorted(found))
            found[other] = found[path]
            done.append(f"{other} is now {path}")
        else:
            mutation = random.choice(_MUTATIONS)
            made = mutation(random, found[path].decode("utf-8", "replace"))
            found[path] = made.encode("utf-8", "surrogatepass") if isinstance(made, str) else made
            done.append(f"{path} {mutation.__name__}")
    return found, "; ".join(done)


def _real() -> sources.Files:
    return {path: data for path, data in sources.read(ROOT)[0].items() if not path.startswith("seeds/documents/")}


class _TooLong(BaseException):
    pass


def _stop(*_: object) -> None:
    raise _TooLong


def _try(files: sources.Files, *, whole: bool, memory: Memory, root: Path) -> str:
    """What became of one mutant: `builds`, `refused`, or what must never be."""
    loaded = examine(files, memory=memory)
    for problem in loaded.problems:
        place = problem.place
        if not place.path or place.line < 1 or place.column < 1 or not problem.message:
            return f"a problem without a place: {problem}"
        text = files.get(place.path, b"").decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
        if place.line > text.count("\n") + 2:
            return f"line {place.line} of {place.path}, which has {text.count(chr(10))}"
        shown = to_text(problem, {place.path: text})
        if any(char < " " and char != "\n" for char in shown):
            return f"a control character in the report: {shown!r}"
    if len(set(loaded.problems)) != len(loaded.problems):
        return "a problem is said twice"
    if loaded.graph is None or loaded.failing(strict=False):
        if loaded.graph is not None and whole:
            snapshot(root, loaded)  # `diff` compares states that have errors too
        return "refused" if loaded.problems else "neither a site nor a problem"
    if whole:
        sum(len(output.data) for output in prepare(root, loaded).everything(1))
        return "drawn"
    return "checked"


def _batch(seed: int, name: str, numbers: list[int], mark: multiprocessing.Queue[tuple[int, str, float]]) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    signal.signal(signal.SIGALRM, _stop)
    real, small = _real(), sources.read(SMALL)[0]
    memory = Memory()
    examine(real, memory=memory)
    for number in numbers:
        random = Random(f"{seed} {name} {number}")
        whole = number % 4 == 0
        if whole:
            files, done = mutate(random, small)
        else:
            files, done = mutate(random, real)
        began = resource.getrusage(resource.RUSAGE_SELF).ru_utime
        signal.setitimer(signal.ITIMER_REAL, _SECONDS * 5)
        try:
            found = _try(files, whole=whole or number % 50 == 1, memory=memory, root=SMALL if whole else ROOT)
        except _TooLong:
            found = "does not end"
        except Exception:
            found = traceback.format_exc(limit=-4)
        signal.setitimer(signal.ITIMER_REAL, 0)
        spent = resource.getrusage(resource.RUSAGE_SELF).ru_utime - began
        memory.turn()
        if found not in {"refused", "drawn", "checked"} or spent > _SECONDS:
            found = f"{done}: {found}"
        mark.put((number, found, spent))


def attack(run: Run) -> None:
    context = multiprocessing.get_context("fork")
    numbers: list[int] = []

    def finish() -> None:
        mark = context.Queue()
        child = context.Process(target=_batch, args=(run.seed, run.name, numbers, mark))
        child.start()
        left = list(numbers)
        while left:
            try:
                number, found, spent = mark.get(timeout=_SECONDS * 6)
            except Exception:
                run.fail(left[0], f"the process ended with {child.exitcode}, or hangs")
                break
            left.remove(number)
            run.worst = max(run.worst, spent)
            run.counts["real sites" if number % 4 else "small sites"] += 1
            if found in {"refused", "drawn", "checked"}:
                run.counts[found] += 1
                run.hold(number, spent < _SECONDS, f"took {spent:.1f} s")
            else:
                run.fail(number, found)
        child.join(1)
        child.kill()
        child.join()
        numbers.clear()

    for number, _ in run.each():
        numbers.append(number)
        if len(numbers) == _BATCH:
            finish()
    if numbers:
        finish()
    usage = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    run.counts["MB at most"] = usage // 1024


CAMPAIGN = Campaign(
    "mutants",
    "nothing an editor can write raises a traceback, hangs or exhausts memory",
    "a content tree with one to three damaged files",
    attack,
    short=30,
    weight=6,
)
