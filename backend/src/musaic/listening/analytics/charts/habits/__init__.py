"""How: skips, shuffle, offline, platforms, countries."""
