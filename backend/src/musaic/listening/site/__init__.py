"""The server as a whole: how much is listened to on it, in sums over everybody."""
