"""The shared catalogue: artists, albums and tracks, and search over what a person may see."""
