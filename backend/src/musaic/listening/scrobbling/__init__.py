"""Live listening: players scrobble here, songs of this moment are shown, and listens are passed on."""
