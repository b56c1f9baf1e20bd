"""The calls of the 2.0 API, by the name of their method."""

from collections.abc import Awaitable, Callable

from starlette.responses import Response

from musaic.listening.scrobbling.caller import Caller
from musaic.listening.scrobbling.protocols.call import Call, Trouble
from musaic.listening.scrobbling.protocols.lastfm import access, charts, entities, writing
from musaic.listening.scrobbling.protocols.lastfm.markup import Node, failure, reply
from musaic.listening.scrobbling.protocols.lastfm.parameters import Code, LastfmError, Parameters

Entry = Callable[[Parameters], Awaitable[Node]]
Own = Callable[[Parameters, Caller], Awaitable[Node | None]]

# Before there is a session. Each must be signed where the API key is ours.
_ENTRIES: dict[str, Entry] = {
    "auth.gettoken": access.get_token,
    "auth.getsession": access.get_session,
    "auth.getmobilesession": access.get_mobile_session,
    "auth.getsessioninfo": access.get_session_info,
}
_WRITES: dict[str, Own] = {
    "track.scrobble": writing.scrobble,
    "track.updatenowplaying": writing.update_now_playing,
    "track.love": writing.love,
    "track.unlove": writing.unlove,
}
_READS: dict[str, Own] = {
    "user.getinfo": charts.user_info,
    "user.getrecenttracks": charts.recent_tracks,
    "user.gettrackscrobbles": charts.track_scrobbles,
    "user.gettopartists": charts.top_artists,
    "user.gettopalbums": charts.top_albums,
    "user.gettoptracks": charts.top_tracks,
    "user.getlovedtracks": charts.loved_tracks,
    "library.getartists": charts.library_artists,
    "artist.getinfo": entities.artist_info,
    "album.getinfo": entities.album_info,
    "track.getinfo": entities.track_info,
}
_BY_POST = {*_WRITES, "auth.getmobilesession"}
_TROUBLES = {
    Trouble.TOO_MANY: (429, Code.RATE_LIMIT, "Rate limit exceeded. Please wait a moment."),
    Trouble.TOO_LARGE: (413, Code.PARAMETERS, "The request is too large."),
    Trouble.AWAY: (503, Code.UNAVAILABLE, "Musaic is catching its breath. Please try again."),
    Trouble.BROKEN: (500, Code.FAILED, "Something went wrong on our side. Please try again."),
    Trouble.METHOD: (405, Code.METHOD, "Use GET or POST."),
}


class LastfmApi:
    """The protocol of that name, as Last.fm and GNU FM clients speak it."""

    name = "lastfm"
    most_bytes = 1024 * 1024

    async def answer(self, call: Call) -> Response:
        """Answer one call."""
        as_json = call.query.get("format", "").lower() == "json"
        try:
            parameters = Parameters.of(call)
            as_json = parameters.as_json
            return reply(await _dispatch(parameters), as_json=as_json)
        except LastfmError as error:
            return failure(error.code, error.message, as_json=as_json)

    def refuse(self, trouble: Trouble, call: Call | None) -> Response:
        """Say what is wrong beside the call itself."""
        status, code, message = _TROUBLES[trouble]
        as_json = call is not None and call.query.get("format", "").lower() == "json"
        return failure(code, message, as_json=as_json, status=status)


async def _dispatch(parameters: Parameters) -> Node | None:
    if parameters.call.path != "/":
        raise LastfmError(Code.METHOD, "There is no such address below 2.0.")
    method = parameters.get("method").lower()
    if not method:
        raise LastfmError(Code.PARAMETERS, "Invalid parameters: method is missing.")
    if method in _BY_POST and parameters.call.method != "POST":
        raise LastfmError(Code.PARAMETERS, "This method must be sent by POST.")
    if method in _ENTRIES:
        await access.check_signature(parameters, required=method != "auth.getsessioninfo")
        return await _ENTRIES[method](parameters)
    own = _WRITES.get(method) or _READS.get(method)
    if own is None:
        raise LastfmError(Code.METHOD, "Invalid method: no method with that name.")
    await access.check_signature(parameters, required=method in _WRITES)
    return await own(parameters, await access.caller(parameters))
