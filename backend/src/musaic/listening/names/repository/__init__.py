"""Every query of names."""
