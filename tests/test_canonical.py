"""One form: the same values, order and comments, and nothing to change the second time."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.canonical import CannotFormat, canonical
from sitegen.documents import Mapping, Node, Scalar, parse
from sitegen.spans import comments, spans, stands_plain
from sitegen.tidying import tidy

ROOT = Path(__file__).parent.parent
REAL = sorted([*ROOT.glob("content/**/*.yaml"), *ROOT.glob("seeds/*.yaml"), *ROOT.glob("tests/data/small/**/*.yaml")])


def said(node: Node | None) -> object:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Mapping):
        return [(key.text, said(value)) for key, value in node.items]
    return [said(item) for item in node.items] if node else None


UNTIDY = """\
# The head stays.
%s
title:   "Plain"   # so does this
year: "2024"
reply: 'NO'


count: '12 people'
items:
    -  one   # first
    # between
    -   deep: "a: b"
        flow: [x,  y]   # behind a flow list
    - - 1
      - 2
text: |  # a header
      kept
        as it is

folded: >-
   one
   two

   three
pairs: {a: b, c: [], d: {}}
"key": "it's"
lines: "a\\nb"
wrapped:
   in two
   lines
# The end stays.
"""

TIDY = """\
# The head stays.

title: Plain  # so does this
year: "2024"
reply: 'NO'

count: 12 people
items:
- one  # first
# between
- deep: "a: b"
  flow:
  - x
  - y  # behind a flow list
- - 1
  - 2
text: |  # a header
  kept
    as it is

folded: >-
  one
  two

  three
pairs:
  a: b
  c: []
  d: {}
