"""The one canonical form of a YAML file: what `sitegen format` writes.

Comes in: a text. Goes out: the same values, keys in the same order and the same comments, in block style, with two
blanks of indentation and quotes only where they are needed or carry a meaning. Apart from `edits`, which change what a
file says and must leave its form alone; this changes its form and must leave alone what it says, and checks that it did.
"""

from __future__ import annotations

import re

import yaml

from sitegen.problems import SitegenError
from sitegen.spans import Comment, Leaf, Listing, Spanned, Table, comments, quoted, spans, stands_plain

__all__ = ["CannotFormat", "canonical"]


class CannotFormat(SitegenError):
    """The text is no YAML, or our form of it would not be read the same: it is left as it is."""


def canonical(text: str) -> str:
    """The canonical form of a text. Raises `CannotFormat`; never returns a text that says anything else."""
    try:
        node = spans(text)
        found = comments(text, node)
        made = _Writer(text, found).written(node)
        again = spans(made)
        if _said(again) != _said(node) or [c.text for c in comments(made, again)] != [c.text for c in found]:
            raise CannotFormat("its canonical form would not be read the same; please report this file")
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise CannotFormat(str(error).partition("\n")[0]) from error
    return made


def _said(node: Spanned) -> object:
    """What a text says, without how it was written."""
    if isinstance(node, Leaf):
        return node.text
    if isinstance(node, Listing):
        return [_said(item) for item in node.items]
    return {"pairs": [(key.text, _said(value)) for key, value in node.items]}


def _means_a_text(text: str) -> bool:
    """Whether other YAML readers take this for something other than a text where it has no quotes."""
    resolvers = yaml.SafeLoader.yaml_implicit_resolvers
    return any(regexp.match(text) for _, regexp in resolvers.get(text[:1], []))


class _Writer:
    """The state of one writing: the lines so far, the comments still to come, the dash that waits for its line."""

    def __init__(self, text: str, found: tuple[Comment, ...]) -> None:
        self.text = text
        self.waiting = list(found)
        self.lines: list[str] = []
        self.lead = ""
        self.blank_may_follow = False

    def written(self, node: Spanned) -> str:
        self.node(node, 0, node.start)
        self.comments_before(len(self.text) + 1, 0)
        return "\n".join(self.lines) + "\n"

    def node(self, node: Spanned, indent: int, after: int) -> None:
        """A value on lines of its own; `after` is where its key ended."""
        if isinstance(node, Listing) and node.items:
            self.listing(node, indent)
        elif isinstance(node, Table) and node.items:
            self.table(node, indent)
        else:
            self.comments_before(node.start, indent)
            self.leaf("", node, indent, after)

    def table(self, node: Table, indent: int) -> None:
        for key, value in node.items:
            self.comments_before(key.start, len(self.lead) - 2 if self.lead else indent)
            self.blank_before(key.start)
            name = (
                key.text
                if stands_plain(key.text, key=True) and not self.keeps_quotes(key)
                else quoted(key.text, key.style)
            )
            if isinstance(value, Leaf) or not value.items:
                self.leaf(f"{name}:", value, indent, key.end)
                continue
            self.line(indent, f"{name}:", key.end)
            self.node(value, indent if isinstance(value, Listing) else indent + 2, key.end)

    def listing(self, node: Listing, indent: int) -> None:
        for item in node.items:
            self.comments_before(item.start, len(self.lead) - 2 if self.lead else indent)
            self.blank_before(item.start)
            if isinstance(item, Leaf) or not item.items:
                self.leaf("-", item, indent, item.start)
                continue
            self.lead = (self.lead or " " * indent) + "- "
            self.node(item, indent + 2, item.start)

    def leaf(self, before: str, node: Spanned, indent: int, after: int) -> None:
        """A text, or an empty list or mapping, behind its key or dash."""
        if not isinstance(node, Leaf):
            said = "[]" if isinstance(node, Listing) else "{}"
            self.line(indent, f"{before} {said}".strip(" "), node.end)
        elif node.style in ("|", ">") and (block := self.block(node)):
            header, rows = block
            self.line(indent, f"{before} {header}".strip(" "), after)
            self.lines += [" " * (indent + 2) + row if row else "" for row in rows]
            self.blank_may_follow = "+" not in header
        else:
            self.line(indent, f"{before} {self.scalar(node)}".strip(" "), node.end)

    def scalar(self, node: Leaf) -> str:
        if stands_plain(node.text) and not self.keeps_quotes(node):
            return node.text
        return quoted(node.text, node.style if node.style in ("'", '"') else '"')

    @staticmethod
    def keeps_quotes(node: Leaf) -> bool:
        return node.style in ("'", '"') and _means_a_text(node.text)

    def block(self, node: Leaf) -> tuple[str, list[str]] | None:
        """Header and lines of a block text, without their indentation; None where it says its own indentation."""
        header, _, body = self.text[node.start : node.end].partition("\n")
        header = header.partition("#")[0].strip()
        if not node.text.strip(" \n") or any(char.isdigit() for char in header):
            return None
        rows = body.split("\n")
        if rows and not rows[-1].strip(" "):
            rows.pop()
        first = next(row for row in rows if row.strip(" "))
        depth = len(first) - len(first.lstrip(" "))
        rows = [row[depth:] if row.strip(" ") or len(row) > depth else "" for row in rows]
        if "+" not in header:
            while not rows[-1].strip(" "):
                rows.pop()
        return header, rows

    def line(self, indent: int, said: str, end: int) -> None:
        """One line, with the comment that stands behind `end` on the line there."""
        start = self.lead or " " * indent
        self.lead = ""
        stop = self.text.find("\n", end)
        stop = len(self.text) if stop < 0 else stop
        behind = self.waiting[0] if self.waiting else None
        if (
            behind
            and not behind.own_line
            and end <= behind.start < stop
            and re.fullmatch(r"[\s:|>+\-\d\],}]*", self.text[end : behind.start])
        ):
            said = f"{said}  {self.waiting.pop(0).text}"
        self.lines.append(start + said)
        self.blank_may_follow = True

    def comments_before(self, position: int, indent: int) -> None:
        while self.waiting and self.waiting[0].start < position:
            comment = self.waiting.pop(0)
            self.blank_before(comment.start)
            self.lines.append(" " * max(indent, 0) + comment.text)
            self.blank_may_follow = True

    def blank_before(self, position: int) -> None:
        """One empty line where there were some, but for the first line of a file."""
        line = self.text.rfind("\n", 0, position) + 1
        above = self.text.rfind("\n", 0, max(line - 1, 0)) + 1
        empty = line > 0 and not self.text[above : line - 1].strip() and line - 1 >= above
        if (
            empty
            and self.lines
            and self.blank_may_follow
            and self.lines[-1]
            and not self.text[line:position].strip(" -?")
        ):
            self.lines.append("")
