"""Resumable uploads: tus 1.0 with creation, creation-with-upload, checksum, expiration, termination."""
