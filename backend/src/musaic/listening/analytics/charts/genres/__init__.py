"""Which kinds of music, and when it first came out."""
