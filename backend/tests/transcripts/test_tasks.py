"""The job: steps, results, and what it does when things are gone or broken."""

import asyncio
from pathlib import Path
from uuid import UUID

import pytest

from fixtures.api import Actor
from musaic.jobs import public as jobs
from musaic.platform.database import Database
from musaic.transcripts.tasks import KINDS
from transcripts.conftest import CarryOut, Upload


async def order(actor: Actor, media_id: str, **body: object) -> dict[str, str]:
    reply = await actor.client.post("/api/v1/transcripts", json={"media_id": media_id, **body})
    assert reply.status_code == 202, reply.text
    accepted: dict[str, str] = reply.json()
    return accepted


def damage(folder: Path) -> None:
    """Overwrite every stored blob with nothing that is audio."""
    for blobs in folder.rglob("blobs"):
        for blob in blobs.rglob("*"):
            if blob.is_file():
                blob.chmod(0o600)
                blob.write_bytes(bytes(64))


def test_the_kind_names_its_steps() -> None:
    (kind,) = KINDS
    assert kind.name == "transcripts.transcribe"
    assert [(step.name, step.weight) for step in kind.steps] == [
        ("decode", 1),
        ("voice-activity", 1),
        ("recognise", 8),
        ("save", 1),
    ]


@pytest.mark.asyncio
async def test_real_speech_becomes_segments(
    alice: Actor, upload: Upload, carry_out: CarryOut, speech: Path
) -> None:
    media_id = await upload(alice, speech / "en" / "cards_001.wav")
    accepted = await order(alice, media_id)
    job = await carry_out(alice, accepted["job_id"])
    assert (job.state, job.percent, job.error_code) == ("succeeded", 100, None)
    assert job.result is not None
    assert job.result["transcript_id"] == accepted["id"]
    shown = (await alice.client.get(f"/api/v1/transcripts/{accepted['id']}")).json()
    assert shown["state"] == "succeeded"
    assert (shown["language"], shown["language_detected"], shown["quality"]) == ("en", False, "draft")
    assert (shown["engine"], shown["reason"], shown["diarization"]) == ("builtin", None, "not_available")
    assert shown["speakers"] == [{"id": "S1", "label": "Speaker 1"}]
    assert " ".join(segment["text"] for segment in shown["segments"]) == "ten of clubs"
    assert [word["text"] for word in shown["segments"][0]["words"]] == ["ten", "of", "clubs"]


@pytest.mark.asyncio
async def test_russian_without_a_model_is_timed_and_has_no_words(
    alice: Actor, upload: Upload, carry_out: CarryOut, speech: Path
) -> None:
    media_id = await upload(alice, speech / "ru" / "ru_deepspeech.wav")
    accepted = await order(alice, media_id, language="ru", diarize=False)
    await carry_out(alice, accepted["job_id"])
    shown = (await alice.client.get(f"/api/v1/transcripts/{accepted['id']}")).json()
    assert (shown["state"], shown["reason"], shown["language"]) == (
        "succeeded",
        "no_model_for_language",
        "ru",
    )
    assert shown["diarization"] == "not_requested"
    assert {segment["text"] for segment in shown["segments"]} == {""}


@pytest.mark.asyncio
async def test_running_twice_leaves_the_segments_once(
    alice: Actor, upload: Upload, carry_out: CarryOut, speech: Path
) -> None:
    media_id = await upload(alice, speech / "en" / "cards_005.wav")
    accepted = await order(alice, media_id, language="kk")
    await carry_out(alice, accepted["job_id"])
    first = (await alice.client.get(f"/api/v1/transcripts/{accepted['id']}")).json()["segments"]
    await carry_out(alice, accepted["job_id"])
    second = (await alice.client.get(f"/api/v1/transcripts/{accepted['id']}")).json()["segments"]
    assert [(s["start_ms"], s["end_ms"]) for s in first] == [(s["start_ms"], s["end_ms"]) for s in second]


@pytest.mark.asyncio
async def test_where_nobody_speaks_the_job_succeeds_and_says_so(
    alice: Actor, upload: Upload, carry_out: CarryOut
) -> None:
    accepted = await order(alice, await upload(alice))
    await carry_out(alice, accepted["job_id"])
    shown = (await alice.client.get(f"/api/v1/transcripts/{accepted['id']}")).json()
    assert (shown["state"], shown["reason"], shown["segments"]) == ("succeeded", "no_speech", [])
    assert shown["duration_ms"] == 1000


@pytest.mark.asyncio
async def test_a_result_for_a_deleted_transcript_is_dropped(
    alice: Actor, upload: Upload, carry_out: CarryOut
) -> None:
    accepted = await order(alice, await upload(alice))
    assert (await alice.client.delete(f"/api/v1/transcripts/{accepted['id']}")).status_code == 204
    assert (await carry_out(alice, accepted["job_id"])).state == "succeeded"
    assert (await alice.client.get(f"/api/v1/transcripts/{accepted['id']}")).status_code == 404


@pytest.mark.asyncio
async def test_lost_audio_fails_the_job_for_good(
    alice: Actor, upload: Upload, carry_out: CarryOut, tmp_path: Path
) -> None:
    accepted = await order(alice, await upload(alice))
    damage(tmp_path)
    job = await carry_out(alice, accepted["job_id"])
    assert (job.state, job.error_code, job.attempt) == ("failed", "not_audio", 1)
    shown = (await alice.client.get(f"/api/v1/transcripts/{accepted['id']}")).json()
    assert (shown["state"], shown["segments"]) == ("failed", [])


@pytest.mark.asyncio
async def test_cancelling_while_words_are_recognised_leaves_nothing(
    alice: Actor, upload: Upload, carry_out: CarryOut, speech: Path, database: Database
) -> None:
    accepted = await order(alice, await upload(alice, speech / "en" / "ami_trn05.wav"))
    work = asyncio.create_task(carry_out(alice, accepted["job_id"]))
    job_id = UUID(accepted["job_id"])
    while True:
        await asyncio.sleep(0.05)
        async with database.user_transaction(alice.user_id) as session:
            if (await jobs.get_owned(session, alice.user_id, job_id)).step == "recognise":
                await jobs.cancel(session, alice.user_id, job_id)
                break
    assert (await work).state == "cancelled"
    shown = (await alice.client.get(f"/api/v1/transcripts/{accepted['id']}")).json()
    assert (shown["state"], shown["segments"]) == ("cancelled", [])
