"""The languages that players speak, each at its own paths of the host root."""
