"""Every query of genres and release years."""
