"""`sitegen init` and `sitegen new`: files that are valid, commented and buildable at once.

Comes in: a folder, or a site with a kind of file and an id. Goes out: the texts of new files, none of which exists
yet. Apart from `registry`, which needs a document's text; here an editor begins with nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from sitegen import __version__, assets, documents, figures, schema, seeds, shapes, slugs
from sitegen.audit.model import Finding
from sitegen.audit.table import RULES
from sitegen.catalogues import empty_catalogue
from sitegen.edits import CannotEdit, append_item, scalar
from sitegen.perlanguage import TAG
from sitegen.problems import SitegenError, did_you_mean
from sitegen.reading import read_shape
from sitegen.shapes import SiteFile
from sitegen.sources import Files
from sitegen.tokens import words

__all__ = ["CannotMake", "Said", "facts_of_finding", "kinds_of", "new_catalogue", "new_file", "starter"]

_EXAMPLE = "es"
_STARTER = Path(__file__).parent / "starter"
_CHANGE = re.compile(r"\d{4}-\d{2}-\d{2}-[a-z0-9]+(-[a-z0-9]+)*")
_KIND_OF = {
    "content/facts": "facts",
    "content/topics": "topic",
    "content/site": "site",
    "content/pages": "page",
    "seeds": "seed",
}


class CannotMake(SitegenError):
    """There is such a file already, or it would not be valid."""


@dataclass(frozen=True, slots=True)
class Said:
    """What an editor says of a new file beside its kind and id: the facts concerned, why, when, who."""

    facts: tuple[str, ...] = ()
    reason: str = ""
    rule: str = ""
    day: str = ""
    by: str = "The editors"
    decision: str = "show as stated"


def starter() -> dict[str, str]:
    """Path → text of every file of a new site, with its schemas and its document's fingerprint."""
    found = {path.relative_to(_STARTER).as_posix(): path.read_text("utf-8") for path in sorted(_STARTER.rglob("*.*"))}
    found = {path: text for path, text in found.items() if not path.endswith((".py", ".pyc"))}
    for name, path in (("gitignore", ".gitignore"), ("Makefile", "Makefile")):
        found[path] = (_STARTER / name).read_text("utf-8")
    for name in [name for name in found if name.startswith("workflows/")]:
        found[f".github/{name}"] = found.pop(name)
    found["requirements.txt"] = f"sitegen=={__version__}\n"
    for path in [path for path in found if path.startswith("seeds/") and path.endswith(".txt")]:
        name, text = Path(path).stem, found.pop(path)
        tokens = words(text)
        found[f"seeds/documents/{name}.txt"] = text
        found[f"seeds/{name}.fingerprint"] = seeds.fingerprint(tokens).dumps()
        found[f"seeds/{name}.figures"] = figures.dumps(figures.figures(tokens))
        record = found[f"seeds/{name}.yaml"].replace('"@words@"', str(len(tokens)))
        digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
        found[f"seeds/{name}.yaml"] = record.replace('"@sha256@"', scalar(digest))
    return {path: _with_modeline(path, text) for path, text in found.items()} | schema.files()


def _with_modeline(path: str, text: str) -> str:
    kind = next((kind for start, kind in _KIND_OF.items() if path.startswith(start)), "")
    if not kind or not path.endswith((".yaml", ".md")):
        return text
    line = schema.modeline(kind, path)
    return "---\n" + line + text.removeprefix("---\n") if path.endswith(".md") else line + text


def kinds_of(files: Files) -> tuple[str, ...]:
    """The kinds of file that `new` can make here: five of every site's, and the topic kinds that this one declares."""
    site = _site(files)
    return ("facts", "page", "change", "decision", "relation", *(site.kinds if site else ()))


def _site(files: Files) -> SiteFile | None:
    text, problems = documents.decode(files.get("content/site.yaml", b""), "content/site.yaml")
    node = documents.parse(text, "content/site.yaml")[0] if not problems else None
    return read_shape(SiteFile, node)[0] if node is not None else None


