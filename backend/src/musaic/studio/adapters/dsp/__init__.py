"""The embedded separation engine: a streamed mask, no download, no model files."""
