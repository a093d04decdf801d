"""Mutation operators: a module's syntax tree → every small fault of it, one at a time.

Apart from `sabotage`, which runs tests on the faults: here it is only said what a fault is.
"""

from __future__ import annotations

import ast
import copy
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import CodeType

__all__ = ["OPERATORS", "Fault", "faults"]

Changed = Iterator[tuple[str, ast.AST | None]]
"""What was done, and the node that stands there instead; None where a statement is dropped."""

_ORDER = {ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt)}
_OPPOSITE = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_COMPUTED = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Div, ast.Mod: ast.Mult,
    ast.Pow: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
_NAMES = {
    "any": "all", "all": "any", "min": "max", "max": "min", "startswith": "endswith", "endswith": "startswith", "lower": "upper",
    "ROUND_FLOOR": "ROUND_CEILING", "ROUND_CEILING": "ROUND_FLOOR", "match": "search", "fullmatch": "match",
}  # fmt: skip


def _comparison(node: ast.AST) -> Changed:
    if isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            for other in (*_ORDER.get(type(operator), ()), *filter(None, [_OPPOSITE.get(type(operator))])):
                changed = copy.copy(node)
                changed.ops = [*node.ops[:place], other(), *node.ops[place + 1 :]]
                yield f"{type(operator).__name__} is {other.__name__}", changed


def _logic(node: ast.AST) -> Changed:
    if isinstance(node, ast.BoolOp):
        yield (
            "`and` is `or`" if isinstance(node.op, ast.And) else "`or` is `and`",
            ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values),
        )
        for place in range(len(node.values)):
            left = [*node.values[:place], *node.values[place + 1 :]]
            yield f"operand {place + 1} is dropped", left[0] if len(left) == 1 else ast.BoolOp(node.op, left)


def _arithmetic(node: ast.AST) -> Changed:
    if isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in _COMPUTED:
        if (
            isinstance(node, ast.BinOp)
            and isinstance(node.left, ast.JoinedStr | ast.Constant)
            and isinstance(node.op, ast.Add)
        ):
            return  # texts put together
        changed = copy.copy(node)
        changed.op = _COMPUTED[type(node.op)]()
        yield f"{type(node.op).__name__} is {type(changed.op).__name__}", changed


def _sign(node: ast.AST) -> Changed:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        yield "`not` is dropped" if isinstance(node.op, ast.Not) else "minus is dropped", node.operand


def _condition(node: ast.AST) -> Changed:
    if isinstance(node, ast.If | ast.IfExp | ast.While):
        for what, test in (("always", ast.Constant(True)), ("never", ast.Constant(False))):
            if not (what == "always" and isinstance(node, ast.While)):
                changed = copy.copy(node)
                changed.test = test
                yield f"condition {what} holds", changed
    if isinstance(node, ast.comprehension):
        for place in range(len(node.ifs)):
            changed = copy.copy(node)
            changed.ifs = [*node.ifs[:place], *node.ifs[place + 1 :]]
            yield "filter is dropped", changed


def _constant(node: ast.AST) -> Changed:
    if isinstance(node, ast.Constant):
        if isinstance(node.value, bool):
            yield "constant is turned", ast.Constant(not node.value)
        elif isinstance(node.value, int):
            yield "constant plus one", ast.Constant(node.value + 1)
            yield "constant minus one", ast.Constant(node.value - 1)
        elif isinstance(node.value, str) and node.value and " " not in node.value:
            yield "text is another", ast.Constant(f"{node.value}#")


def _result(node: ast.AST) -> Changed:
    if isinstance(node, ast.Return) and node.value is not None and not isinstance(node.value, ast.Constant):
        yield "result is lost", ast.Return(ast.Constant(None))


def _jump(node: ast.AST) -> Changed:
    if isinstance(node, ast.Break):
        yield "`break` is `continue`", ast.Continue()
    elif isinstance(node, ast.Continue):
        yield "`continue` is `break`", ast.Break()


def _statement(node: ast.AST) -> Changed:
    """A call for its effect, a change in place, a yield, or a refusal, that does not happen."""
    called = isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant)
    if called or isinstance(node, ast.Raise | ast.AugAssign):
        yield "statement is dropped", ast.Pass()


def _name(node: ast.AST) -> Changed:
    if isinstance(node, ast.Name) and node.id in _NAMES:
        yield f"`{node.id}` is `{_NAMES[node.id]}`", ast.Name(_NAMES[node.id], node.ctx)
    elif isinstance(node, ast.Attribute) and node.attr in _NAMES:
        yield f"`{node.attr}` is `{_NAMES[node.attr]}`", ast.Attribute(node.value, _NAMES[node.attr], node.ctx)


