"""Keys, access tokens and who is calling."""
