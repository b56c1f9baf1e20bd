"""Working out identities and putting them in place."""
