"""One file that holds everything: the database, the stored files, the keys, and their checksums."""
