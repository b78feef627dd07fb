"""Health checks: does the process live, can it work, does the engine run. They write nothing."""

import hmac
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cases.domain.engine_state import engine_state
from kernel.clock import database_now, host_skew
from notifications.domain.backlog import backlog
from operations.domain.canaries import UNANSWERED, states
from operations.domain.heartbeats import Engine, ages, engine_at
from operations.domain.readiness import readiness
from operations.enums import DeskState, Work

PLAIN = "text/plain; charset=utf-8"


@login_not_required
@require_safe
@never_cache
def livez(request: HttpRequest) -> HttpResponse:
    """Say that this process answers. Touches nothing."""
    return HttpResponse(DeskState.OK, content_type=PLAIN)


@login_not_required
@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether the database answers and has every migration; with 503, which of both is in the way."""
    state = readiness()
    return unlogged(HttpResponse(state, content_type=PLAIN, status=_code(state)))


@login_not_required
@require_safe
@never_cache
def statusz(request: HttpRequest) -> HttpResponse:
    """Say whether deadlines are kept, to anybody in one word; to a token with ages and lateness."""
    try:
        now = database_now()
        engine = engine_at(now)
        state = engine.state
        details = _details(engine, now) if is_trusted(request) else {}
    except Error:
        state, details = DeskState.NO_DATABASE, {}
    return unlogged(JsonResponse({"status": state, **details}, status=_code(state)))


def _code(state: DeskState) -> HTTPStatus:
    return HTTPStatus.OK if state == DeskState.OK else HTTPStatus.SERVICE_UNAVAILABLE


def unlogged(response: HttpResponse) -> HttpResponse:
    """Spare the log an error every few seconds: whoever asks is told."""
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def is_trusted(request: HttpRequest) -> bool:
    """Whether the request carries the token by which numbers are read."""
    given = request.headers.get("Authorization", "")
    wanted = f"Bearer {settings.STATUS_TOKEN}"
    return bool(settings.STATUS_TOKEN) and hmac.compare_digest(given.encode(), wanted.encode())


def _details(engine: Engine, now: datetime) -> dict[str, Any]:
    state, waiting = engine_state(now=now), backlog(now=now)
    silence = timedelta(seconds=UNANSWERED * settings.CANARY_EVERY)
    return {
        "sweep": {"age": _seconds(engine.age), "runners": _ages(Work.SWEEP, now)},
        "outbox": {
            "age": _seconds(engine.sender_age),
            "oldest_unsent": _seconds(waiting.oldest),
            "dead_letters": waiting.dead,
            "runners": _ages(Work.OUTBOX, now),
        },
        "beat": {"runners": _ages(Work.NUDGE, now)},
        "canaries": {
            each.worker: {
                "age": _seconds(each.age),
                "unanswered": each.unanswered,
                "silent": each.is_silent(older_than=silence),
            }
            for each in states(now=now)
        },
        "parked_cases": state.parked,
        "behind": _seconds(state.behind),
        "lateness": {
            "steps": state.lateness.n,
            "p50": _seconds(state.lateness.median),
            "p99": _seconds(state.lateness.p99),
        },
        "clock_skew": _seconds(host_skew()),
    }


def _ages(work: Work, now: datetime) -> dict[str, float | None]:
    return {runner: _seconds(age) for runner, age in ages(work, now=now).items()}


def _seconds(span: timedelta | None) -> float | None:
    return None if span is None else round(span.total_seconds(), 3)
