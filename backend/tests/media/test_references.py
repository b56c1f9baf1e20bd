from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from fixtures.api import Actor
from fixtures.media import SendFile, StoredFiles
from musaic.media import public
from musaic.media.errors import MediaNotFound, QuotaExceeded
from musaic.media.parts import MediaParts, install
from musaic.platform.database import Database
from musaic.platform.errors import UnavailableError

pytestmark = pytest.mark.asyncio


async def make_stem(
    database: Database, user_id: int, folder: Path, content: bytes = b"stem"
) -> public.MediaAsset:
    path = folder / "vocals.flac"
    path.write_bytes(content)
    staged = await public.stage_blob(path, user_id)
    assert not path.exists()
    async with database.user_transaction(user_id) as session:
        return await public.record(
            session, staged, kind="stem", filename="vocals.flac", content_type="audio/flac"
        )


async def test_a_stem_goes_with_its_last_reference(
    alice: Actor, database: Database, media: MediaParts, stored_files: StoredFiles, tmp_path: Path
) -> None:
    stem = await make_stem(database, alice.user_id, tmp_path)
    first, second = uuid4(), uuid4()
    async with database.user_transaction(alice.user_id) as session:
        for subject in (first, second, second):
            await public.add_reference(session, stem.id, "studio", subject)
    async with database.user_transaction(alice.user_id) as session:
        await public.drop_reference(session, stem.id, "studio", first)
        await public.drop_reference(session, stem.id, "studio", uuid4())
    assert len(stored_files()) == 1
    async with database.user_transaction(alice.user_id) as session:
        await public.drop_reference(session, stem.id, "studio", second)
    assert stored_files() == []
    async with database.user_transaction(alice.user_id) as session:
        with pytest.raises(MediaNotFound):
            await public.get_owned(session, alice.user_id, stem.id)


async def test_a_deleted_file_in_use_hides_and_goes_with_its_last_reference(
    alice: Actor,
    database: Database,
    send_file: SendFile,
    wav: bytes,
    stored_files: StoredFiles,
) -> None:
    sent = (await send_file(alice.client, wav)).json()
    media_id, subject = UUID(sent["id"]), uuid4()
    async with database.user_transaction(alice.user_id) as session:
        await public.add_reference(session, media_id, "transcripts", subject)
    assert (await alice.client.delete(f"/api/v1/media/{media_id}")).status_code == 204
    assert (await alice.client.get(f"/api/v1/media/{media_id}")).status_code == 404
    assert (await alice.client.get("/api/v1/media")).json()["items"] == []
    async with database.user_transaction(alice.user_id) as session:
        asset = await public.get_owned(session, alice.user_id, media_id)
        # What refers to it can still play it, but nothing new may begin with it.
        assert (await alice.client.get(public.content_url(asset))).content == wav
        with pytest.raises(MediaNotFound):
            await public.add_reference(session, media_id, "studio", uuid4())
    async with database.user_transaction(alice.user_id) as session:
        await public.drop_reference(session, media_id, "transcripts", subject)
    assert stored_files() == []


async def test_a_library_file_outlives_its_references(
    alice: Actor, database: Database, send_file: SendFile, wav: bytes
) -> None:
    media_id, subject = UUID((await send_file(alice.client, wav)).json()["id"]), uuid4()
    async with database.user_transaction(alice.user_id) as session:
        await public.add_reference(session, media_id, "studio", subject)
        await public.drop_reference(session, media_id, "studio", subject)
    assert (await alice.client.get(f"/api/v1/media/{media_id}")).status_code == 200


async def test_nobody_refers_to_anothers_file(
    alice: Actor, bob: Actor, database: Database, send_file: SendFile, wav: bytes
) -> None:
    media_id = UUID((await send_file(alice.client, wav)).json()["id"])
    async with database.user_transaction(bob.user_id) as session:
        assert await public.get_many(session, bob.user_id, [media_id]) == {}
        with pytest.raises(MediaNotFound):
            await public.add_reference(session, media_id, "studio", uuid4())


