"""Asking services for the genres and release years of what users have heard, when they are set up."""
