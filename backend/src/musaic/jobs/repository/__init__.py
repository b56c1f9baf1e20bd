"""Every query of the jobs room."""
