"""Values of which a build makes millions, or has hundreds of kinds: dataclasses that are frozen, and quick to make.

Comes in: nothing. Goes out: `valueclass`, which stands where `dataclass` would. Apart, because the trick needs telling only
once: a frozen dataclass sets each field by a call, which takes four times as long as setting it, and each kind of them takes
half a millisecond to declare, most of it for methods that forbid and for one that only debuggers call. Here the type checker
alone sees to it that nobody sets a field later, and values of equal fields are equal and have one hash, as ever.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["valueclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass as valueclass
else:
    from dataclasses import dataclass, fields

    def valueclass(*, frozen, slots):
        """`dataclass(frozen=True, slots=True)`, without the frost at run time."""
        assert frozen

        def made(kind):
            # Of a class that says nothing, its signature would be written out for nobody.
            kind.__doc__ = kind.__doc__ or f"{kind.__name__}(…)"
            kind.__repr__ = _told
            return dataclass(slots=slots, unsafe_hash=True, repr=False)(kind)

        return made

    def _told(value):
        held = (f"{one.name}={getattr(value, one.name)!r}" for one in fields(value) if one.repr)
        return f"{type(value).__qualname__}({', '.join(held)})"