async def test_a_query_without_owner_filter_returns_nothing(
    alice: Actor, bob: Actor, database: Database, send_file: SendFile, wav: bytes
) -> None:
    await send_file(alice.client, wav)
    async with database.user_transaction(bob.user_id) as session:
        for table in ("media_asset", "media_reference", "upload"):
            assert (await session.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one() == 0  # noqa: S608


async def test_deleting_an_account_deletes_its_bytes(
    alice: Actor, database: Database, send_file: SendFile, wav: bytes, stored_files: StoredFiles
) -> None:
    await send_file(alice.client, wav)
    async with database.system_transaction() as session:
        await session.execute(text("DELETE FROM user_account WHERE id = :id"), {"id": alice.user_id})
    assert len(stored_files()) == 1
    assert (await public.collect_garbage()).deleted_blobs == 1
    assert stored_files() == []


async def test_a_deletion_that_died_before_removing_the_bytes_is_finished(
    alice: Actor, database: Database, send_file: SendFile, wav: bytes, stored_files: StoredFiles
) -> None:
    await send_file(alice.client, wav)
    async with database.user_transaction(alice.user_id) as session:
        await session.execute(text("DELETE FROM media_asset"))
    assert len(stored_files()) == 1
    assert (await public.collect_garbage()).deleted_blobs == 1
    assert stored_files() == []


async def test_what_nobody_needs_is_collected_after_a_day(
    alice: Actor,
    database: Database,
    send_file: SendFile,
    wav: bytes,
    stored_files: StoredFiles,
    media: MediaParts,
    tmp_path: Path,
) -> None:
    await send_file(alice.client, wav)
    kept = await make_stem(database, alice.user_id, tmp_path, b"kept")
    await make_stem(database, alice.user_id, tmp_path, b"never referred to")
    async with database.user_transaction(alice.user_id) as session:
        await public.add_reference(session, kept.id, "studio", uuid4())
    orphan = tmp_path / "orphan"
    orphan.write_bytes(b"staged, never recorded")
    await public.stage_blob(orphan, alice.user_id)
    (media.staging / "left").write_bytes(b"half a stream")
    tus = {"Tus-Resumable": "1.0.0", "Upload-Length": "10"}
    begun = await alice.client.post("/api/v1/uploads", headers=tus)
    assert len(stored_files()) == 6
    nothing = await public.collect_garbage()
    assert nothing == public.Garbage(0, 0, 0, 0, 0, 0)
    async with database.system_transaction() as session:
        await session.execute(text("UPDATE upload SET expires_at = now() - interval '1 second'"))
    found = await public.collect_garbage(grace=timedelta(0))
    assert found == public.Garbage(
        uploads=1, stray_files=1, assets=1, deleted_blobs=1, orphan_blobs=1, partial_blobs=0
    )
    assert len(stored_files()) == 2
    assert (await alice.client.head(begun.headers["location"], headers=tus)).status_code == 404


async def test_recording_a_collected_blob_fails_instead_of_lying(
    alice: Actor, database: Database, tmp_path: Path, media: MediaParts
) -> None:
    path = tmp_path / "stem"
    path.write_bytes(b"stem")
    staged = await public.stage_blob(path, alice.user_id)
    await public.discard(staged)
    with pytest.raises(UnavailableError):
        async with database.user_transaction(alice.user_id) as session:
            await public.record(session, staged)


async def test_the_quota_holds_for_what_jobs_make_too(
    alice: Actor, database: Database, media: MediaParts, tmp_path: Path
) -> None:
    install(replace(media, user_quota_bytes=10))
    await make_stem(database, alice.user_id, tmp_path, b"0123456789")
    await make_stem(database, alice.user_id, tmp_path, b"0123456789")  # the same bytes count once
    with pytest.raises(QuotaExceeded):
        await make_stem(database, alice.user_id, tmp_path, b"other")
