"""Every query of the history."""
