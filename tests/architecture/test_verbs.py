"""Every verb of the domain is on the record, or leaves nothing behind.

The verbs are found in the code: a public function of a ``domain`` that opens
``acting_as``. One that is neither listed here nor has a scene fails.
"""

import ast
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import DatabaseError, connection

from accounts.domain.acting import ENGINE
from audit.models import Entry
from tests.architecture import (
    scenes_of_agreements,
    scenes_of_assigning,
    scenes_of_calendars,
    scenes_of_channels,
    scenes_of_closure,
    scenes_of_drills,
    scenes_of_duty,
    scenes_of_engine,
    scenes_of_evidence,
    scenes_of_intake,
    scenes_of_joining,
    scenes_of_messages,
    scenes_of_outages,
    scenes_of_people,
    scenes_of_policies,
    scenes_of_queues,
    scenes_of_records,
    scenes_of_response,
    scenes_of_retention,
    scenes_of_sheets,
)
from tests.architecture.sources import FUNCTIONS, Source, called_name, calls, floors, sources
from tests.architecture.verb_scenarios import SCENES, Act, Stage, make_stage

pytestmark = pytest.mark.django_db

# What opens a transaction as somebody and writes nothing, or nothing that is anybody's deed.
# Reviewed: a name and its reason.
NOT_ON_THE_RECORD = {
    "cases.domain.engine_state.engine_state": "reads: numbers for whoever keeps the desk running",
    "cases.domain.depositing.hand_over": "brings bytes that no row holds; attaching them is on the record",
    "cases.domain.evidence_reading.opened": "a part of two verbs; what it finds broken needs a real store",
    "cases.domain.sweeping_up.sweep_up": "and so does each removal: on the record in test_originals.py",
    "cases.domain.kept_texts.keep_texts": "one's own words, not said yet; nobody else's to know",
    "cases.domain.kept_texts.forget_texts": "as above",
    "cases.domain.presence.be_here": "who looks, for forty seconds; what he does is on the record",
    "cases.domain.intake.examine": "reads: what an analyst sees of his paste before he saves it",
    "cases.domain.letters.issuing.typeset_letter": "reads: sets a PDF that keep_pdf puts on the record",
    "cases.domain.sheets.taking.take_sheet": "a working paper; what comes of it is on the record",
    "cases.domain.sheets.taking.choose_columns": "as above",
    "cases.domain.sheets.taking.discard_sheet": "as above; the reports that came of it stay",
    "cases.domain.sheets.taking.forget_sheets": "as above, after thirty days",
    "cases.domain.sheets.importing.import_sheet": "orders write_drafts of whoever works",
    "cases.domain.sheets.working.judge_portion": "says of a working paper's rows what they are",
    "cases.domain.record_checks.work_checks": "reads what was ordered on the record; its job is the proof",
    "cases.domain.retention.preview": "reads: what an order to erase would erase",
    "cases.domain.absent_work.absent_work": "reads: what somebody who is away has still",
    "cases.domain.absent_work.move_absent_work": "assigns case by case, each on the record",
    "cases.domain.due_times.due_times": "reads: what a calendar shows",
    "cases.domain.calculating.calculate": "reads: when a case that does not exist would be due",
    "cases.domain.sweep.next_due": "reads: how long the loop may sleep",
    "cases.domain.replaying.replay": "plays in all_together and leaves nothing; play has a scene",
    "notifications.domain.leasing.lease": "the outbox row is its own proof: attempts, lease, error",
    "notifications.domain.leasing.mark_sent": "the outbox row is its own proof: sent_at",
    "notifications.domain.leasing.mark_failed": "the outbox row is its own proof: last_error",
    "notifications.domain.leasing.give_back": "the outbox row is its own proof: lease_until",
    "notifications.domain.sending.deliver": "a round of the four above",
    "notifications.domain.sending.deliver_on": "such rounds one after another",
}
IMPORTED_FOR_THEIR_SCENES = (
    scenes_of_intake,
    scenes_of_evidence,
    scenes_of_sheets,
    scenes_of_response,
    scenes_of_closure,
    scenes_of_engine,
    scenes_of_joining,
    scenes_of_assigning,
    scenes_of_queues,
    scenes_of_messages,
    scenes_of_people,
    scenes_of_duty,
    scenes_of_agreements,
    scenes_of_calendars,
    scenes_of_policies,
    scenes_of_drills,
    scenes_of_outages,
    scenes_of_retention,
    scenes_of_channels,
    scenes_of_records,
)


