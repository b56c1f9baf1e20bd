"""Use cases of transcripts: what users ask (`requests`), how the job works (`work`)."""
