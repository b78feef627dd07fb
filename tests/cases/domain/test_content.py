import pytest

from accounts.domain.acting import acting_as
from cases.domain.content import (
    Change,
    Part,
    Stretch,
    changes_between,
    content_hash,
    content_of,
    words_between,
)
from cases.models import Case
from tests.factories.cases import make_waiting_case
from tests.factories.desk import make_desk

ITEM = {"url": "u1", "key": "k1", "kind": "post", "legal_basis": "b", "statement": ""}


def test_the_same_content_has_no_changes():
    content = {"reasons": "Same", "items": [ITEM]}
    assert changes_between(content, dict(content)) == []


def test_a_changed_field_is_named_with_both_values():
    assert changes_between({"urgency": "urgent"}, {"urgency": "ordinary"}) == [
        Change("urgency", "urgent", "ordinary")
    ]


def test_an_item_that_came_went_or_changed_is_named_by_its_link():
    old = {"items": [ITEM, {**ITEM, "key": "k2", "url": "u2"}]}
    new = {"items": [{**ITEM, "statement": "Seen"}, {**ITEM, "key": "k3", "url": "u3"}]}
    assert changes_between(old, new) == [
        Change("item", "post", "post · Seen", "u1"),
        Change("item", "post", "", "u2"),
        Change("item", "", "post", "u3"),
    ]


def test_a_changed_legal_basis_is_one_change_however_many_items_rest_on_it():
    items = [ITEM, {**ITEM, "key": "k2", "url": "u2"}]
    new = {"items": [{**item, "legal_basis": "c"} for item in items]}
    assert changes_between({"items": items}, new) == [Change("legal_basis", "b", "c")]


def test_a_changed_text_is_shown_word_by_word():
    assert words_between("it shows a bomb", "it shows two bombs") == [
        Stretch(Part.SAME, "it shows "),
        Stretch(Part.REMOVED, "a bomb"),
        Stretch(Part.ADDED, "two bombs"),
    ]


def test_a_very_long_text_is_compared_as_a_whole():
    old, new = "word " * 5_000, "word " * 5_001
    assert [stretch.part for stretch in words_between(old, new)] == [Part.REMOVED, Part.ADDED]


@pytest.mark.django_db
def test_the_hash_changes_with_the_content_and_with_nothing_else():
    desk = make_desk()
    case = make_waiting_case(desk)
    with acting_as(desk.analyst):
        before = content_hash(content_of(case))
        case.level, case.edit_version = 3, 99
        assert content_hash(content_of(case)) == before
        case.reasons = "Other"
        assert content_hash(content_of(case)) != before


@pytest.mark.django_db
def test_the_content_holds_what_the_platform_will_read():
    desk = make_desk()
    reference = make_waiting_case(desk, ["room/1"]).reference
    with acting_as(desk.analyst):
        content = content_of(Case.objects.get(reference=reference))
    assert content == {
        "platform": desk.platform.slug,
        "category": desk.category.code,
        "urgency": "urgent",
        "file_number": "",
        "preservation_until": "",
        "non_disclosure_until": "",
        "reasons": "Shows how to build a bomb.",
        "considerations": "No journalism, research, art, satire or criticism of officials.",
        "redress": "",
        "items": [
            {
                "url": f"https://{desk.platform.slug}.example/room/1",
                "key": "room/1",
                "kind": "post",
                "legal_basis": desk.basis.code,
                "statement": "",
            }
        ],
    }


def test_items_that_change_their_bases_with_one_another_are_named_one_by_one():
    before = [{**ITEM, "key": f"k{n}", "url": f"u{n}", "legal_basis": basis} for n, basis in enumerate("bc")]
    after = [{**ITEM, "key": f"k{n}", "url": f"u{n}", "legal_basis": basis} for n, basis in enumerate("cb")]
    assert changes_between({"items": before}, {"items": after}) == [
        Change("legal_basis", "b", "c", "u0"),
        Change("legal_basis", "c", "b", "u1"),
    ]
