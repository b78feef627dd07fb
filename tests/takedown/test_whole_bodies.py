"""A request that was cut off is not taken for a whole one."""

from io import BytesIO
from typing import Any

import pytest

from takedown.whole_bodies import WholeBody, whole_bodies


def test_a_whole_body_is_read_as_it_is() -> None:
    body = WholeBody(BytesIO(b"one\ntwo"), 7)
    assert (body.readline(), body.read(2), body.read(5), body.read(5)) == (b"one\n", b"tw", b"o", b"")


@pytest.mark.parametrize("read", ["read", "readline"])
def test_a_body_that_ends_early_raises(read: str) -> None:
    body = WholeBody(BytesIO(b"on"), 7)
    assert getattr(body, read)(4) == b"on"
    with pytest.raises(OSError, match="cut off"):
        getattr(body, read)(4)


def test_a_request_without_a_length_has_no_body_to_lack() -> None:
    seen: list[Any] = []

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        seen.append(environ["wsgi.input"].read())
        return []

    whole_bodies(application)({"wsgi.input": BytesIO(b"")}, lambda *_: None)
    assert seen == [b""]
