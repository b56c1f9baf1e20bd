"""What several importers of one service share."""
