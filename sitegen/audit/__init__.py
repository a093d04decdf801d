"""The audit: what documents say, held against arithmetic, against themselves and against each other. See `table`."""
