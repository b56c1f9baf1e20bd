"""Listens: how they come in, which count, how an import is taken back."""