OPERATORS: Sequence[Callable[[ast.AST], Changed]] = (
    _comparison, _logic, _arithmetic, _sign, _condition, _constant, _result, _jump, _statement, _name,
)  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """One fault of a module. `function` is the outermost function that has it, "" where it stands outside of all."""

    path: Path
    line: int
    lines: tuple[int, ...]
    """The lines of the statement, any of which a test may have run."""
    function: str
    what: str
    whole: ast.Module
    old: ast.AST
    new: ast.AST
    """What stands in the module in the place of `old`."""
    number: int = 1
    """Which of those that are told alike, as two faults of one statement may be."""

    @property
    def key(self) -> str:
        """Its name, which stays while other lines change."""
        again = f" ({self.number})" if self.number > 1 else ""
        return f"{self.path.stem}.{self.function}: {self.what}{again}"

    @property
    def code(self) -> CodeType:
        """The module with the fault."""
        tree = _Other(self.old, self.new).visit(self.whole)
        assert isinstance(tree, ast.Module)
        return compile(ast.fix_missing_locations(tree), str(self.path), "exec")


class _Other(ast.NodeTransformer):
    """Put one node in the place of another, everywhere else keep what is there."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        if node is self.old:
            return self.new
        changed = node
        for name, value in ast.iter_fields(node):
            found: object = value
            if isinstance(value, list):
                made = [self.visit(one) if isinstance(one, ast.AST) else one for one in value]
                found = made if any(one is not other for one, other in zip(made, value, strict=True)) else value
            elif isinstance(value, ast.AST):
                found = self.visit(value)
            if found is not value:
                changed = copy.copy(node) if changed is node else changed
                setattr(changed, name, found)
        return changed


def faults(path: Path, text: str | None = None) -> Iterator[Fault]:
    """Every fault of a module. Types, what is asserted for checkers, docstrings, the words of messages and what a module exports are not looked at."""
    seen = Counter[str]()
    for fault in _faults(path, text):
        seen[fault.key] += 1
        yield replace(fault, number=seen[fault.key])


def _faults(path: Path, text: str | None) -> Iterator[Fault]:
    tree = ast.parse(path.read_text("utf-8") if text is None else text)
    for node, function, statement in _spots(tree, "", None):
        for operator in OPERATORS:
            for what, new in operator(node):
                assert new is not None
                for one in ast.walk(new):
                    if not hasattr(one, "lineno") and hasattr(node, "lineno"):
                        ast.copy_location(one, node)
                first = getattr(statement, "lineno", 1)
                last = _head_end(statement) if statement is not None else first
                shown = ast.unparse(statement or node).splitlines()[0].strip()[:110]
                at = ast.unparse(node).splitlines()[0][:60]
                yield Fault(
                    path, getattr(node, "lineno", first), tuple(range(first, last + 1)), function,
                    f"{what}: `{at}`" + (f" in `{shown}`" if shown != at else ""), tree, node, new,
                )  # fmt: skip


def _head_end(node: ast.stmt) -> int:
    """The last line of a statement, without the block below it."""
    body = getattr(node, "body", None)
    if body and isinstance(body, list):
        return max(node.lineno, body[0].lineno - 1)
    return node.end_lineno or node.lineno


def _spots(node: ast.AST, function: str, statement: ast.stmt | None) -> Iterator[tuple[ast.AST, str, ast.stmt | None]]:
    """The nodes that may be at fault, each with the outermost function that has it and its statement."""
    for name, child in _children(node):
        inside, within = function, statement
        if isinstance(child, ast.stmt):
            within = child
        if _is_told(node, name, child):
            continue
        if isinstance(child, ast.FunctionDef) and not function:
            inside = child.name if not isinstance(node, ast.ClassDef) else f"{node.name}.{child.name}"
            for part in (one for one in child.body[_has_docstring(child) :] if not _is_told(child, "body", one)):
                yield from _with(part, inside, part)
            continue
        yield child, inside, within
        yield from _spots(child, inside, within)


def _with(node: ast.stmt, function: str, statement: ast.stmt) -> Iterator[tuple[ast.AST, str, ast.stmt | None]]:
    yield node, function, statement
    yield from _spots(node, function, statement)


def _children(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    for name, value in ast.iter_fields(node):
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, ast.AST):
                yield name, one


def _has_docstring(node: ast.FunctionDef) -> bool:
    return ast.get_docstring(node) is not None


def _is_told(parent: ast.AST, name: str, node: ast.AST) -> bool:
    """Whether this is told to people or checkers: types, docstrings, decorators, f-strings' words, names that are exported."""
    return (
        name in {"annotation", "returns", "decorator_list", "type_comment", "format_spec"}
        or (isinstance(parent, ast.ClassDef) and not isinstance(node, ast.FunctionDef))
        or (isinstance(parent, ast.JoinedStr) and isinstance(node, ast.Constant))
        or (isinstance(parent, ast.Call) and ast.unparse(parent.func) == "msg" and isinstance(node, ast.Constant))
        or (isinstance(parent, ast.Expr) and isinstance(node, ast.Constant))
        or isinstance(node, ast.Import | ast.ImportFrom | ast.Assert)
        or (isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == "Literal")
        or (
            isinstance(node, ast.Assign)
            and any(isinstance(one, ast.Name) and one.id == "__all__" for one in node.targets)
        )
        or (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")
    )
