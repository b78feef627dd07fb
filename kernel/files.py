"""Files on their way in and out.

In: to a file without a name, so that a process that dies leaves nothing behind. Only a view
marked with :func:`takes_files` takes any, and only from who has signed in; the files of any
other request are read past. Out: so that no browser runs them and no cache keeps them.
"""

import hashlib
import tempfile
from collections.abc import Callable
from typing import IO, Any, TypeVar

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpResponseBase
from django.utils.http import content_disposition_header

FIELD = "uploads"
FILE_BYTES = 25 * 1024 * 1024
FORM_BYTES = 100 * 1024 * 1024
FORM_FILES = 20

R = TypeVar("R", bound=HttpResponseBase)
View = TypeVar("View", bound=Callable[..., Any])


def takes_files(view: View) -> View:
    """Mark a view as one that takes files in the field ``uploads``."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def guarded(response: R, name: str) -> R:
    """Return a response that is a file: an attachment in a sandbox, for its reader alone."""
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


class Upload(UploadedFile):  # type: ignore[type-arg]  # not generic when it runs
    """A file that came in whole. ``refused``: over a limit ("file", "form"), its bytes let go."""

    refused = ""

    @property
    def opened(self) -> IO[bytes]:
        """The bytes."""
        assert self.file is not None
        return self.file

    def sha256(self) -> str:
        """Return the hash of the bytes."""
        self.opened.seek(0)
        hashed = hashlib.sha256()
        while data := self.opened.read(UploadHandler.chunk_size):
            hashed.update(data)
        return hashed.hexdigest()


class UploadHandler(FileUploadHandler):
    """Puts each file into a file of its own without a name, within the limits."""

    chunk_size = 256 * 1024

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.taken = self.count = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin with the next file."""
        super().new_file(*args, **kwargs)
        self.size, self.refused = 0, ""
        self.wanted = self._is_wanted()
        self.count += self.wanted
        self.file = tempfile.TemporaryFile()  # noqa: SIM115  # lives as long as the request

    def _is_wanted(self) -> bool:
        view = getattr(getattr(self.request, "resolver_match", None), "func", None)
        user = getattr(self.request, "user", None)
        signed_in = user is not None and user.is_authenticated
        return signed_in and getattr(view, "takes_files", False) and self.field_name == FIELD

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a stretch of the file; over a limit, let all of it go and read on."""
        self.size += len(raw_data)
        if not self.wanted or self.refused:
            return
        if self.size > FILE_BYTES:
            self.refused = "file"
        elif self.taken + self.size > FORM_BYTES or self.count > FORM_FILES:
            self.refused = "form"
        if self.refused:
            self.file.truncate(0)
        else:
            self.file.write(raw_data)

    def file_complete(self, file_size: int) -> Upload | None:
        """Return the file, or that it was over a limit; None where nobody asked for one."""
        if not self.wanted:
            self.file.close()
            return None
        upload = Upload(self.file, self.file_name, self.content_type, self.size)
        upload.refused = self.refused
        self.taken += 0 if self.refused else self.size
        self.file.seek(0)
        return upload

    def upload_interrupted(self) -> None:
        """Let go of the file that was cut off."""
        self.file.close()
