"""The routes: 401 and other people's 404 first, then what each one does."""

import re
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from fixtures.api import Actor
from transcripts.conftest import CarryOut, Upload

pytestmark = pytest.mark.asyncio

URL = "/api/v1/transcripts"
SOME_ID = "6b1f7e1e-7d2b-4a56-9a5e-4c1f6f9f0a11"
ROUTES = [
    ("POST", URL),
    ("GET", URL),
    ("GET", f"{URL}/engines"),
    ("GET", f"{URL}/{SOME_ID}"),
    ("PATCH", f"{URL}/{SOME_ID}"),
    ("PATCH", f"{URL}/{SOME_ID}/segments/1"),
    ("DELETE", f"{URL}/{SOME_ID}"),
    ("GET", f"{URL}/{SOME_ID}/export?format=srt"),
]


@pytest.mark.parametrize(("method", "url"), ROUTES)
async def test_every_route_wants_a_token(anonymous: httpx.AsyncClient, method: str, url: str) -> None:
    reply = await anonymous.request(method, url, json={} if method in {"POST", "PATCH"} else None)
    assert reply.status_code == 401
    assert reply.json()["code"] == "not_authenticated"


async def ordered(actor: Actor, upload: Upload, **body: object) -> str:
    reply = await actor.client.post(URL, json={"media_id": await upload(actor), **body})
    assert reply.status_code == 202, reply.text
    return str(reply.json()["id"])


async def transcribed(
    actor: Actor, upload: Upload, carry_out: CarryOut, clip: Path, language: str = "auto"
) -> str:
    body = {"media_id": await upload(actor, clip, "Сөз.wav"), "language": language}
    accepted = (await actor.client.post(URL, json=body)).json()
    await carry_out(actor, accepted["job_id"])
    return str(accepted["id"])


async def test_other_peoples_transcripts_are_not_found(alice: Actor, bob: Actor, upload: Upload) -> None:
    mine = await ordered(alice, upload)
    for method, url in ROUTES:
        if SOME_ID not in url:
            continue
        body = {"title": "mine now"} if method == "PATCH" and "segments" not in url else {"text": "x"}
        reply = await bob.client.request(
            method, url.replace(SOME_ID, mine), json=body if method == "PATCH" else None
        )
        assert (reply.status_code, reply.json()["code"]) == (404, "transcript_not_found"), url
    assert (await bob.client.get(URL)).json()["items"] == []
    assert (await alice.client.get(f"{URL}/{mine}")).status_code == 200


async def test_other_peoples_recordings_cannot_be_transcribed(
    alice: Actor, bob: Actor, upload: Upload
) -> None:
    reply = await bob.client.post(URL, json={"media_id": await upload(alice)})
    assert (reply.status_code, reply.json()["code"]) == (404, "media_not_found")


async def test_a_new_transcript_is_queued_and_has_no_result(alice: Actor, upload: Upload) -> None:
    mine = await ordered(alice, upload, language="kk")
    shown = (await alice.client.get(f"{URL}/{mine}")).json()
    assert (shown["state"], shown["language"], shown["quality"], shown["segments"]) == (
        "queued",
        "kk",
        None,
        [],
    )
    assert shown["title"] == "talk.wav"


async def test_the_same_key_gives_the_same_transcript(alice: Actor, upload: Upload) -> None:
    body = {"media_id": await upload(alice)}
    headers = {"Idempotency-Key": uuid4().hex}
    first = await alice.client.post(URL, json=body, headers=headers)
    again = await alice.client.post(URL, json=body, headers=headers)
    assert (again.status_code, again.json()) == (202, first.json())
    other = await alice.client.post(URL, json=body | {"language": "kk"}, headers=headers)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert len((await alice.client.get(URL)).json()["items"]) == 1


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"media_id": "no id"},
        {"media_id": SOME_ID, "language": "de"},
        {"media_id": SOME_ID, "engine": "magic"},
        {"media_id": SOME_ID, "diarize": "yes"},
        {"media_id": SOME_ID, "terms": ["\x00"]},
        {"media_id": SOME_ID, "surprise": 1},
    ],
)
async def test_bad_input_is_refused(alice: Actor, body: dict[str, object]) -> None:
    assert (await alice.client.post(URL, json=body)).status_code == 422


async def test_a_missing_recording_is_not_found(alice: Actor) -> None:
    assert (await alice.client.post(URL, json={"media_id": SOME_ID})).status_code == 404


async def test_an_engine_that_is_not_there_is_refused_with_advice(alice: Actor, upload: Upload) -> None:
    body = {"media_id": await upload(alice), "engine": "faster-whisper"}
    reply = await alice.client.post(URL, json=body)
    assert (reply.status_code, reply.json()["code"]) == (409, "engine_unavailable")
    assert "MUSAIC_WHISPER_MODEL_DIR" in reply.json()["detail"]


async def test_the_engines_say_what_they_can(alice: Actor) -> None:
    items = (await alice.client.get(f"{URL}/engines")).json()["items"]
    assert [item["name"] for item in items] == ["faster-whisper", "builtin"]
    assert (items[1]["available"], items[1]["quality"], items[1]["languages"]) == (True, "draft", ["en"])


