"""Charts over a person's listens, from rollups kept in the same transaction as the listens."""
