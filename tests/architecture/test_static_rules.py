"""Rules of the house that a look at the sources can hold."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.sources import (
    Source,
    called_name,
    calls,
    dotted,
    functions,
    public_functions,
    sources,
)

PUBLISHING = {"delay", "apply_async", "send_task", "delay_on_commit", "apply_async_on_commit"}
CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "timezone.now",
    "timezone.localdate",
    "timezone.localtime",
    "time.time",
    "time.monotonic",
    "database_now",
    "clock.database_now",
    "Now",
    "functions.Now",
}
# Beat's own work: the hints of its schedule, and nothing else.
PUBLISHES = {"takedown.beat"}
# Where the clock is read once and handed down; with the reason where it is no edge.
READS_THE_CLOCK = {
    "kernel.clock": "the one place",
    "audit.domain.chain": "recorded_at is the record's own fact, beside the instant of the deed",
}
# What talks to the world, outside of every transaction: mail; the ping of a dead man's switch; the
# store of originals, where a desk has one.
TALKS = {"notifications.domain.mailing", "operations.domain.pinging", "takedown.object_store"}
# The one place that shows files to a scanner of the desk's own, outside of every transaction.
SHOWS_FILES = {"cases.domain.scanning"}
NETWORK = {
    *("smtplib", "http.client", "urllib.request", "ftplib", "telnetlib", "asyncio", "ssl"),
    *("botocore.config", "storages.backends.s3"),
}
VOLATILE = re.compile(r"\b(clock_timestamp|statement_timestamp|transaction_timestamp|now)\s*\(\s*\)", re.I)


def domain() -> list[Source]:
    found = [source for source in sources() if source.layer == "domain"]
    assert found != []
    return found


def test_nothing_but_beat_publishes_to_the_broker() -> None:
    publishing = {
        source.name for source in sources() for call in calls(source.tree) if called_name(call) in PUBLISHING
    }
    assert publishing == PUBLISHES


def test_business_time_is_never_given_to_celery() -> None:
    assert [
        source.at(call)
        for source in sources()
        for call in calls(source.tree)
        if {"eta", "countdown"} & {keyword.arg for keyword in call.keywords}
    ] == []


def test_the_domain_never_reads_the_time() -> None:
    read = {
        source.name
        for source in (*domain(), *(found for found in sources() if found.layer in ("models", "filters")))
        for call in calls(source.tree)
        if dotted(call.func) in CLOCKS
    }
    assert read - set(READS_THE_CLOCK) == set()


def test_the_clock_below_the_edge_is_read_only_where_a_reason_is_given() -> None:
    reading = {
        source.name
        for source in sources()
        if source.app == "kernel" or source.layer == "domain"
        for node in ast.walk(source.tree)
        if (isinstance(node, ast.ImportFrom) and node.module == "kernel.clock")
        or (isinstance(node, ast.FunctionDef) and node.name == "database_now")
    }
    assert reading == set(READS_THE_CLOCK)


def test_now_is_handed_down_and_never_guessed() -> None:
    guessed = []
    for source in domain():
        for function in functions(source.tree):
            arguments = function.args
            named = [*arguments.posonlyargs, *arguments.args]
            defaults = dict(zip([each.arg for each in named[::-1]], arguments.defaults[::-1], strict=False))
            defaults |= {
                each.arg: value
                for each, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
                if value is not None
            }
            if defaults.keys() & {"now", "at"}:
                guessed.append(source.at(function))
    assert guessed == []


def test_no_volatile_function_stands_in_a_query() -> None:
    found = [
        source.at(node)
        for source in sources()
        if source.name != "kernel.clock"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and VOLATILE.search(node.value)
    ]
    assert found == []


def test_steps_are_written_by_what_scales() -> None:
    # bulk_update did 1,000 steps a second; bulk_create with UPDATE … FROM unnest(…) over 4,000.
    assert [
        source.at(call)
        for source in domain()
        if source.app == "cases"
        for call in calls(source.tree)
        if called_name(call) == "bulk_update"
    ] == []


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_nobody_else_talks_to_the_world() -> None:
    talking = {source.name for source in sources() if NETWORK & set(_imported(source.tree))}
    assert talking == set(TALKS)


def test_a_runner_asks_the_network_for_its_own_name_and_nothing_else() -> None:
    asked = {
        dotted(node)
        for source in sources()
        if source.name not in SHOWS_FILES
        for node in ast.walk(source.tree)
        if dotted(node).startswith("socket.")
    }
    assert asked == {"socket.gethostname"}
    assert [source.name for source in sources() if "from socket" in source.text] == []


def test_no_business_flow_runs_by_signals() -> None:
    assert [
        source.at(node)
        for source in sources()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ImportFrom)
        and (node.module or "") in ("django.db.models.signals", "django.dispatch", "django.core.signals")
    ] == []


def test_every_lock_of_a_row_lets_its_children_be_inserted() -> None:
    plain = []
    for source in sources():
        for call in calls(source.tree):
            if called_name(call) == "select_for_update":
                no_key = {keyword.arg: keyword.value for keyword in call.keywords}.get("no_key")
                if not (isinstance(no_key, ast.Constant) and no_key.value is True):
                    plain.append(source.at(call))
    assert plain == []


def _undocumented() -> list[str]:
    return [
        f"{source.name}.{function.name}"
        for source in domain()
        for function in public_functions(source)
        if not ast.get_docstring(function)
    ]


def test_every_public_function_of_the_domain_says_what_it_does() -> None:
    assert _undocumented() == []


def test_every_function_of_the_domain_is_fully_annotated() -> None:
    bare = []
    for source in domain():
        for function in functions(source.tree):
            arguments = function.args
            given = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
            given += [each for each in (arguments.vararg, arguments.kwarg) if each]
            untyped = [each.arg for each in given if each.annotation is None]
            if function.returns is None or set(untyped) - {"self", "cls"}:
                bare.append(source.at(function))
    assert bare == []


@pytest.mark.parametrize("layer", ["domain", "views", "forms", "filters", "tasks", "models"])
def test_a_layer_never_swallows_everything(layer: str) -> None:
    bare = [
        source.at(node)
        for source in sources()
        if source.layer == layer
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ExceptHandler) and node.type is None
    ]
    assert bare == []
