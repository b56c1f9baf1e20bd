"""Every query of what is new, came back, went quiet or was reached."""
