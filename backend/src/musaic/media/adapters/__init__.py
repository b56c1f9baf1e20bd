"""Places that keep blobs: a local folder (the default) and S3."""
