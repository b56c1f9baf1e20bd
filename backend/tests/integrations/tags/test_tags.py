"""Our clients of Last.fm and MusicBrainz, against servers that answer as these do."""

from uuid import UUID

import pytest
from redis.asyncio import Redis

from fixtures.tag_services import FEELING, NINA, TagServices, recording
from musaic.integrations.tags import (
    Answer,
    ArtistAsked,
    CredentialsRefusedError,
    SharedPace,
    SongAsked,
    UnavailableError,
)
from musaic.platform.redis import create_redis

pytestmark = pytest.mark.asyncio
SONG = SongAsked("Nina Simone", "Feeling Good")


async def test_lastfm_tags_are_those_that_many_gave(tag_services: TagServices) -> None:
    source = tag_services.lastfm_source()
    tag_services.tags["Nina Simone"] = [
        ("jazz", 100), ("seen live", 90), ("Soul", 66), ("nina simone", 50), ("blues", 20), ("trip-hop", 3)
    ]  # fmt: skip
    assert await source.artist(ArtistAsked("Nina Simone")) == Answer(("jazz", "Soul", "blues"))
    tag_services.tags["Nina Simone/Feeling Good"] = [("vocal jazz", 100)]
    assert await source.song(SONG) == Answer(("vocal jazz",))
    assert await source.artist(ArtistAsked("Nobody & Sons")) == Answer()
    assert tag_services.asked == [
        "artist.gettoptags Nina Simone",
        "track.gettoptags Nina Simone/Feeling Good",
        "artist.gettoptags Nobody & Sons",
    ]


async def test_lastfm_without_a_right_key_is_not_asked_again(tag_services: TagServices) -> None:
    with pytest.raises(CredentialsRefusedError):
        await tag_services.lastfm_source("wrong").artist(ArtistAsked("Nina Simone"))
    assert len(tag_services.asked) == 1
    tag_services.tags["Nina Simone"] = 29
    with pytest.raises(UnavailableError):
        await tag_services.lastfm_source().artist(ArtistAsked("Nina Simone"))


async def test_musicbrainz_finds_artists_by_name_and_alias(tag_services: TagServices) -> None:
    source = tag_services.musicbrainz_source()
    other = "00000000-0000-4000-8000-000000000001"
    tag_services.artists = [
        {"id": other, "score": 60, "name": "Nina Simone", "aliases": [{"name": "Tribute"}]},
        {"id": NINA, "score": 100, "name": "Nina Simone", "aliases": [{"name": 'Eunice "W" Waymon'}]},
    ]
    tag_services.genres[NINA] = [
        {"name": "jazz", "count": 12},
        {"name": "soul", "count": 20},
        {"name": "polka", "count": 0},
    ]
    answer = Answer(("soul", "jazz"), mbid=UUID(NINA))
    assert await source.artist(ArtistAsked("NINA SIMONE")) == answer
    assert await source.artist(ArtistAsked('Eunice "W" Waymon')) == answer
    assert await source.artist(ArtistAsked("Nobody")) == Answer()
    before = len(tag_services.asked)
    assert await source.artist(ArtistAsked("whatever", UUID(NINA))) == answer
    assert tag_services.asked[before:] == [f"artist {NINA} genres"]


async def test_musicbrainz_years_are_those_of_the_first_release(tag_services: TagServices) -> None:
    source = tag_services.musicbrainz_source()
    tag_services.recordings = [
        recording("Feeling Good (remix)", "1950"),
        recording("Feeling Good", "2003-05-01"),
        recording("Feeling good", "1965-06-01", artist="Nina  Simone"),
        recording("Feeling Good", "1964", artist="Somebody Else"),
        recording("Feeling Good", "1901", score=40),
        recording("Feeling Good", None),
    ]
    assert await source.song(SONG) == Answer(year=1965)
    assert await source.song(SongAsked("Nina Simone", "Silence")) == Answer()
    tag_services.recordings = [recording("Feeling Good", "1965")]
    known = SongAsked("Nina Simone", "Feeling Good", UUID(FEELING))
    assert await source.song(known) == Answer(("soul",), 1965, UUID(FEELING))
    # An id that MusicBrainz does not have: the names are asked for.
    unknown = SongAsked("Nina Simone", "Feeling Good", UUID(NINA))
    assert await source.song(unknown) == Answer(year=1965)


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_busy_service_is_asked_again(tag_services: TagServices, status: int) -> None:
    tag_services.recordings = [recording("Feeling Good", "1965")]
    tag_services.busy = [(status, None), (status, "0"), (status, "0.01")]
    assert (await tag_services.musicbrainz_source().song(SONG)).year == 1965
    assert len(tag_services.asked) == 4


async def test_but_not_for_ever_and_not_when_it_asks_for_a_long_rest(tag_services: TagServices) -> None:
    source = tag_services.musicbrainz_source()
    tag_services.busy = [(503, None)] * 9
    with pytest.raises(UnavailableError):
        await source.song(SONG)
    assert len(tag_services.asked) == 4
    tag_services.busy = [(429, "600")]
    with pytest.raises(UnavailableError) as raised:
        await source.song(SONG)
    assert raised.value.retry_after_s == 600
    assert len(tag_services.asked) == 5


async def test_a_service_that_is_not_there(tag_services: TagServices) -> None:
    source = tag_services.musicbrainz_source()
    source._root = "http://127.0.0.1:1/ws/2"
    with pytest.raises(UnavailableError):
        await source.song(SONG)


async def test_all_processes_share_one_pace(valkey_url: str) -> None:
    redis: Redis = create_redis(valkey_url)
    await redis.delete("musaic:pace:test")
    first, second = [SharedPace(redis, "test", 60.0) for _ in range(2)]
    await first()
    left_ms = await redis.pttl("musaic:pace:test")
    assert 0 < left_ms <= 60_000
    # The turn of the other has come as soon as the key is gone.
    await redis.pexpire("musaic:pace:test", 1)
    await second()
    assert await redis.pttl("musaic:pace:test") > 1_000
    await redis.delete("musaic:pace:test")
    await redis.aclose()
