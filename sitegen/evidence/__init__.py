"""Evidence synthesis: what the facts of reviews and studies say together, with the arithmetic that checks them."""