def _opens_a_scope(function: ast.AST, known: dict[str, ast.AST], seen: tuple[str, ...] = ()) -> bool:
    for call in calls(function):
        name = called_name(call)
        if name == "acting_as":
            return True
        if not isinstance(call.func, ast.Name) or name not in known or name in seen:
            continue
        if _opens_a_scope(known[name], known, (*seen, name)):
            return True
    return False


def _verbs_of(source: Source) -> Iterator[str]:
    known: dict[str, ast.AST] = {node.name: node for node in source.tree.body if isinstance(node, FUNCTIONS)}
    for name, function in known.items():
        if not name.startswith("_") and _opens_a_scope(function, known):
            yield f"{source.name}.{name}"


VERBS = sorted(verb for source in sources() if source.layer == "domain" for verb in _verbs_of(source))
ON_THE_RECORD = [verb for verb in VERBS if verb not in NOT_ON_THE_RECORD]


def test_every_verb_has_a_scene_or_a_reason_and_none_is_left_over() -> None:
    assert sorted(SCENES) == ON_THE_RECORD
    assert set(NOT_ON_THE_RECORD) - set(VERBS) == set()


@pytest.fixture(scope="module")
def stage(module_transaction: None) -> Stage:
    return make_stage()


def _last_entry() -> int:
    return Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _writers_since(last: int) -> set[tuple[str, str]]:
    return set(Entry.objects.filter(pk__gt=last).values_list("actor_kind", "actor_id"))


def _writer(act: Act, done: object) -> tuple[str, str]:
    if act.by is not None:
        return str(act.by.kind), act.by.id
    return "user", str(done.public_id)  # type: ignore[attr-defined]


def _fingerprint_of_every_table() -> dict[str, str]:
    tables = sorted(model._meta.db_table for model in _models())
    parts = [
        f"SELECT '{table}', md5(coalesce(string_agg(r::text, '|' ORDER BY r::text), '')) FROM {table} r"
        for table in tables
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return dict(cursor.fetchall())


def _models() -> list[type]:
    return [
        model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in floors()
    ]


@contextmanager
def broken_record() -> Iterator[None]:
    """While it lasts the database takes no entry."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("ALTER TABLE audit_entry ADD CONSTRAINT no_entries CHECK (false) NOT VALID")
    yield
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DROP CONSTRAINT no_entries")


# It sets a case aside with its error instead of raising; tests/cases/domain/test_sweep.py.
SETS_ASIDE = {"cases.domain.sweep.sweep", "cases.domain.enforcing.enforce"}
# What it leaves is how far its job came: no draft (tests/cases/domain/sheets/test_importing.py), no
# case under another version (tests/cases/domain/test_policy_moving.py).
SAYS_HOW_FAR = {
    "cases.domain.policy_move_work.work_moves",
    "cases.domain.sheets.importing.write_drafts",
    "cases.domain.sheets.working.work_sheets",
}


def _try_in_vain(act: Act) -> None:
    before = _fingerprint_of_every_table()
    with broken_record(), pytest.raises(DatabaseError):
        act.do()
    assert _fingerprint_of_every_table() == before


@pytest.mark.parametrize("verb", sorted(SCENES))
def test_a_verb_is_recorded_in_the_name_of_who_does_it_or_leaves_no_row_changed(
    verb: str, stage: Stage
) -> None:
    act = SCENES[verb](stage)
    if verb not in SETS_ASIDE | SAYS_HOW_FAR:
        _try_in_vain(act)
    last = _last_entry()
    writer = _writer(act, act.do())
    # A verb also fires the steps that fell due before it, in the engine's name.
    engine = (str(ENGINE.kind), ENGINE.id)
    assert _writers_since(last) in ({writer}, {writer, engine})
