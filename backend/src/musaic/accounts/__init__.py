"""Accounts: users, log-in sessions, refresh tokens, first set-up."""