def new_file(files: Files, kind: str, name: str, said: Said | None = None) -> tuple[str, str]:
    """(path, text) of a new file, or of the one of relations with one more. Raises `CannotMake` with what to do instead."""
    kinds = kinds_of(files)
    if kind == "seed":
        raise CannotMake("a seed is made from its document: `sitegen seed add TEXT --id ID`")
    if kind not in kinds:
        raise CannotMake(
            f"`{kind}` is no kind of file here; {did_you_mean(kind, kinds) or 'one of: ' + ', '.join(kinds)}"
        )
    if kind != "change" and (not re.fullmatch(shapes.ID, name) or len(name) > 80):
        raise CannotMake(f"`{name}` is no id: lower-case letters, digits and single hyphens, a letter first")
    path, text = _MAKERS.get(kind, _topic)(files, kind, name, said or Said())
    if path in files and kind != "relation":
        raise CannotMake(f"{path} is there already")
    return path, text


def new_catalogue(root: Path, tag: str) -> tuple[str, str]:
    """(path, text) of a catalogue for a language in which pages cannot speak yet. Raises `CannotMake`."""
    if not re.fullmatch(TAG, tag):
        raise CannotMake(f"`{tag}` is no language tag, such as `de` or `pt-BR`")
    folders, path = assets.template_folders(root), f"templates/locale/{tag}.po"
    if (root / path).exists():
        raise CannotMake(f"{path} is there already")
    if tag == "en" or assets.catalogues(folders, tag):
        raise CannotMake(
            f"pages speak `{tag}` already; in {path} of your site you may lay single messages of your own over ours"
        )
    (example,) = assets.catalogues(folders[-1:], _EXAMPLE)
    return path, empty_catalogue(tag, example)


def _facts(files: Files, _kind: str, name: str, _said: Said) -> tuple[str, str]:
    records = [
        Path(path).stem
        for path in files
        if path.startswith("seeds/") and path.count("/") == 1 and path.endswith(".yaml")
    ]
    if name not in records:
        hint = did_you_mean(name, records) or "register it: `sitegen seed add TEXT --id ID`"
        raise CannotMake(f"there is no seed `{name}`; {hint}")
    path = f"content/facts/{name}.yaml"
    return path, schema.modeline("facts", path) + _FACTS


_FACTS = """\
# All facts of this document, in its order. Replace `[]` by entries like this one:
#
# - id: size-2024                        a stable name; says nothing that may change
#   about: some-topic                    the id of a file below content/topics/
#   measure: market size                 one of the measures of content/site.yaml
#   when: 2024                           as in the quote, or the id of the fact that defines it
#   value: USD 257.5 million             exactly as printed
#   quote: worth USD 257.5 million in 2024
#
# A fact may hold `members` (a list), a `statement` (a claim in our words) or `empty: true` instead of a value.
facts: []
"""


def _topic(files: Files, kind: str, name: str, _said: Said) -> tuple[str, str]:
    twin = next((path for path in files if path.startswith("content/topics/") and path.endswith(f"/{name}.yaml")), None)
    if twin is not None:
        raise CannotMake(f"{twin} has this id already; ids of topics are unique over all kinds")
    path = f"content/topics/{kind}/{name}.yaml"
    title = name.replace("-", " ").capitalize()
    return (
        path,
        schema.modeline("topic", path)
        + f"""\
# As readers know it.
name: {scalar(title)}
# Other names that documents use; lists of facts lead here by them.
# aliases:
# - Another name
# The wider topic of the same kind.
# parent: another-topic
# In our own words; every number is a reference to a fact: seed/fact in braces.
# summary: >-
#   What readers should know first.
""",
    )


def _page(files: Files, _kind: str, name: str, _said: Said) -> tuple[str, str]:
    site = _site(files)
    if name in (slugs.taken(site) if site else slugs.RESERVED):
        raise CannotMake(f"`{name}` is an address of the site; choose another name")
    title = name.replace("-", " ").capitalize()
    path = f"content/pages/{name}.md"
    return (
        path,
        f"""\
---
{schema.modeline("page", path)}\
title: {scalar(title)}
description: {scalar(f"{title}, in one sentence.")}
---

Prose in Markdown. A number is a reference to the fact that proves it, written with braces as seed/fact.
""",
    )


def _change(_files: Files, _kind: str, name: str, said: Said) -> tuple[str, str]:
    if not _CHANGE.fullmatch(name):
        raise CannotMake(f"`{name}` does not begin with its day: write it as 2026-11-22-what-changed")
    if not said.facts:
        raise CannotMake("no published value has changed since the main branch; name facts with `--fact SEED/FACT`")
    reason = _reasoned(said, "A digit was misread.")
    path = f"content/changes/{name}.yaml"
    return (
        path,
        schema.modeline("change", path)
        + f"""\
# Why these published values changed. What changed and when, git knows.
facts:
{_listed(said)}# correction (our mistake), edition (the document has a new one) or withdrawal.
kind: correction
reason: {reason}
# Who or what brought it up.
# source: a reader's letter
""",
    )


