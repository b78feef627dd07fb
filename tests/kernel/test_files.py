"""Files come in within limits, to views that take them, from who has signed in; the rest is read past."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory

from kernel import files
from kernel.files import FIELD, Upload, UploadHandler, takes_files


class Somebody:
    is_authenticated = True


class Resolved:
    def __init__(self, func: Any) -> None:
        self.func = func


@takes_files
def taking(request: HttpRequest) -> None: ...


def other(request: HttpRequest) -> None: ...


def asked(files: list[bytes], *, view: Any = taking, user: Any = None, field: str = FIELD) -> HttpRequest:
    """Return a request with these files, as a view would read it."""
    body = {field: [SimpleUploadedFile(f"{place}.bin", data) for place, data in enumerate(files)]}
    request = RequestFactory().post("/", {**body, "reasons": "Typed."})
    request.resolver_match = Resolved(view)  # type: ignore[assignment]
    request.user = user or Somebody()
    request.upload_handlers = [UploadHandler(request)]
    return request


def taken(request: HttpRequest) -> Iterator[Upload]:
    for upload in request.FILES.getlist(FIELD):
        assert isinstance(upload, Upload)
        yield upload


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "FILE_BYTES", 100)
    monkeypatch.setattr(files, "FORM_BYTES", 250)
    monkeypatch.setattr(files, "FORM_FILES", 4)


def test_a_file_comes_in_byte_for_byte_and_is_nowhere_in_the_file_system() -> None:
    request = asked([b"abc", b"", b"x" * 100])
    files = list(taken(request))
    assert [(file.opened.read(), file.size, file.refused) for file in files] == [
        (b"abc", 3, ""),
        (b"", 0, ""),
        (b"x" * 100, 100, ""),
    ]
    assert [isinstance(file.opened.name, int) for file in files] == [True, True, True]
    request.close()


def test_a_file_a_byte_over_the_limit_is_let_go_and_the_form_stays() -> None:
    request = asked([b"x" * 101, b"small"])
    assert [(file.refused, file.opened.read()) for file in taken(request)] == [("file", b""), ("", b"small")]
    assert request.POST["reasons"] == "Typed."
    request.close()


def test_what_is_too_much_for_one_form_is_let_go() -> None:
    request = asked([b"x" * 100, b"x" * 100, b"x" * 100, b"small", b"fifth"])
    assert [file.refused for file in taken(request)] == ["", "", "form", "", "form"]
    request.close()


@pytest.mark.parametrize(
    "words", [{"view": other}, {"user": AnonymousUser()}, {"field": "other"}], ids=["view", "person", "field"]
)
def test_nobody_else_is_let_in(words: dict[str, Any]) -> None:
    request = asked([b"abc"], **words)
    assert (dict(request.FILES), request.POST["reasons"]) == ({}, "Typed.")
