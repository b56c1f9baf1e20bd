"""Musaic: listening history, stems, transcripts and playlists on one library."""
