"""What a submission must look like; each rule is one of the ListenBrainz API.

Nothing is guessed: what is wrong is refused with a sentence, and a client may send it again mended.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

import orjson

from musaic.catalog.public import comparison_key, fits
from musaic.listening.scrobbling.song import Info, Scrobble, Song
from musaic.platform import clock

ListenType = Literal["single", "import", "playing_now"]
MOST_LISTENS = 1_000
LISTEN_BYTES = 10_240
EARLIEST_S = 1_033_410_600
_AHEAD_S = 3_600
_MOST_TAGS, _TAG_LENGTH = 50, 64
_LONGEST_MS = 24 * 24 * 3600 * 1000
_ISRC_LENGTH = 12
_ONE_UUID = ("release_mbid", "recording_mbid", "release_group_mbid", "track_mbid")
_UUID_LISTS = ("artist_mbids", "work_mbids")


class InvalidSubmissionError(Exception):
    """The body breaks a rule; the message says which."""


def parse_json(body: bytes) -> Any:
    """Return the JSON value of a body, whatever its content type says; raises InvalidSubmissionError."""
    try:
        value = orjson.loads(body)
    except ValueError as error:
        message = "Cannot parse JSON document."
        raise InvalidSubmissionError(message) from error
    if any("\0" in text for text in _texts(value)):
        message = "The document contains a NUL character, which cannot be stored."
        raise InvalidSubmissionError(message)
    return value


def parse_submission(body: bytes) -> tuple[ListenType, list[Song] | list[Scrobble]]:
    """Return the type and what was submitted: songs if playing now, else scrobbles."""
    document = parse_json(body)
    if not isinstance(document, dict):
        message = "JSON document must be an object."
        raise InvalidSubmissionError(message)
    kind, payload = document.get("listen_type"), document.get("payload")
    if kind not in ("single", "import", "playing_now"):
        message = 'listen_type must be "single", "playing_now" or "import".'
        raise InvalidSubmissionError(message)
    if not isinstance(payload, list) or not payload:
        message = "JSON document does not contain any listens: payload must be a list with at least one."
        raise InvalidSubmissionError(message)
    if kind != "import" and len(payload) > 1:
        message = f"JSON document contains more than one listen for {kind}."
        raise InvalidSubmissionError(message)
    if len(payload) > MOST_LISTENS:
        message = f"Too many listens: at most {MOST_LISTENS} are taken at once."
        raise InvalidSubmissionError(message)
    if len(body) > LISTEN_BYTES * len(payload):
        message = f"Payload too large: at most {LISTEN_BYTES} bytes for each listen."
        raise InvalidSubmissionError(message)
    if kind == "playing_now":
        return kind, [_now_playing(item) for item in payload]
    return kind, [_listen(item) for item in payload]


def _now_playing(item: object) -> Song:
    if not isinstance(item, dict) or set(item) != {"track_metadata"}:
        message = "A playing_now listen holds track_metadata and nothing else; no listened_at."
        raise InvalidSubmissionError(message)
    return _song(item["track_metadata"])[0]


def _listen(item: object) -> Scrobble:
    if not isinstance(item, dict) or set(item) != {"listened_at", "track_metadata"}:
        message = "A listen holds exactly listened_at and track_metadata."
        raise InvalidSubmissionError(message)
    moment = _listened_at(item["listened_at"])
    song, ms_played = _song(item["track_metadata"])
    return Scrobble(song, moment, ms_played)


def _listened_at(value: object) -> datetime:
    seconds = _whole(value)
    if seconds is None:
        message = "listened_at must be a Unix time in whole seconds."
        raise InvalidSubmissionError(message)
    if seconds < EARLIEST_S:
        message = f"listened_at is too low: before {EARLIEST_S}, nobody recorded listens."
        raise InvalidSubmissionError(message)
    if seconds > clock.now().timestamp() + _AHEAD_S:
        message = "listened_at lies more than an hour in the future."
        raise InvalidSubmissionError(message)
    return datetime.fromtimestamp(seconds, UTC)


def _song(metadata: object) -> tuple[Song, int | None]:
    """Return the song and the milliseconds that were really listened to, where the player says so."""
    if not isinstance(metadata, dict):
        message = "track_metadata must be an object."
        raise InvalidSubmissionError(message)
    artist = _name(metadata, "artist_name")
    title = _name(metadata, "track_name")
    album = metadata.get("release_name")
    if album is not None and not isinstance(album, str):
        message = "release_name must be text."
        raise InvalidSubmissionError(message)
    album = _fitting("release_name", album) if album and album.strip() else None
    info = metadata.get("additional_info")
    if info is not None and not isinstance(info, dict):
        message = "additional_info must be an object."
        raise InvalidSubmissionError(message)
    facts = _facts(info or {})
    mbid, isrc = facts.get("recording_mbid"), facts.get("isrc")
    song = Song(
        artist=artist,
        title=title,
        album=album,
        duration_ms=_duration(facts),
        recording_mbid=UUID(mbid) if mbid else None,
        isrc=isrc if isinstance(isrc, str) and len(isrc) == _ISRC_LENGTH else None,
        info=facts,
    )
    return song, _played(facts)


def _name(metadata: Info, key: str) -> str:
    value = metadata.get(key)
    if not isinstance(value, str) or not value.strip():
        message = f"{key} must be text and not empty."
        raise InvalidSubmissionError(message)
    return _fitting(key, value)


def _fitting(key: str, value: str) -> str:
    stripped = value.strip()
    if not fits(comparison_key(stripped)):
        message = f"{key} is empty or too long."
        raise InvalidSubmissionError(message)
    return stripped


def _facts(info: Info) -> Info:
    """Check the further facts and return them without empty identifiers; unknown keys are kept."""
    facts = dict(info)
    tags = facts.get("tags")
    if tags is not None:
        _check_tags(tags)
    for key in _ONE_UUID:
        if key in facts:
            _keep_uuid(facts, key)
    for key in _UUID_LISTS:
        if key in facts:
            _keep_uuids(facts, key)
    return facts


def _check_tags(tags: object) -> None:
    if not isinstance(tags, list) or len(tags) > _MOST_TAGS:
        message = f"tags must be a list of at most {_MOST_TAGS}."
        raise InvalidSubmissionError(message)
    if any(not isinstance(tag, str) or len(tag) > _TAG_LENGTH for tag in tags):
        message = f"Each tag must be text of at most {_TAG_LENGTH} characters."
        raise InvalidSubmissionError(message)


def _keep_uuid(facts: Info, key: str) -> None:
    value = facts[key]
    if not value:
        del facts[key]
    elif not is_uuid(value):
        message = f"{key} is not a valid UUID."
        raise InvalidSubmissionError(message)


def _keep_uuids(facts: Info, key: str) -> None:
    values = facts[key]
    if not values:
        del facts[key]
        return
    if not isinstance(values, list):
        message = f"{key} must be a list."
        raise InvalidSubmissionError(message)
    kept = [value for value in values if value]
    if not all(is_uuid(value) for value in kept):
        message = f"{key} holds an invalid UUID."
        raise InvalidSubmissionError(message)
    facts[key] = kept


def is_uuid(value: object) -> bool:
    """Tell whether ``value`` is a UUID as text."""
    if not isinstance(value, str):
        return False
    try:
        return str(UUID(value)) == value.lower()
    except ValueError:
        return False


def _duration(facts: Info) -> int | None:
    given = [key for key in ("duration", "duration_ms") if facts.get(key) is not None]
    if len(given) > 1:
        message = "Give either duration or duration_ms, not both."
        raise InvalidSubmissionError(message)
    if not given:
        return None
    number = _whole(facts[given[0]])
    ms = None if number is None else number * (1000 if given[0] == "duration" else 1)
    if ms is None or not 0 < ms <= _LONGEST_MS:
        message = f"{given[0]} must be a positive number, at most 24 days."
        raise InvalidSubmissionError(message)
    return ms


def _played(facts: Info) -> int | None:
    """Return the time really listened to; players differ in how they say it, so nonsense is ignored."""
    for key, scale in (("ms_played", 1), ("duration_played", 1000)):
        number = _whole(facts.get(key))
        if number is not None and 0 < number * scale <= _LONGEST_MS:
            return number * scale
    return None


def _whole(value: object) -> int | None:
    """Return a whole number that may be written as text or with a fraction."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return int(value)
    except (ValueError, OverflowError):
        return None


def _texts(value: Any) -> Iterator[str]:
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict):
            waiting += item.keys()
            waiting += item.values()
        elif isinstance(item, list):
            waiting += item
