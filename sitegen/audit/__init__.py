"""The audit: what documents say, held against arithmetic, against themselves and against each other. See `table`.

In notebooks the package is also what it does: `sitegen.audit(site)` is `sitegen.audited(site)`.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sitegen.audit.model import Finding
    from sitegen.loading import Loaded


class _Audit(ModuleType):
    """This package, which can be called."""

    def __call__(self, loaded: Loaded) -> tuple[Finding, ...]:
        from sitegen.api import audited

        return audited(loaded)


sys.modules[__name__].__class__ = _Audit
