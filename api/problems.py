"""Problem details (RFC 9457): what every refusal under ``/api/`` says, in one form.

``code`` is stable: a program decides by it. ``detail`` is a sentence in the reader's
language. ``errors`` points at what in the request was wrong.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions

from kernel.errors import DomainError

CONTENT_TYPE = "application/problem+json"
# Somebody was faster: the version that the request was made for is no more.
STALE = frozenset({"case_changed", "report_changed"})
AGAIN_AFTER = "1"  # seconds


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing in the request that was wrong: ``pointer`` into the body (RFC 6901), or a ``parameter``."""

    code: str
    detail: str
    pointer: str = ""
    parameter: str = ""

    def said(self) -> dict[str, str]:
        """Return it as JSON says it."""
        place = {"parameter": self.parameter} if self.parameter else {"pointer": self.pointer or "#"}
        return {**place, "code": self.code, "detail": self.detail}


class Refusal(Exception):
    """The request itself cannot be taken: a status, a stable code, a sentence."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: Any,
        *,
        faults: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.status, self.code, self.detail = status, code, detail
        self.faults, self.headers = faults, dict(headers or {})


def problem(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Return a refusal as problem details."""
    said: dict[str, Any] = {
        "type": f"urn:takedown:problem:{refusal.code}",
        "title": HTTPStatus(refusal.status).phrase,
        "status": refusal.status,
        "detail": str(refusal.detail),
        "instance": request.path,
        "code": refusal.code,
    }
    if refusal.faults:
        said["errors"] = [fault.said() for fault in refusal.faults]
    answer = HttpResponse(json.dumps(said), status=refusal.status, content_type=CONTENT_TYPE)
    for name, value in refusal.headers.items():
        answer[name] = value
    return answer


def answer_to(error: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """Return the answer to what a view raised; None for a bug, which becomes a 500.

    The exception handler of REST framework.
    """
    refusal = _refusal_of(error)
    if refusal is None:
        return None
    return problem(context["request"], refusal)


def _refusal_of(error: Exception) -> Refusal | None:
    if isinstance(error, Refusal):
        return error
    if isinstance(error, DomainError):
        return _of_domain(error)
    if isinstance(error, exceptions.ValidationError):
        return invalid(faults_in(error.detail))
    if isinstance(error, exceptions.APIException):
        return _of_framework(error)
    if isinstance(error, Http404):
        return Refusal(404, "not_found", _("There is nothing here."))
    if isinstance(error, PermissionDenied):
        return Refusal(403, "not_allowed", _("You may see this, but not do it"))
    if isinstance(error, UnreadablePostError):
        return Refusal(400, "cut_off", _("The request ended before its announced length."))
    if isinstance(error, RequestDataTooBig):
        return Refusal(413, "too_large", _("The request is larger than is taken at once."))
    if isinstance(error, OperationalError):
        return busy()
    return None


def busy() -> Refusal:
    """Return the refusal where a lock was waited for too long or the database restarts: nothing was done."""
    said = _("The desk is busy. Nothing was done: send the same request again.")
    return Refusal(503, "busy", said, headers={"Retry-After": AGAIN_AFTER})


def invalid(faults: Iterable[Fault]) -> Refusal:
    """Return the refusal of a request whose words cannot be taken."""
    found = list(faults)
    said = found[0].detail if len(found) == 1 else _("Some of this cannot be taken; each fault says why.")
    return Refusal(422, "invalid", said, faults=found)


def _of_domain(error: DomainError) -> Refusal:
    status = 412 if error.code in STALE else error.status
    faults = [Fault(error.code, str(error.message), f"#/{error.field}")] if error.field else []
    return Refusal(status, error.code, error.message, faults=faults)


def _of_framework(error: exceptions.APIException) -> Refusal:
    headers: dict[str, str] = {}
    challenge = getattr(error, "auth_header", None)
    if challenge:
        headers["WWW-Authenticate"] = challenge
    wait = getattr(error, "wait", None)
    if wait:
        headers["Retry-After"] = str(int(wait) + 1)
    code = getattr(error.detail, "code", None) or error.default_code
    return Refusal(error.status_code, str(code), error.detail, headers=headers)


def faults_in(detail: Any, pointer: str = "#") -> Iterator[Fault]:
    """Yield every fault of a serializer's errors, each with its pointer."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            own = pointer if name == "non_field_errors" else f"{pointer}/{_escaped(str(name))}"
            yield from faults_in(inner, own)
    elif isinstance(detail, Sequence) and not isinstance(detail, str):
        for place, inner in enumerate(detail):
            nested = isinstance(inner, Mapping | list)
            if inner or not nested:
                yield from faults_in(inner, f"{pointer}/{place}" if nested else pointer)
    else:
        yield Fault(str(getattr(detail, "code", "invalid")), str(detail), pointer)


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
