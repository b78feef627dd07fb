"""Who reads which evidence, and that each reading is on the record."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from accounts.domain.acting import COMMAND, Actor, acting_as
from accounts.enums import Role
from audit.models import Entry
from cases.domain.approving import approve_and_send
from cases.domain.evidence import attach_to_case, attach_to_report
from cases.domain.evidence_reading import (
    Piece,
    find_piece,
    open_original,
    pieces_of_case,
    pieces_of_report,
    see_preview,
)
from cases.domain.receipt import open_and_sign
from cases.models import Case, Evidence, Report
from kernel.errors import DomainError, NotAllowed, NotKnown
from sla.models import Category
from tests.factories.cases import LATER, NOON, make_sent_case, make_waiting_case, save_draft, seen_hash
from tests.factories.desk import Desk, make_desk
from tests.factories.evidence import attach, filed
from tests.factories.files import new_file, picture, text
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Scene:
    desk: Desk
    case: Case
    data: bytes
    picture: Piece
    words: Piece


def scene_of(desk: Desk, case: Case, *, signed: bool = True) -> Scene:
    data = picture()
    attach_to_case(
        actor=desk.analyst,
        reference=case.reference,
        files=[new_file(data, "Layar Ibu Sri.png"), new_file(text(), "obrolan.txt")],
        item=None,
        now=LATER,
    )
    if signed:
        open_and_sign(actor=desk.moderator, reference=case.reference, now=LATER)
    with acting_as(desk.analyst):
        first, second = pieces_of_case(desk.analyst, case)
    return Scene(desk, case, data, first, second)


@pytest.fixture
def scene() -> Scene:
    desk = make_desk()
    return scene_of(desk, make_sent_case(desk))


def reads_of(case: Case) -> list[tuple[str, str, str]]:
    entries = Entry.objects.filter(
        subject_kind="case", subject_id=case.reference, verb__in=["see_evidence", "read_original"]
    )
    return [(entry.verb, entry.actor_id, entry.changes["evidence"]) for entry in entries.order_by("sequence")]


def refusal(do: Callable[[], object]) -> type[DomainError] | None:
    try:
        do()
    except DomainError as error:
        return type(error)
    return None


def test_the_agencys_people_read_previews_and_originals_and_it_is_recorded(scene: Scene) -> None:
    people = [scene.desk.analyst, scene.desk.supervisor, make_actor(scene.desk.agency, Role.AUDITOR)]
    file = scene.picture.public_id
    for person in people:
        preview = see_preview(actor=person, evidence=file, now=LATER)
        original = open_original(actor=person, evidence=file, now=LATER)
        assert (preview[:2], b"".join(original.chunks)) == (b"\xff\xd8", scene.data)
        assert (original.name, original.size) == ("Layar Ibu Sri.png", len(scene.data))
    assert reads_of(scene.case) == [
        (verb, person.id, str(file)) for person in people for verb in ("see_evidence", "read_original")
    ]


def test_the_operator_sees_the_preview_and_the_hash_and_nothing_of_the_agencys_house(scene: Scene) -> None:
    moderator = scene.desk.moderator
    with acting_as(moderator):
        first, second = pieces_of_case(moderator, scene.case)
    assert [(piece.sha256, piece.size, piece.media_type) for piece in (first, second)] == [
        (piece.sha256, piece.size, piece.media_type) for piece in (scene.picture, scene.words)
    ]
    for piece in (first, second):
        assert (piece.name, piece.by, piece.report) == ("", "", "")
    seen = see_preview(actor=moderator, evidence=first.public_id, now=LATER)
    assert seen == see_preview(actor=scene.desk.analyst, evidence=first.public_id, now=LATER)
    assert reads_of(scene.case)[0] == ("see_evidence", moderator.id, str(first.public_id))
    with pytest.raises(NotAllowed):
        open_original(actor=moderator, evidence=first.public_id, now=LATER)
    with pytest.raises(NotKnown):
        see_preview(actor=moderator, evidence=second.public_id, now=LATER)
    assert len(reads_of(scene.case)) == 2


def test_the_operator_knows_of_no_file_before_it_has_signed() -> None:
    desk = make_desk()
    for case in (make_waiting_case(desk, ["room/1"]), make_sent_case(desk, ["room/2"])):
        scene = scene_of(desk, case, signed=False)
        with acting_as(desk.moderator):
            assert pieces_of_case(desk.moderator, case) == []
        with pytest.raises(NotKnown):
            see_preview(actor=desk.moderator, evidence=scene.picture.public_id, now=LATER)
        assert reads_of(case) == []


def test_of_evidence_that_was_there_before_the_operator_reads_that_it_came_with_the_case() -> None:
    desk = make_desk()
    report = attach(desk, save_draft(desk), new_file(picture(), "a.png"))
    [case] = filed(desk, report)
    approve_and_send(
        actor=desk.approver,
        reference=case.reference,
        content_hash=seen_hash(desk.approver, case.reference),
        now=LATER,
    )
    open_and_sign(actor=desk.moderator, reference=case.reference, now=LATER)
    told = {}
    for person in (desk.analyst, desk.moderator):
        with acting_as(person):
            [piece] = pieces_of_case(person, case)
        told[person.is_operator] = (piece.added_at, piece.later)
    assert told == {False: (NOON, False), True: (LATER, False)}


def strangers(scene: Scene) -> list[Actor]:
    other = make_desk()
    return [
        other.analyst,
        other.supervisor,
        other.moderator,
        make_actor(scene.desk.agency, Role.ADMINISTRATOR),
    ]


def test_nobody_else_knows_of_it(scene: Scene) -> None:
    for stranger in strangers(scene):
        file = scene.picture.public_id
        with acting_as(stranger):
            assert pieces_of_case(stranger, scene.case) == []
            assert refusal(lambda: find_piece(stranger, file)) is NotKnown  # noqa: B023
        for verb in (see_preview, open_original):
            assert refusal(lambda: verb(actor=stranger, evidence=file, now=LATER)) is NotKnown  # noqa: B023
    assert reads_of(scene.case) == []


def test_of_a_category_that_becomes_restricted_nobody_is_shown_a_file_any_more() -> None:
    desk = make_desk()
    scene = scene_of(desk, make_sent_case(desk))
    Category.objects.filter(pk=desk.category.pk).update(restricted=True)
    cleared = [
        make_actor(desk.agency, Role.ANALYST, cleared=True),
        make_actor(desk.operator, Role.MODERATOR, cleared=True),
    ]
    for person in cleared:
        with acting_as(person):
            assert pieces_of_case(person, scene.case) == []
        with pytest.raises(NotKnown):
            see_preview(actor=person, evidence=scene.picture.public_id, now=LATER)


def test_before_there_is_a_case_a_reading_stands_in_the_record_of_the_report() -> None:
    desk = make_desk()
    report: Report = save_draft(desk)
    attach_to_report(
        actor=desk.analyst,
        reference=report.reference,
        files=[new_file(picture(), "a.png")],
        proves="",
        now=NOON,
    )
    with acting_as(desk.analyst):
        [piece] = pieces_of_report(desk.analyst, report)
    see_preview(actor=desk.approver, evidence=piece.public_id, now=LATER)
    entry = Entry.objects.filter(subject_kind="report", subject_id=report.reference).latest("sequence")
    assert (entry.verb, entry.actor_id) == ("see_evidence", desk.approver.id)


def test_a_list_reads_no_preview(scene: Scene, django_assert_num_queries: object) -> None:
    with acting_as(COMMAND):
        row = Evidence.objects.visible_to(scene.desk.analyst).light().first()
    assert row is not None
    assert row.get_deferred_fields() == {"preview"}
