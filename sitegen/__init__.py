"""sitegen: YAML facts, traced to the words they came from, as a browsable static site."""

__all__ = ["__version__"]

__version__ = "0.1.0"
