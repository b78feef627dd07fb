"""Queries that are built once and asked often.

Django builds a query anew each time it is asked, which costs more than what PostgreSQL does
to find a few rows by their keys. Here the queryset is written as everywhere, with
:class:`Given` where a value comes in, and is turned into SQL the first time.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import connection, models
from django.db.models.expressions import Expression, F, Func
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=models.Model)


class Given(Expression):
    """A value that is given each time the query is asked, under this name."""

    def __init__(self, name: str) -> None:
        super().__init__(output_field=models.TextField())
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Return a placeholder, and whoever stands in the place of its value."""
        return "%s", [self]


def among(column: str, name: str) -> Func:
    """Return the condition that a column is one of a list that is given under ``name``."""
    field = models.BooleanField()
    return Func(F(column), Given(name), template="%(expressions)s)", arg_joiner=" = ANY(", output_field=field)


class _Query(NamedTuple):
    sql: str
    params: tuple[Any, ...]
    model: type[models.Model]
    names: list[str]
    first: int
    related: list[Any]


class Compiled(Generic[M]):
    """A queryset that ``build`` makes once a process; it may depend on nothing but the models."""

    def __init__(self, build: Callable[[], models.QuerySet[M, Any]]) -> None:
        self._build = build

    @cached_property
    def _query(self) -> _Query:
        queryset = self._build()
        compiler = queryset.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        columns = [column for column, _sql, _alias in compiler.select]
        if compiler.get_converters(columns):
            raise TypeError("Django converts a column of this query, and here nobody would")
        whole = compiler.klass_info
        populators: Any = get_related_populators
        if whole is None:
            return _Query(sql, tuple(params), queryset.model, [], 0, [])
        places = whole["select_fields"]
        names = [columns[place].target.attname for place in places]
        related = populators(whole, compiler.select, connection.alias)
        return _Query(sql, tuple(params), queryset.model, names, places[0], related)

    def rows(self, **given: Any) -> list[tuple[Any, ...]]:
        """Return the rows as PostgreSQL gives them. Raises KeyError where a value is not given."""
        query = self._query
        said = [given[each.name] if isinstance(each, Given) else each for each in query.params]
        with connection.cursor() as cursor:
            cursor.execute(query.sql, said)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def instances(self, **given: Any) -> list[M]:
        """Return the rows as instances, with what ``select_related`` names. Errors as ``rows``."""
        query = self._query
        end = query.first + len(query.names)
        found: list[Any] = []
        for row in self.rows(**given):
            instance = query.model.from_db(connection.alias, query.names, row[query.first : end])
            for populator in query.related:
                populator.populate(row, instance)
            found.append(instance)
        return found

    def one(self, **given: Any) -> M:
        """Return the one instance. Raises DoesNotExist or MultipleObjectsReturned, and as ``rows``."""
        found = self.instances(**given)
        if len(found) == 1:
            return found[0]
        wrong: Any = self._query.model
        raise wrong.MultipleObjectsReturned if found else wrong.DoesNotExist

    def first(self, **given: Any) -> M | None:
        """Return the first instance, None without one. Errors as ``rows``."""
        return next(iter(self.instances(**given)), None)
