"""Thin clients of services outside; every one of them is off until somebody asks for it."""
