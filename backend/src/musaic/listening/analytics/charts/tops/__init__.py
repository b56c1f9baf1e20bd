"""Top lists and totals."""
