"""Where tags come from."""
