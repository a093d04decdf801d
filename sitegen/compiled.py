"""How templates become code: an attribute is read as an attribute, a macro is called as a function.

Comes in: the tree of a template. Goes out: Python, by Jinja's own generator but for three things, which were most of the
time of drawing a page: that an attribute may be a key, that a macro may be anything that can be called, and that every
text is wrapped on its way into the page. Apart, because `render` need not know.
"""

from __future__ import annotations

from keyword import iskeyword
from typing import TYPE_CHECKING, Any

from jinja2 import BytecodeCache, nodes
from jinja2.compiler import CodeGenerator, Frame, find_undeclared, optimizeconst
from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2.bccache import Bucket

try:
    # What `escape` itself calls; it then wraps the text, which a page that is joined at once does not need.
    from markupsafe._speedups import _escape_inner

    _escaped: Callable[[str], str] = _escape_inner
except ImportError:
    _escaped = escape

__all__ = ["FAULTS", "Codes", "Generator", "shown"]

FAULTS = (AttributeError, TypeError)
"""What this code raises where a template asks for a field that is not there, or gives a macro too much or too little."""

# Whoever writes one of these counts on Jinja's own reading of what is not there.
_ASKING = frozenset(["defined", "undefined", "default", "d"])

_NUMBERS = frozenset([int, float])


def shown(value: object) -> str:
    """A value as it stands in a page: HTML as it is, all else escaped."""
    if type(value) is str:
        return _escaped(value)
    if isinstance(value, str):
        return value if isinstance(value, Markup) else _escaped(value)
    # A drawing is numbers by the thousand, and no number holds what would be markup.
    return str(value) if type(value) in _NUMBERS else escape(value)


class Generator(CodeGenerator):
    """Jinja's generator of code; see the head of this module."""

    _macros: frozenset[str] = frozenset()
    _asks = False
    _printed: nodes.Node | None = None

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        own = {one.name for one in node.body if isinstance(one, nodes.Macro)}
        named = [name for one in node.body if isinstance(one, nodes.FromImport) for name in one.names]
        self._macros = frozenset(own | {name if isinstance(name, str) else name[1] for name in named})
        self.writeline("from sitegen.compiled import shown")
        super().visit_Template(node, frame)

    def visit_Macro(self, node: nodes.Macro, frame: Frame) -> None:
        super().visit_Macro(node, frame)
        macro = frame.symbols.ref(node.name)
        plain = not node.defaults and not find_undeclared(node.body, ("caller", "kwargs", "varargs"))
        self.writeline(f"{macro}.drawn = {macro}._func" if plain else f"{macro}.drawn = {macro}")

    def visit_Test(self, node: nodes.Test, frame: Frame) -> None:
        self._leniently(super().visit_Test, node, frame)

    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:
        self._leniently(super().visit_Filter, node, frame)

    def _leniently(self, visit: Callable[[Any, Frame], None], node: nodes.Test | nodes.Filter, frame: Frame) -> None:
        before = self._asks
        self._asks = before or node.name in _ASKING
        visit(node, frame)
        self._asks = before

    @optimizeconst
    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        if self._asks or iskeyword(node.attr):
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    @optimizeconst
    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        if node is not self._printed:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write(".drawn(")
        for argument in node.args:
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile:
            # What a macro has drawn is escaped already; anywhere else than in a page it must say so.
            self._printed = node if self._is_macro(node) else None
            self.write("(" if self._is_macro(node) else "shown(")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _is_macro(self, node: nodes.Node) -> bool:
        """Whether it calls a macro by its name, with arguments by their places."""
        if not isinstance(node, nodes.Call) or node.kwargs or node.dyn_args or node.dyn_kwargs:
            return False
        return isinstance(node.node, nodes.Name) and node.node.name in self._macros


class Codes(BytecodeCache):
    """Code of templates, in memory alone: none is ever read from a disk, where anybody might have put it."""

    def __init__(self) -> None:
        self.known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.known:
            bucket.bytecode_from_string(self.known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.known[bucket.key] = bucket.bytecode_to_string()
