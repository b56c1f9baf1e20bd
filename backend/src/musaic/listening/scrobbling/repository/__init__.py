"""Every query of live listening."""