async def test_the_list_shows_the_newest_first_in_pages(alice: Actor, upload: Upload) -> None:
    made = [await ordered(alice, upload) for _ in range(3)]
    first = (await alice.client.get(URL, params={"limit": 2})).json()
    rest = (await alice.client.get(URL, params={"limit": 2, "cursor": first["next_cursor"]})).json()
    assert [item["id"] for item in first["items"] + rest["items"]] == made[::-1]
    assert rest["next_cursor"] is None
    assert (await alice.client.get(URL, params={"cursor": "nonsense"})).status_code == 422


async def test_deleting_lets_go_of_the_recording_and_its_job(alice: Actor, upload: Upload) -> None:
    mine = await ordered(alice, upload)
    assert (await alice.client.delete(f"{URL}/{mine}")).status_code == 204
    assert (await alice.client.get(f"{URL}/{mine}")).status_code == 404
    assert (await alice.client.delete(f"{URL}/{mine}")).status_code == 404


async def test_an_unfinished_transcript_has_nothing_to_export(alice: Actor, upload: Upload) -> None:
    mine = await ordered(alice, upload)
    reply = await alice.client.get(f"{URL}/{mine}/export", params={"format": "srt"})
    assert (reply.status_code, reply.json()["code"]) == (409, "transcript_not_ready")


async def test_an_unknown_format_is_refused(alice: Actor, upload: Upload) -> None:
    mine = await ordered(alice, upload)
    assert (await alice.client.get(f"{URL}/{mine}/export", params={"format": "doc"})).status_code == 422
    assert (await alice.client.get(f"{URL}/{mine}/export")).status_code == 422


async def test_exports_are_files_equal_on_every_run(
    alice: Actor, upload: Upload, carry_out: CarryOut, speech: Path
) -> None:
    mine = await transcribed(alice, upload, carry_out, speech / "en" / "cards_001.wav")
    for name, kind in [("srt", "application/x-subrip"), ("vtt", "text/vtt"), ("txt", "text/plain")]:
        first = await alice.client.get(f"{URL}/{mine}/export", params={"format": name})
        again = await alice.client.get(f"{URL}/{mine}/export", params={"format": name})
        assert first.headers["content-type"] == f"{kind}; charset=utf-8"
        assert f"filename*=UTF-8''%D0%A1%D3%A9%D0%B7.{name}" in first.headers["content-disposition"]
        assert first.content == again.content
        assert "clubs" in first.text
    read = (await alice.client.get(f"{URL}/{mine}/export", params={"format": "json"})).json()
    assert read["text"] == "ten of clubs"
    assert len(read["segments"][0]["words"]) == 3


async def test_names_of_speakers_reach_the_exports(
    alice: Actor, upload: Upload, carry_out: CarryOut, speech: Path
) -> None:
    mine = await transcribed(alice, upload, carry_out, speech / "en" / "cards_001.wav")
    body = {"title": "Cards", "speakers": [{"id": "S1", "label": "Әлия"}]}
    renamed = await alice.client.patch(f"{URL}/{mine}", json=body)
    assert (renamed.json()["title"], renamed.json()["speakers"]) == ("Cards", body["speakers"])
    shown = await alice.client.get(f"{URL}/{mine}/export", params={"format": "srt"})
    assert "[Әлия]: ten of clubs" in shown.text
    unknown = {"speakers": [{"id": "S9", "label": "Nobody"}]}
    reply = await alice.client.patch(f"{URL}/{mine}", json=unknown)
    assert (reply.status_code, reply.json()["code"]) == (422, "unknown_speaker")


async def test_a_correction_is_kept_and_can_be_undone(
    alice: Actor, upload: Upload, carry_out: CarryOut, speech: Path
) -> None:
    mine = await transcribed(alice, upload, carry_out, speech / "en" / "cards_001.wav")
    before = (await alice.client.get(f"{URL}/{mine}")).json()["segments"][0]
    url = f"{URL}/{mine}/segments/{before['id']}"
    changed = await alice.client.patch(url, json={"text": "Ten of clubs! 😀"})
    assert changed.json() == before | {"text": "Ten of clubs! 😀"}
    undone = await alice.client.patch(url, json={"text": before["text"]})
    assert undone.json() == before
    vtt = (await alice.client.get(f"{URL}/{mine}/export", params={"format": "vtt"})).text
    assert len(re.findall(r"<\d\d:\d\d:\d\d\.\d{3}>", vtt)) == 2


async def test_a_correction_needs_a_segment_and_a_speaker_that_exist(
    alice: Actor, upload: Upload, carry_out: CarryOut, speech: Path
) -> None:
    mine = await transcribed(alice, upload, carry_out, speech / "en" / "cards_001.wav", "kk")
    segment = (await alice.client.get(f"{URL}/{mine}")).json()["segments"][0]
    reply = await alice.client.patch(f"{URL}/{mine}/segments/{segment['id']}", json={"speaker": "S7"})
    assert (reply.status_code, reply.json()["code"]) == (422, "unknown_speaker")
    reply = await alice.client.patch(f"{URL}/{mine}/segments/999999", json={"text": "x"})
    assert (reply.status_code, reply.json()["code"]) == (404, "segment_not_found")
    reply = await alice.client.patch(f"{URL}/{mine}/segments/{2**70}", json={"text": "x"})
    assert reply.status_code == 422
