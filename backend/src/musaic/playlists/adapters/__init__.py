"""Matchers that need nothing but the listener's own history."""
