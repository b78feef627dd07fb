"""The desk in numbers for Prometheus: read from rows when it is asked, so that no process has to live."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.contrib.auth.decorators import login_not_required
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily

from cases.domain.engine_state import engine_state
from dashboard.views.health import PLAIN, is_trusted, unlogged
from kernel.clock import database_now, host_skew
from notifications.domain.backlog import backlog
from operations.domain.canaries import states
from operations.domain.heartbeats import ages, engine_at
from operations.enums import DeskState, Work

NEVER = float("inf")


@login_not_required
@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Give the numbers to whoever comes with STATUS_TOKEN. 503 where the database does not answer."""
    if not is_trusted(request):
        refused = HttpResponse("token\n", content_type=PLAIN, status=401)
        refused["WWW-Authenticate"] = "Bearer"
        return unlogged(refused)
    try:
        found = list(_families(database_now()))
    except Error:
        return unlogged(HttpResponse(DeskState.NO_DATABASE, content_type=PLAIN, status=503))
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Read(found))
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class _Read:
    """Numbers that were read already, as the library asks for them."""

    def __init__(self, families: Iterable[GaugeMetricFamily]) -> None:
        self._families = families

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Give them."""
        return self._families

    def describe(self) -> Iterable[GaugeMetricFamily]:
        """Nothing is known before it is read."""
        return ()


def _families(now: datetime) -> Iterator[GaugeMetricFamily]:
    engine, state, waiting = engine_at(now), engine_state(now=now), backlog(now=now)
    about = "1 while nobody looks for deadlines (sweep) or sends messages (outbox)."
    silent = {Work.SWEEP.value: float(engine.stale), Work.OUTBOX.value: float(engine.mute)}
    yield _by("takedown_silent", about, "work", silent)
    last = "Seconds since any runner did this work last; +Inf: never."
    yield _by(
        "takedown_last_success_age_seconds",
        last,
        "work",
        {Work.SWEEP.value: _age(engine.age), Work.OUTBOX.value: _age(engine.sender_age)},
    )
    yield _runners(now)
    yield _one("takedown_behind_seconds", "Age of the oldest step that is due and not fired.", state.behind)
    yield _one("takedown_parked_cases", "Cases set aside because their steps raised.", state.parked)
    yield _by(
        "takedown_lateness_seconds",
        "How late the steps of the last hour were.",
        "quantile",
        {"0.5": _seconds(state.lateness.median), "0.99": _seconds(state.lateness.p99)},
    )
    yield _one("takedown_steps_last_hour", "Steps of the last hour.", state.lateness.n)
    yield _one("takedown_outbox_oldest_seconds", "Age of the oldest unsent message.", waiting.oldest)
    yield _one("takedown_dead_letters", "Messages that were given up.", waiting.dead)
    asked = "Hints in a row that a worker has not answered."
    hints = {each.worker: float(each.unanswered) for each in states(now=now)}
    yield _by("takedown_worker_unanswered", asked, "worker", hints)
    yield _one("takedown_clock_skew_seconds", "This host's clock against the database's.", host_skew())


def _runners(now: datetime) -> GaugeMetricFamily:
    about = "Seconds since this runner did this work last."
    family = GaugeMetricFamily("takedown_runner_age_seconds", about, labels=["work", "runner"])
    for work in Work:
        for runner, age in ages(work, now=now).items():
            family.add_metric([work.value, runner], age.total_seconds())
    return family


def _one(name: str, about: str, value: timedelta | float | None) -> GaugeMetricFamily:
    number = _seconds(value) if value is None or isinstance(value, timedelta) else float(value)
    return GaugeMetricFamily(name, about, value=number)


def _by(name: str, about: str, label: str, values: dict[str, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, about, labels=[label])
    for word, value in values.items():
        family.add_metric([word], value)
    return family


def _seconds(span: timedelta | None) -> float:
    return 0.0 if span is None else span.total_seconds()


def _age(span: timedelta | None) -> float:
    return NEVER if span is None else span.total_seconds()
