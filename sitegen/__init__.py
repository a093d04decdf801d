"""sitegen: YAML facts, traced to the words they came from, as a browsable static site."""

from __future__ import annotations

from typing import Any

__all__ = [
    "__version__", "audited", "build_site", "derived_table", "estimate_table", "examine", "fact_table", "finding_table", "fingerprint",
    "load", "places", "quantity", "rules",
]  # fmt: skip

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """The names of `sitegen.api`, which is imported when the first of them is asked for."""
    if name == "audit":  # a package, which can be called
        import sitegen.audit as package

        return package
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module("sitegen.api"), name)
