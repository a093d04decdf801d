"""Charts: one value with four faces from the same numbers (figure, drawing, table, text). See `model`."""
