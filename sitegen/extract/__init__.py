"""From a document to draft facts: text → normal text → clauses → mentions → relations → facts → draft."""
