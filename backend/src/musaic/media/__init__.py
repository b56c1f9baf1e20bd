"""Media: uploaded and produced audio, its facts, its decoding and encoding."""
