"""What names mean: who is credited, which titles are one song, what a user wants them called."""