def _decision(_files: Files, _kind: str, name: str, said: Said) -> tuple[str, str]:
    if said.rule not in {rule.name for rule in RULES}:
        hint = did_you_mean(said.rule, (rule.name for rule in RULES)) or "`sitegen check` prints it with each finding"
        raise CannotMake(f"say which rule is answered with `--rule`: `{said.rule}` is none; {hint}")
    if not said.facts:
        raise CannotMake(
            f"no open finding of `{said.rule}`; a decision answers one, and names facts with `--fact SEED/FACT`"
        )
    reason, day = _reasoned(said, "Both tables stand in the report."), _dated(said)
    path = f"content/decisions/{name}.yaml"
    return (
        path,
        schema.modeline("decision", path)
        + f"""\
# The finding that this answers: all facts that stand here take part in it.
rule: {said.rule}
facts:
{_listed(said)}decided: {scalar(day)}
by: {scalar(said.by)}
# What is done, in a few words.
decision: {scalar(said.decision)}
# Why a reader should accept that; every number is a reference to a fact: seed/fact in braces.
reason: {reason}
""",
    )


def facts_of_finding(findings: Iterable[Finding], rule: str, facts: tuple[str, ...]) -> tuple[str, ...]:
    """The facts of the one open finding of a rule in which `facts` take part. Raises `CannotMake` where there are several."""
    one_of = [one for one in findings if one.rule == rule and one.open and set(facts) <= set(one.facts)]
    if len(one_of) > 1:
        listed = "\n".join(f"  {' '.join(f'--fact {fact}' for fact in one.facts)}   {one.message}" for one in one_of)
        raise CannotMake(f"{len(one_of)} findings of `{rule}` are open; say which:\n{listed}")
    return one_of[0].facts if one_of else facts


def _relation(files: Files, _kind: str, name: str, said: Said) -> tuple[str, str]:
    known = get_args(shapes.RelationEntry.model_fields["relation"].annotation)
    if name not in known:
        raise CannotMake(f"`{name}` is no relation; {did_you_mean(name, known) or 'one of: ' + ', '.join(known)}")
    if len(said.facts) != 2:
        raise CannotMake("name two facts: `--fact CLAIM --fact EVIDENCE`, each as seed/fact")
    claim, evidence = said.facts
    _listed(said)
    entry = {"claim": claim, "relation": name, "evidence": evidence, "reason": " ".join(said.reason.split())}
    _reasoned(said, "The trial had no such effect.")
    entry |= {"decided": _dated(said), "by": said.by}
    path = "content/relations.yaml"
    begun = schema.modeline("relations", path) + (
        "# What the evidence of one fact does to the claim of another, as an editor judges it.\nrelations: []\n"
    )
    text, problems = documents.decode(files.get(path, begun.encode()), path)
    node = documents.parse(text, path)[0] if not problems else None
    listed = node.get("relations") if isinstance(node, documents.Mapping) else None
    if not isinstance(listed, documents.Sequence):
        raise CannotMake(f"{path} cannot be read: `sitegen check` says why")
    try:
        return path, append_item(text, ("relations",), len(listed.items) - 1, entry)
    except CannotEdit as error:
        raise CannotMake(f"{path}: {error}") from error


def _listed(said: Said) -> str:
    wrong = next((fact for fact in said.facts if not re.fullmatch(shapes.FACT_REFERENCE, fact)), None)
    if wrong is not None:
        raise CannotMake(f"`{wrong}` names no fact: write it as seed/fact")
    return "".join(f"- {fact}\n" for fact in said.facts)


def _reasoned(said: Said, example: str) -> str:
    _listed(said)
    if not said.reason.strip():
        raise CannotMake(f'say why, for readers: `--reason "{example}"`')
    return scalar(" ".join(said.reason.split()))


def _dated(said: Said) -> str:
    if not re.fullmatch(shapes.DATE, said.day):
        raise CannotMake(f"say the day of the decision: `--day 2026-11-22`{f', not `{said.day}`' if said.day else ''}")
    return said.day


_MAKERS = {"facts": _facts, "page": _page, "change": _change, "decision": _decision, "relation": _relation}
