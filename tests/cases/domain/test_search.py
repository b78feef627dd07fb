"""What finds a case again, for whom, and in which order."""

import pytest
from django.db import connection

from accounts.domain.acting import COMMAND, Actor, acting_as
from cases.domain import receipt
from cases.domain import search as searching
from cases.domain.search import FoundBy, search
from cases.models import Case, CaseWords, Item
from channels_registry.models import Alias, FlaggedChannel
from kernel.errors import Invalid
from tests.factories.cases import NOON
from tests.factories.desk import Desk, make_desk

pytestmark = pytest.mark.django_db


def found_by(actor: Actor, words: str) -> list[tuple[str, FoundBy]]:
    with acting_as(actor):
        return [(each.case.reference, each.by) for each in search(actor=actor, words=words).shown]


def first_item(case: Case) -> Item:
    with acting_as(COMMAND):
        return Item.objects.select_related("channel").get(case=case, position=1)


def write(*cases: Case, **words: str) -> None:
    with acting_as(COMMAND):
        Case.objects.filter(pk__in=[case.pk for case in cases]).update(**words)


def opened(desk: Desk) -> Case:
    case = desk.sent_case(NOON)
    return receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=NOON)


def test_a_reference_is_found_as_people_type_it_and_by_its_beginning() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    whole = [(case.reference, FoundBy.REFERENCE)]
    for words in (
        case.reference,
        case.reference.lower(),
        case.reference.replace("-", ""),
        case.reference[:6],
    ):
        assert found_by(desk.analyst, words) == whole
        assert found_by(desk.moderator, words) == whole


def test_a_link_is_found_in_any_spelling() -> None:
    desk = make_desk()
    case = opened(desk)
    url = first_item(case).url
    wanted = [(case.reference, FoundBy.LINK)]
    for words in (
        url,
        url.replace("https://", "hxxps://").replace(".", "[.]"),
        f"see {url}?utm_source=x now",
    ):
        assert found_by(desk.analyst, words) == wanted
        assert found_by(desk.moderator, words) == wanted


def test_a_name_is_found_by_a_part_of_it_with_or_without_its_sign() -> None:
    desk = make_desk()
    case = opened(desk)
    key = first_item(case).key
    for words in (key, f"@{key}", key[1:].upper()):
        assert found_by(desk.analyst, words) == [(case.reference, FoundBy.NAME)]


def test_a_channel_is_found_by_its_title_and_by_another_name() -> None:
    desk = make_desk()
    case = opened(desk)
    channel = first_item(case).channel
    FlaggedChannel.objects.filter(pk=channel.pk).update(title="Berita Pasar Malam")
    Alias.objects.create(
        channel=channel,
        platform_id=channel.platform_id,
        key="pasar_lama",
        added_at=NOON,
        added_by_id=desk.analyst.user_id,
        organisation=desk.agency,
    )
    for words in ("pasar malam", "PASAR_LAMA"):
        assert found_by(desk.analyst, words) == [(case.reference, FoundBy.NAME)]


def test_words_are_found_by_the_stem_of_either_language() -> None:
    desk = make_desk()
    case = opened(desk)
    write(case, reasons="They were threatening the market. Ancaman pengeboman.")
    for words in ("threatened", "threatens markets", "mengancam", '"ancaman pengeboman"'):
        assert found_by(desk.analyst, words) == [(case.reference, FoundBy.TEXT)], words
    assert found_by(desk.analyst, "threatened -market") == []


def test_a_platform_finds_links_and_words_only_of_what_it_has_opened() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    write(case, reasons="A zeppelin.")
    item = first_item(case)
    for words in (item.url, item.key, "zeppelin"):
        assert found_by(desk.moderator, words) == []
        assert len(found_by(desk.analyst, words)) == 1
    receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=NOON)
    for words in (item.url, item.key, "zeppelin"):
        assert len(found_by(desk.moderator, words)) == 1


def test_nobody_finds_a_case_that_he_may_not_know() -> None:
    desk, other = make_desk(), make_desk()
    case = opened(desk)
    write(case, reasons="A zeppelin.")
    item = first_item(case)
    for actor in (other.analyst, other.moderator):
        for words in (case.reference, item.url, item.key, "zeppelin"):
            assert found_by(actor, words) == []


def test_the_surest_come_first_and_of_those_the_newest() -> None:
    desk = make_desk()
    older, newer, named = opened(desk), opened(desk), opened(desk)
    key = first_item(named).key
    write(older, newer, reasons=f"The same as {key}.")
    assert found_by(desk.analyst, key) == [
        (named.reference, FoundBy.NAME),
        (newer.reference, FoundBy.TEXT),
        (older.reference, FoundBy.TEXT),
    ]


def test_beyond_the_newest_it_says_that_older_ones_were_not_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = make_desk()
    cases = [opened(desk) for _ in range(3)]
    write(*cases, reasons="A zeppelin.")
    monkeypatch.setattr(searching, "NEWEST", 2)
    with acting_as(desk.analyst):
        found = search(actor=desk.analyst, words="zeppelin")
    assert [each.case.pk for each in found.shown] == [cases[2].pk, cases[1].pk]
    assert (found.number, found.more) == (2, True)


@pytest.mark.parametrize(
    ("words", "code"),
    [("ab", "search_too_short"), ("@ab", "search_too_short"), ("a" * 501, "search_too_long")],
)
def test_words_that_find_nearly_all_are_refused_with_a_sentence(words: str, code: str) -> None:
    actor = make_desk().analyst
    with acting_as(actor), pytest.raises(Invalid) as refused:
        search(actor=actor, words=words)
    assert refused.value.code == code


def test_the_words_of_an_erased_text_are_gone() -> None:
    case = make_desk().sent_case(NOON)
    write(case, reasons="A zeppelin.")
    assert "'zeppelin'" in str(CaseWords.objects.get(case=case).words)
    write(case, reasons="", considerations="", file_number="")
    assert CaseWords.objects.get(case=case).words == ""


def test_each_way_is_served_by_an_index() -> None:
    desk = make_desk()
    opened(desk)
    plans = []
    with acting_as(COMMAND), connection.cursor() as cursor:
        # To the planner a full desk: among three rows every index is as good as the next.
        cursor.execute(
            "UPDATE pg_class SET reltuples = 1000000, relpages = 1 WHERE oid = ANY(%s::regclass[])",
            [[model._meta.db_table for model in (Item, FlaggedChannel, Alias, CaseWords)]],
        )
        cursor.execute("SET LOCAL enable_seqscan = off")
        for rows in (
            Item.objects.filter(key="abc"),
            Item.objects.filter(key__icontains="abc"),
            FlaggedChannel.objects.filter(title__icontains="abc"),
            Alias.objects.filter(key__icontains="abc"),
            CaseWords.objects.filter(words="abc"),
        ):
            plans.append(rows.order_by().explain())
    named = ("item_by_key", "item_by_part_of_key", "channel_by_title", "alias_by_part_of_key", "case_words")
    assert [name in plan for name, plan in zip(named, plans, strict=True)] == [True] * 5
