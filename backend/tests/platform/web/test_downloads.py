import pytest

from musaic.platform.web.downloads import attachment, content_disposition


@pytest.mark.parametrize(
    ("name", "plain", "encoded"),
    [
        ("talk.srt", "talk.srt", "talk.srt"),
        ("ән.wav", "__.wav", "%D3%99%D0%BD.wav"),
        ('a"; filename="b\r\nSet-Cookie: x\\%41', "a_; filename=_b__Set-Cookie: x__41", None),
        ("\ud800.wav", "_.wav", "%3F.wav"),
        ("", "download", "download"),
    ],
)
def test_names_are_told_to_old_and_new_clients(name: str, plain: str, encoded: str | None) -> None:
    header = content_disposition("inline", name)
    assert header.startswith(f"inline; filename=\"{plain}\"; filename*=UTF-8''")
    assert header.isascii()
    assert "\r" not in header
    if encoded is not None:
        assert header.endswith(f"''{encoded}")
    assert attachment(name)["Content-Disposition"].startswith("attachment; filename=")
