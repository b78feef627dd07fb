"""A query that is built once says what the same query says that is built each time."""

import pytest
from django.db import ProgrammingError, connection, models, transaction
from django.test.utils import CaptureQueriesContext

from channels_registry.models import Platform, PlatformHost
from kernel.compiled import Compiled, Given, Prepared, among
from notifications.models import Outbox
from tests.factories.organisations import make_operator
from tests.factories.platforms import make_platform

pytestmark = pytest.mark.django_db

BY_SLUG = Compiled(
    lambda: Platform.objects.filter(slug=Given("slug"), active=True).select_related("organisation").order_by()
)
AMONG = Compiled(
    lambda: Platform.objects.filter(among("slug", "slugs")).order_by("slug").values_list("slug", "name")
)


def _platform(slug: str = "", *, active: bool = True) -> Platform:
    platform = make_platform(make_operator(), slug)
    Platform.objects.filter(pk=platform.pk).update(active=active)
    return platform


def test_it_finds_the_instance_and_its_relations_in_one_query():
    platform = _platform()
    _platform()
    with CaptureQueriesContext(connection) as asked:
        found = BY_SLUG.one(slug=platform.slug)
        assert found.organisation == platform.organisation
    assert len(asked) == 1
    assert (found, found.name, found.organisation.name) == (
        platform,
        platform.name,
        platform.organisation.name,
    )


def test_a_constant_of_the_query_stays_one():
    platform = _platform(active=False)
    assert BY_SLUG.first(slug=platform.slug) is None


def test_the_values_are_those_of_this_time():
    one, other = _platform("a"), _platform("b")
    assert [BY_SLUG.first(slug=slug) for slug in ("a", "b", "c")] == [one, other, None]


def test_a_list_finds_each_of_its_rows_and_an_empty_one_none():
    one, other = _platform("a"), _platform("b")
    _platform("c")
    assert AMONG.rows(slugs=["b", "a", "x"]) == [("a", one.name), ("b", other.name)]
    assert AMONG.rows(slugs=[]) == []


def test_a_value_is_never_read_as_sql():
    _platform()
    assert BY_SLUG.first(slug="' OR true --") is None


def test_a_value_that_is_not_given_is_a_fault():
    with pytest.raises(KeyError):
        BY_SLUG.rows()


def test_one_is_neither_none_nor_two():
    every = Compiled(lambda: Platform.objects.order_by())
    with pytest.raises(Platform.DoesNotExist):
        every.one()
    _platform()
    _platform()
    with pytest.raises(Platform.MultipleObjectsReturned):
        every.one()


def test_a_column_that_django_converts_is_refused():
    # A context would come as text and be taken for a mapping.
    with pytest.raises(TypeError):
        Compiled(lambda: Outbox.objects.values_list("context")).rows()


def test_it_is_built_once():
    built: list[int] = []

    def build() -> "models.QuerySet[PlatformHost]":
        built.append(1)
        return PlatformHost.objects.order_by()

    query = Compiled(build)
    assert (query.rows(), query.rows(), built) == ([], [], [1])


SUM = Prepared("SELECT %(one)s::int + %(one)s::int + %(other)s::int, 100 %% 30")


def _prepared() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%100 % 30%'")
        return int(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_a_statement_is_prepared_once_a_connection_and_each_time_asked_with_its_own_values():
    connection.close()
    assert SUM.rows(one=2, other=3) == [(7, 10)]
    assert SUM.rows(other=1, one=5) == [(11, 10)]
    assert _prepared() == 1


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_prepares_it_anew():
    SUM.rows(one=1, other=1)
    connection.close()
    assert _prepared() == 0
    assert SUM.rows(one=1, other=1) == [(3, 10)]
    assert _prepared() == 1


@pytest.mark.django_db(transaction=True)
def test_what_was_prepared_outlives_a_transaction_that_is_undone():
    connection.close()
    with transaction.atomic():
        SUM.rows(one=1, other=1)
        transaction.set_rollback(True)
    assert SUM.rows(one=1, other=2) == [(4, 10)]


@pytest.mark.django_db(transaction=True)
def test_behind_a_pooler_nothing_is_prepared(settings):
    connection.close()
    settings.DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True
    try:
        assert SUM.rows(one=1, other=2) == [(4, 10)]
        assert _prepared() == 0
    finally:
        del settings.DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"]


def test_a_statement_without_one_of_its_values_is_refused():
    with pytest.raises(KeyError):
        SUM.rows(one=1)


ADD = Prepared("INSERT INTO accounts_organisation SELECT * FROM accounts_organisation WHERE id = %(none)s")


def test_a_statement_that_returns_nothing_is_run():
    ADD.run(none=-1)
    with pytest.raises(ProgrammingError):
        ADD.rows(none=-1)


def test_an_instance_is_as_django_makes_it():
    platform = _platform()
    ours, theirs = BY_SLUG.one(slug=platform.slug), Platform.objects.get(pk=platform.pk)
    assert {name: value for name, value in vars(ours).items() if name != "_state"} == {
        name: value for name, value in vars(theirs).items() if name != "_state"
    }
    assert (ours._state.adding, ours._state.db) == (theirs._state.adding, theirs._state.db)
    ours.name = "Renamed"
    ours.save(update_fields=["name"])
    assert Platform.objects.get(pk=platform.pk).name == "Renamed"


def test_a_model_that_does_something_of_its_own_when_it_is_made_is_refused():
    class Proud(Platform):
        class Meta:
            proxy = True
            app_label = "channels_registry"

        def __init__(self, *args: object, **kwargs: object) -> None:
            super().__init__(*args, **kwargs)

    with pytest.raises(TypeError):
        Compiled(lambda: Proud.objects.all()).instances()
