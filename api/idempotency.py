"""``Idempotency-Key``: a POST that comes twice acts once, and is answered twice alike."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from accounts.domain.acting import Actor, one_deed
from api.problems import AGAIN_AFTER, Fault, Refusal
from kernel.clock import now_of, read_again
from operations.domain.repeating import KeptAnswer, Key, Repeated, earlier_request, keep_answer, promise
from operations.models.repeatable_request import KEY_AT_MOST

P = TypeVar("P")
T = TypeVar("T")
HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
KEPT_HEADERS = ("ETag", "Location")


def key_of(request: Request, actor: Actor, body: Callable[[], bytes]) -> Key:
    """Return the key of a request. Raises Refusal (400) without one that can be taken.

    ``body`` gives what tells two bodies apart.
    """
    given = request.headers.get(HEADER, "").strip()
    if not given:
        raise Refusal(400, "key_required", _("Every POST carries an Idempotency-Key of your own choice."))
    if len(given) > KEY_AT_MOST or not given.isascii() or not given.isprintable():
        raise Refusal(400, "key_not_valid", _("An Idempotency-Key has 1 to 255 printable ASCII characters."))
    said = (str(request.method), request.get_full_path(), body())
    parts = [part if isinstance(part, bytes) else part.encode() for part in said]
    fingerprint = hashlib.sha256(b"\n".join(parts)).hexdigest()
    return Key(str(actor.kind), actor.id, given, fingerprint)


def answered_once(
    request: Request, key: Key, deed: Callable[[], T], answer: Callable[[T], HttpResponse]
) -> HttpResponse:
    """Do ``deed`` unless it was done under this key, and return its answer, or the one then given.

    Key, deed and answer are one transaction, whatever scopes they open, and the key is the
    first that is written in it: a second request waits there for the first. What a rule
    refuses leaves nothing, and may be sent again under the same key; what was done is never
    without its answer. Nothing slow belongs into it. Raises Refusal (409, 422).
    """
    now = now_of(request._request)
    try:
        with one_deed():
            row = promise(key, now)
            response = answer(deed())
            headers = {name: response[name] for name in KEPT_HEADERS if name in response}
            said = response.content.decode()
            keep_answer(row, KeptAnswer(response.status_code, said, response["Content-Type"], headers))
    except Repeated:
        return _again(key, now)
    return response


def prepared_once(
    request: Request,
    key: Key,
    prepare: Callable[[], P],
    deed: Callable[[P], T],
    answer: Callable[[T], HttpResponse],
) -> HttpResponse:
    """As :func:`answered_once`, for a deed that needs slow work first.

    ``prepare`` does it before the transaction, changes nothing, and is spared where the key
    was used before. Two at once may both prepare; one of them does the deed. It is dated
    after that work, so that whoever follows changes does not miss it.
    """
    now = now_of(request._request)
    if earlier_request(key, now) is not None:
        return _again(key, now)
    prepared = prepare()
    read_again(request._request)
    return answered_once(request, key, lambda: deed(prepared), answer)


def _again(key: Key, now: datetime) -> HttpResponse:
    earlier = earlier_request(key, now)
    if earlier is None:
        raise Refusal(
            409,
            "key_just_used",
            _("This Idempotency-Key was in use just now. Send the request again in a moment."),
            headers={"Retry-After": AGAIN_AFTER},
        )
    if earlier.fingerprint != key.fingerprint:
        raise Refusal(
            422,
            "idempotency_key_reused",
            _("This Idempotency-Key was used for another request. Choose a new one."),
            faults=[Fault("idempotency_key_reused", "", parameter=HEADER)],
        )
    response = HttpResponse(earlier.body, status=earlier.status, content_type=earlier.content_type)
    for name, value in earlier.headers.items():
        response[name] = value
    response[REPLAYED] = "true"
    return response
