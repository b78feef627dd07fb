"""``Idempotency-Key``: a POST that comes twice acts once, and is answered twice alike."""

import hashlib
import time
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
from operations.models import RepeatableRequest
from operations.models.repeatable_request import KEY_AT_MOST

P = TypeVar("P")
T = TypeVar("T")
HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
KEPT_HEADERS = ("ETag", "Location")
# How long a second request waits for the answer of the first, which has just acted.
LOOKS, BETWEEN_LOOKS = 20, 0.05
STILL_ANSWERING = 30  # seconds


def key_of(request: Request, actor: Actor, shows: str, body: Callable[[], bytes]) -> Key:
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
    return Key(str(actor.kind), actor.id, given, fingerprint, shows)


def answered_once(
    request: Request, key: Key, deed: Callable[[], T], answer: Callable[[T], HttpResponse]
) -> HttpResponse:
    """Do ``deed`` unless it was done under this key, and return its answer, or the one then given.

    The deed is one transaction, whatever scopes it opens, and the key is the first that is
    written in it: what a rule refuses leaves nothing, and may be sent again under the same
    key. Nothing slow belongs into it. Raises Refusal (409, 422).
    """
    now = now_of(request._request)
    try:
        with one_deed():
            row = promise(key, now)
            done = deed()
    except Repeated:
        return _again(key, earlier_request(key, now), now)
    response = answer(done)
    headers = {name: response[name] for name in KEPT_HEADERS if name in response}
    kept = KeptAnswer(response.status_code, response.content.decode(), response["Content-Type"], headers)
    keep_answer(row, kept)
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
    earlier = earlier_request(key, now)
    if earlier is not None:
        return _again(key, earlier, now)
    prepared = prepare()
    read_again(request._request)
    return answered_once(request, key, lambda: deed(prepared), answer)


def _again(key: Key, earlier: RepeatableRequest | None, now: datetime) -> HttpResponse:
    for _look in range(LOOKS):
        if earlier is None:
            break
        if earlier.fingerprint != key.fingerprint:
            raise Refusal(
                422,
                "idempotency_key_reused",
                _("This Idempotency-Key was used for another request. Choose a new one."),
                faults=[Fault("idempotency_key_reused", "", parameter=HEADER)],
            )
        if earlier.status is not None:
            return _replayed(earlier)
        if (now - earlier.created_at).total_seconds() > STILL_ANSWERING:
            break
        time.sleep(BETWEEN_LOOKS)
        earlier = earlier_request(key, now)
    raise _unanswered(key, earlier, now)


def _unanswered(key: Key, earlier: RepeatableRequest | None, now: datetime) -> Refusal:
    if earlier is None or (now - earlier.created_at).total_seconds() <= STILL_ANSWERING:
        return Refusal(
            409,
            "still_answering",
            _("The same request is being answered right now. Send it again in a moment."),
            headers={"Retry-After": AGAIN_AFTER},
        )
    return Refusal(
        409,
        "answer_lost",
        _("This was done, once, but its answer was lost. Read what came of it at the address in “see”."),
        see=earlier.shows,
    )


def _replayed(earlier: RepeatableRequest) -> HttpResponse:
    response = HttpResponse(earlier.body, status=earlier.status, content_type=earlier.content_type)
    for name, value in earlier.headers.items():
        response[name] = value
    response[REPLAYED] = "true"
    return response
