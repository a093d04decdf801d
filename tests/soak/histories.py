"""Histories of edits of every kind: after each step the incremental build is the clean one, whoever draws it and however.

Apart from `memos`, which damages what builds remember: here whatever a page may read is edited, so that a page that
remembers too little of what it read would be found out of date.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import yaml

from sitegen.build import How, build
from sitegen.seeds import fingerprint
from sitegen.shards import Share
from sitegen.tokens import words
from soak.memos import damaged
from soak.run import ROOT, SMALL, Campaign, Run
from soak.sites import tree

__all__ = ["CAMPAIGN", "begun", "edited"]

_BASES = (ROOT / "tests/data/heat-pumps", SMALL)
_HISTORY = 60
"""Edits of one history: then another site begins."""
_ADDRESSES = (None, None, None, "https://example.org/site")

Edit = Callable[[Random, Path], object]


def _files(root: Path, pattern: str) -> list[Path]:
    return sorted((root / "content").glob(pattern))


def _rewrite(path: Path, change: Callable[[str], str]) -> None:
    path.write_text(change(path.read_text()))


def _entries(text: str) -> list[str]:
    """The head of a facts file, then each of its entries."""
    return re.split(r"(?m)(?=^- id: )", text)


def _edit_entry(random: Random, root: Path) -> None:
    path = random.choice(_files(root, "facts/*.yaml"))
    head, *entries = _entries(path.read_text())
    if not entries:
        return
    place = random.randrange(len(entries))
    entry = entries[place]
    name = entry.partition("\n")[0].removeprefix("- id: ")
    done = random.choice(["note", "note", "drop", "twice", "swap", "rename", "about", "remark"])
    if done == "note":
        entries[place] = (
            re.sub(r"(?m)^  note: .*\n", "", entry)
            if "note:" in entry
            else f"{entry}  note: {random.choice(_WORDS)}.\n"
        )
    elif done == "drop":
        del entries[place]
    elif done == "twice":
        entries.insert(place, entry.replace(f"- id: {name}", f"- id: {name}-again", 1))
    elif done == "swap":
        entries.append(entries.pop(place))
    elif done == "rename":
        entries[place] = entry.replace(f"- id: {name}", f"- id: {name}-anew", 1)
    elif done == "about":
        topics = [one.stem for one in _files(root, "topics/*/*.yaml")]
        entries[place] = re.sub(r"(?m)^  about: .*$", f"  about: {random.choice(topics)}", entry)
    else:
        entries[place] = entry + "  # A remark of an editor.\n"
    path.write_text("".join([head, *entries]))


_WORDS = ("Read with care", "Stated once", "As the table has it", "Of the first edition")


def _edit_topic(random: Random, root: Path) -> None:
    path = random.choice(_files(root, "topics/*/*.yaml"))
    facts = [
        f"{one.stem}/{name}"
        for one in _files(root, "facts/*.yaml")
        for name in re.findall(r"(?m)^- id: (\S+)", one.read_text())
    ]
    done = random.choice(["name", "summary", "alias", "abbreviation", "parent", "drop", "rename"])
    text = path.read_text()
    if done == "drop":
        path.unlink()
    elif done == "rename":
        new = path.with_name(f"{path.stem}-anew.yaml")
        path.rename(new)
        for other in (*_files(root, "facts/*.yaml"), *_files(root, "topics/*/*.yaml")):
            _rewrite(
                other,
                lambda said: re.sub(rf"(?m)^(\s+(?:about|where|of): |parent: ){path.stem}$", rf"\g<1>{new.stem}", said),
            )
    elif done == "name":
        path.write_text(
            re.sub(r"(?m)^name: (.*?)( anew)?$", lambda m: f"name: {m[1]}" + ("" if m[2] else " anew"), text, count=1)
        )
    else:
        lines = {
            "summary": f"summary: {random.choice(_WORDS)}: {{{random.choice(facts or ['x/y'])}}}.",
            "alias": "aliases:\n- Something else",
            "abbreviation": f"abbreviation: {random.choice(['HP', 'CO', 'XY'])}",
            "parent": f"parent: {random.choice(_files(root, f'topics/{path.parent.name}/*.yaml')).stem}",
        }
        key = lines[done].partition(":")[0]
        path.write_text(text if re.search(rf"(?m)^{key}:", text) else f"{text.rstrip()}\n{lines[done]}\n")


def _new_topic(random: Random, root: Path) -> None:
    kind = random.choice(sorted({path.parent for path in _files(root, "topics/*/*.yaml")}))
    (kind / f"{random.choice('abc')}-place.yaml").write_text(f"name: Place {random.choice('KLM')}\n")


def _edit_page(random: Random, root: Path) -> None:
    path = root / "content/pages" / f"{random.choice(['one', 'two'])}.md"
    path.parent.mkdir(exist_ok=True)
    if path.exists() and random.random() < 0.4:
        path.unlink()
    else:
        path.write_text(f"---\ntitle: {random.choice(_WORDS)}\ndescription: Of it.\n---\n\n{random.choice(_WORDS)}.\n")


def _edit_glossary(random: Random, root: Path) -> None:
    terms = random.sample(["CAGR", "HP", "EUR"], random.randrange(3))
    path = root / "content/glossary.yaml"
    if terms:
        path.write_text("terms:\n" + "".join(f"- term: {one}\n  expansion: {random.choice(_WORDS)}\n" for one in terms))
    else:
        path.unlink(missing_ok=True)


def _edit_settings(random: Random, root: Path) -> None:
    changes: tuple[tuple[str, str], ...] = (
        (r"(?m)^title: .*$", f"title: Site {random.choice('ABC')}"),
        (r"(?m)^language: en$", "languages:\n- en\n- es"),
        (r"(?m)^languages:\n- en\n- es$", "language: en"),
        (r"(?m)^(    label: Market)\w*$", rf"\g<1>{random.choice(['', 'place'])}"),
        (r"(?m)^(- label: Sources?)$", random.choice(["- label: Sources", "- label: Source"])),
    )
    _rewrite(root / "content/site.yaml", lambda text: re.sub(*random.choice(changes), text, count=1))


def _edit_seed(random: Random, root: Path) -> None:
    path = random.choice(sorted((root / "seeds").glob("*.yaml")))
    change = random.choice([
        lambda text: re.sub(r"(?m)^label: (.*?)( II)?$", lambda m: f"label: {m[1]}" + ("" if m[2] else " II"), text),
        lambda text: re.sub(r"(?m)^withdrawn: .*\n", "", text) if "withdrawn:" in text else f"{text.rstrip()}\nwithdrawn: 2026-02-03\n",
    ])  # fmt: skip
    _rewrite(path, change)


_NUMBER = re.compile(r"(?<![\w.,])(?!(?:19|20)\d\d\b)\d(?:[\d.,]*\d)?")


def _other_numbers(text: str) -> str:
    """A text with other numbers, years aside; done twice, it is as it was."""
    return _NUMBER.sub(lambda found: f"{found[0][:-1]}{int(found[0][-1]) ^ 1}", text)


def _edit_numbers(random: Random, root: Path) -> None:
    """Other numbers in one entry, which the document states too: nothing else of it changes, but what is computed with it."""
    path = random.choice(_files(root, "facts/*.yaml"))
    head, *entries = _entries(path.read_text())
    valued = [place for place, entry in enumerate(entries) if _other_numbers(entry) != entry]
    # Most of all those that other pages compute with: they are about a topic of which little else is said.
    apart = [place for place in valued if "  where: " in entries[place] or "  of: " in entries[place]]
    if valued:
        place = random.choice(random.choice([valued, apart or valued]))
        entries[place] = _other_numbers(entries[place])
        path.write_text("".join([head, *entries]))


def _edit_relations(random: Random, root: Path) -> None:
    """What an editor links: a finding on the page of the claim, and a mark on the page of what speaks against it."""
    path = root / "content/relations.yaml"
    named = [
        (f"{one.stem}/{entry.partition(chr(10))[0].removeprefix('- id: ')}", "  statement: " in entry)
        for one in _files(root, "facts/*.yaml")
        for entry in _entries(one.read_text())[1:]
    ]
    claims = [name for name, claims in named if claims]
    if not claims or (path.exists() and random.random() < 0.5):
        path.unlink(missing_ok=True)
        return
    claim, (evidence, _) = random.choice(claims), random.choice(named)
    relation = random.choice(["contradicts", "qualifies", "supports"])
    path.write_text(
        f"relations:\n- claim: {claim}\n  relation: {relation}\n  evidence: {evidence}\n  reason: {random.choice(_WORDS)}.\n"
        "  decided: 2026-11-22\n  by: Tests\n"
    )


def _edit_template(random: Random, root: Path) -> None:
    name = random.choice(["pages/404.html", "pages/topic.html", "assets/css/1-tokens.css"])
    own = root / "templates" / name
    if own.exists() and random.random() < 0.5:
        own.unlink()
        return
    own.parent.mkdir(parents=True, exist_ok=True)
    sign = "/* {} */" if name.endswith(".css") else "{{# {} #}}\n"
    own.write_text((ROOT / "templates" / name).read_text() + sign.format(random.choice(_WORDS)))


def _edit_decision(random: Random, root: Path) -> None:
    found = _files(root, "decisions/*.yaml")
    if found and random.random() < 0.5:
        random.choice(found).unlink()
    elif found:
        _rewrite(
            random.choice(found), lambda text: re.sub(r"(?m)^by: .*$", f"by: {random.choice(['us', 'them'])}", text)
        )


def _touch(random: Random, root: Path) -> None:
    _rewrite(random.choice([path for path in (root / "content").rglob("*.yaml")]), lambda text: "# A remark.\n" + text)


def _back(random: Random, root: Path) -> None:
    """Content as it was at the beginning: pages come back to where they were."""
    base = next(base for base in _BASES if (root / f"of-{base.name}").exists())
    _copied(base, root, "content", "seeds")
    _doubled(root)
    if random.random() < 0.5:
        shutil.rmtree(root / "templates", ignore_errors=True)


_EDITS: tuple[Edit, ...] = (
    _edit_entry, _edit_entry, _edit_entry, _edit_entry, _edit_topic, _edit_topic, _new_topic, _edit_page, _edit_glossary, _edit_settings,
    _edit_seed, _edit_numbers, _edit_numbers, _edit_relations, _edit_template, _edit_decision, _touch, _back, _back,
)  # fmt: skip


def edited(random: Random, root: Path) -> None:
    """One edit of any kind, or two."""
    for _ in range(random.choice([1, 1, 1, 2])):
        random.choice(_EDITS)(random, root)


def begun(random: Random, root: Path) -> None:
    """Another site, whose history begins."""
    base = random.choice(_BASES)
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(base, root)
    (root / f"of-{base.name}").touch()
    _doubled(root)


def _doubled(root: Path) -> None:
    """Each document says its quotes with numbers a second time with other numbers, so that its facts may have these."""
    for path in _files(root, "facts/*.yaml"):
        quotes = [entry["quote"] for entry in yaml.safe_load(path.read_text())["facts"]]
        stated = [one for quote in quotes for one in (quote if isinstance(quote, list) else [quote])]
        document, record = (root / "seeds" / name for name in (f"documents/{path.stem}.txt", f"{path.stem}.yaml"))
        others = [_other_numbers(one) for one in dict.fromkeys(stated)]
        # A quote stands once, so what holds another quote as it is stays alone.
        text = "\n".join([document.read_text(), *(one for one in others if not any(quote in one for quote in stated))])
        said, digest = words(text), hashlib.sha256(text.encode()).hexdigest()
        document.write_text(text)
        record.with_suffix(".fingerprint").write_text(fingerprint(said).dumps())
        old = re.sub(r"(?m)^words: .*$", f"words: {len(said)}", record.read_text())
        record.write_text(re.sub(r"(?m)^sha256: .*$", f"sha256: {digest}", old))


def _joined(root: Path, target: Path, address: str | None, count: int) -> bool:
    """The site built in parts, put together."""
    parts = tuple(target.with_name(f"part-{number}") for number in range(1, count + 1))
    done = [
        build(root, part, address, how=How(1, share=Share(number, count))).published
        for number, part in enumerate(parts, 1)
    ]
    published = all(done) and build(root, target, address, how=How(1, parts=parts)).published
    for part in parts:
        shutil.rmtree(part, ignore_errors=True)
    return published


def _clean(root: Path, target: Path, address: str | None, random: Random) -> dict[str, str] | None:
    """The clean site of a state, by one process, several, or in parts; None where the content has errors."""
    shutil.rmtree(target, ignore_errors=True)
    way = random.choice(["one", "one", "two", "parts"])
    if way == "parts":
        published = _joined(root, target, address, random.choice([2, 3]))
    else:
        published = build(root, target, address, how=How(1 if way == "one" else 2, memo=False)).published
    return tree(target) if published else None


def attack(run: Run) -> None:
    root, clean = run.folder / "site", run.folder / "clean"
    known: dict[str, dict[str, str] | None] = {}
    kept: list[bytes] = []
    for number, random in run.each():
        if number % _HISTORY == 0 or not root.exists():
            begun(random, root)
            kept.clear()
            run.counts["histories"] += 1
        shutil.rmtree(run.folder / "before", ignore_errors=True)
        _copied(root, run.folder / "before")
        edited(random, root)
        done = damaged(random, root, kept) if random.random() < 0.15 else "nothing"
        address = random.choice(_ADDRESSES)
        before = tree(root / "public") if (root / "public").is_dir() else None
        built = build(root, root / "public", address, how=How(random.choice([1, 1, 2])))
        run.counts["built"] += built.published
        if told := re.search(r"(\d+) of (\d+) pieces", built.summary):
            run.counts["pieces drawn"] += int(told[1])
            run.counts["pieces kept"] += int(told[2]) - int(told[1])
        state = _state(root, address)
        if state not in known:
            known[state] = _clean(root, clean, address, random)
        expected = known[state]
        run.hold(number, built.published == (expected is not None), f"after {done}: {built.summary}")
        held = before if expected is None else expected
        found = tree(root / "public") if (root / "public").is_dir() else None
        run.hold(number, found == held, f"after {done}: {_differing(found, held)}")
        if expected is None and random.random() < 0.8:
            # An editor goes back to what could be built.
            _copied(run.folder / "before", root)


def _copied(one: Path, other: Path, *names: str) -> None:
    """What an editor wrote, in another folder in the place of what was there."""
    for name in names or ("content", "seeds", "templates"):
        shutil.rmtree(other / name, ignore_errors=True)
        if (one / name).is_dir():
            shutil.copytree(one / name, other / name)


def _state(root: Path, address: str | None) -> str:
    parts = [tree(root / name) if (root / name).is_dir() else None for name in ("content", "seeds", "templates")]
    return hashlib.sha256(repr((parts, address)).encode()).hexdigest()


def _differing(found: dict[str, str] | None, held: dict[str, str] | None) -> str:
    one, other = found or {}, held or {}
    return ", ".join(sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))[:5])


CAMPAIGN = Campaign(
    "histories",
    "an incremental build is the clean build byte for byte, for any number of processes and parts",
    "a step of a history of edits, removals, renamings, other templates, settings and addresses",
    attack,
    short=24,
    weight=2,
)
