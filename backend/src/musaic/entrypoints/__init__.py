"""The only floor that knows everything: processes, commands and the wiring of rooms."""
