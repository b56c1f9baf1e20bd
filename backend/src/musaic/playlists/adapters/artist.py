"""Same artist: more songs by whoever made the seeds, those played most first."""

import math
from collections.abc import Sequence

from musaic.playlists.ports import Candidate, Evidence, HistorySnapshot, KnownTrack


class ArtistMatcher:
    """The strongest single matcher on small histories, measured on real playlists by the field."""

    name = "artist"
    # Own artist against similar artists at 2.5 : 1; at 1 : 1 the blend is worse than this alone.
    weight = 2.5

    def candidates(self, seeds: Sequence[KnownTrack], history: HistorySnapshot, k: int) -> list[Candidate]:
        """Return tracks by the seeds' artists, ranked by the logarithm of their plays."""
        wanted = {seed.artist_id: seed for seed in seeds}
        left_out = {seed.id for seed in seeds}
        found = [
            Candidate(
                track_id=track.id,
                raw=math.log1p(track.plays),
                support=track.plays,
                evidence=Evidence("same_artist", {"artist": track.artist, "plays": track.plays}),
            )
            for track in history.tracks.values()
            if track.artist_id in wanted and track.id not in left_out
        ]
        return sorted(found, key=lambda item: (-item.raw, item.track_id))[:k]