key: it's
lines: "a\\nb"
wrapped: in two lines
# The end stays.
"""


def test_an_untidy_file_gets_the_one_form() -> None:
    assert canonical(UNTIDY.replace("%s\n", "\n\n")) == TIDY
    assert canonical(TIDY) == TIDY


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_every_real_file_says_the_same_before_and_after(path: Path) -> None:
    text = path.read_text("utf-8")
    made = canonical(text)
    assert said(parse(text, "f")[0]) == said(parse(made, "f")[0])
    assert [c.text for c in comments(text, spans(text))] == [c.text for c in comments(made, spans(made))]
    assert canonical(made) == made


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("C",)), max_size=20) | st.sampled_from(
    ["- a", "a: b", "a #b", "#a", "'", '"', "yes", "1.50", "2024-01-02", "~", "", " a", "a ", "*x", "&x", "!x", "a\nb", "a\n\nb\n", "[a, b]", "{a", "%", "@", "`", "?", "? a", ":", "a:", "-", "---", "…", "\ta"]
)  # fmt: skip
TREES = st.dictionaries(
    TEXTS, st.recursive(TEXTS, lambda t: st.lists(t, max_size=3) | st.dictionaries(TEXTS, t, max_size=3), max_leaves=8), min_size=1, max_size=4
)  # fmt: skip


def untidy(tree: object, seed: int) -> str:
    """The tree as YAML in some style, with comments and empty lines strewn where they may stand."""
    chance = random.Random(seed)
    text = yaml.safe_dump(
        tree, allow_unicode=chance.random() < 0.8, width=chance.choice([10, 40, 10**6]), indent=chance.choice([2, 4, 7]),
        default_flow_style=chance.choice([False, False, None, True]), sort_keys=False, default_style=chance.choice([None, None, "'", '"', "|", ">"]),
    )  # fmt: skip
    out: list[str] = []
    for number, line in enumerate(text.split("\n")):
        candidate = [*out, chance.choice(["# own", "   # own", "", "\n", line and f"{line}  # behind"])]
        rest = text.split("\n")[number if not candidate[-1].endswith("behind") else number + 1 :]
        tried = "\n".join([*candidate, *rest])
        try:
            fine = chance.random() < 0.4 and yaml.load(tried, yaml.BaseLoader) == yaml.load(text, yaml.BaseLoader)
        except yaml.YAMLError:
            fine = False
        out = [*candidate, *([] if candidate[-1].endswith("behind") else [line])] if fine else [*out, line]
    return "\n".join(out)


@settings(max_examples=400, deadline=None)
@given(TREES, st.integers())
def test_formatting_keeps_what_a_file_says_and_twice_is_once(tree: dict[str, object], seed: int) -> None:
    text = untidy(tree, seed)
    made = canonical(text)
    assert yaml.load(made, yaml.BaseLoader) == yaml.load(text, yaml.BaseLoader)
    assert [c.text for c in comments(made, spans(made))] == [c.text for c in comments(text, spans(text))]
    assert canonical(made) == made


@given(TEXTS)
def test_a_text_without_quotes_is_read_again_as_itself(text: str) -> None:
    if stands_plain(text):
        assert yaml.load(f"- {text}\n", yaml.BaseLoader) == [text]
        assert yaml.load(f"k: {text}\n", yaml.BaseLoader) == {"k": text}


@pytest.mark.parametrize("text", ["a: [", "- a\nb: c", "", "# only this\n", "a: 'x"])
def test_what_is_no_yaml_is_left_alone(text: str) -> None:
    with pytest.raises(CannotFormat):
        canonical(text)


def run(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sitegen.cli", *arguments], capture_output=True, text=True, check=False, cwd=cwd
    )


def test_format_writes_only_what_changes_and_check_writes_nothing(small: Path) -> None:
    facts = small / "content/facts/pumps-a.yaml"
    tidy = facts.read_text()
    facts.write_text(tidy.replace("measure: CAGR", "measure:   'CAGR'  # growth"))
    before = facts.read_text()
    done = run("format", "--check", "--root", str(small))
    assert (done.returncode, done.stdout) == (
        1,
        "would format content/facts/pumps-a.yaml\n1 file of 6 is not in its form\n",
    )
    assert facts.read_text() == before
    done = run("format", "--root", str(small))
    assert (done.returncode, done.stdout) == (0, "formatted content/facts/pumps-a.yaml\n1 file of 6 changed\n")
    assert facts.read_text() == tidy.replace("measure: CAGR", "measure: CAGR  # growth")
    assert run("format", "--root", str(small)).stdout == "0 files of 6 changed\n"


def test_format_reports_a_broken_file_and_goes_on(small: Path) -> None:
    (small / "content/topics/region/northland.yaml").write_text("name: [\n")
    facts = small / "content/facts/pumps-a.yaml"
    facts.write_text(facts.read_text().replace("measure: CAGR", "measure:   CAGR"))
    done = run("format", "--root", str(small))
    assert done.returncode == 1
    assert "content/topics/region/northland.yaml:2:1: error[yaml-syntax]" in done.stderr
    assert "formatted content/facts/pumps-a.yaml" in done.stdout


def test_format_takes_files_as_a_commit_hook_hands_them_over(small: Path) -> None:
    facts = small / "content/facts/pumps-a.yaml"
    facts.write_text(facts.read_text().replace("measure: CAGR", "measure:   CAGR"))
    site = small / "content/site.yaml"
    site.write_text(site.read_text().replace("format: 1", "format:   1"))
    done = run("format", "--root", str(small), str(facts), str(small / "README.md"))
    assert done.stdout == "formatted content/facts/pumps-a.yaml\n1 file of 1 changed\n"
    assert "format:   1" in site.read_text()


def test_the_offered_hooks_are_commands_that_exist() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert {hook["id"] for hook in hooks} == {"sitegen-format", "sitegen-check"}
    for hook in hooks:
        assert run(hook["entry"].split()[1], "--help").returncode == 0


def test_the_content_of_this_repository_is_in_its_form(root: Path) -> None:
    assert tidy(root, (), write=False).changed == ()


def test_front_matter_is_put_in_order_and_the_prose_is_not_touched(small: Path) -> None:
    page = small / "content/pages/about.md"
    prose = "\n*  A list\n\n---\n\nkey:   value  \n"
    page.write_text("---\n# For readers.\ntitle:   'About us'\ndescription: \"What: this is\"   # short\n---\n" + prose)
    assert tidy(small, (), write=True).changed == ("content/pages/about.md",)
    assert page.read_text() == (
        '---\n# For readers.\ntitle: About us\ndescription: "What: this is"  # short\n---\n' + prose
    )
    assert tidy(small, (page,), write=True).changed == ()
    page.write_text("---\ntitle: [a\n---\n" + prose)
    (problem,) = tidy(small, (page,), write=True).problems
    assert (problem.place.path, problem.place.line) == ("content/pages/about.md", 3)
    assert page.read_text().startswith("---\ntitle: [a\n")
