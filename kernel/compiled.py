"""Queries that are built once and planned once, and asked often.

Django builds a query anew each time it is asked and PostgreSQL plans it anew, which costs more
than to find a few rows by their keys. A :class:`Prepared` statement is planned once a
connection. For :class:`Compiled` the queryset is written as everywhere, with :class:`Given`
where a value comes in, and is turned into such a statement the first time.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import count
from typing import Any, Generic, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models.base import ModelState
from django.db.models.expressions import Expression, F, Func
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=models.Model)


_numbers = count(1)
_known: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()  # names by the connection that knows them


class Prepared:
    """A statement with values by name (``%(name)s``), which each connection prepares when first asked.

    Behind a pooler that hands connections on after each transaction nothing can be prepared:
    the setting for that, ``DISABLE_SERVER_SIDE_CURSORS``, is honoured.
    """

    def __init__(self, sql: str) -> None:
        self._sql = sql
        self._names = list(dict.fromkeys(re.findall(r"%\((\w+)\)s", sql)))
        self._name = f"takedown_{next(_numbers)}"
        places = ", ".join(f"%({name})s" for name in self._names)
        self._execute = f"EXECUTE {self._name}" + (f" ({places})" if places else "")

    def rows(self, **given: Any) -> list[tuple[Any, ...]]:
        """Return the rows as PostgreSQL gives them. Raises KeyError where a value is not given."""
        with connection.cursor() as cursor:
            self._ask(cursor, given)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def run(self, **given: Any) -> None:
        """Run a statement that returns nothing. Errors as ``rows``."""
        with connection.cursor() as cursor:
            self._ask(cursor, given)

    def _ask(self, cursor: Any, given: Mapping[str, Any]) -> None:
        if settings.DATABASES["default"].get("DISABLE_SERVER_SIDE_CURSORS"):
            cursor.execute(self._sql, given)
        else:
            self._prepare()
            cursor.execute(self._execute, given)

    def _prepare(self) -> None:
        link = connection.connection
        known = _known.setdefault(link, set())
        if self._name in known:
            return
        numbered = {name: f"${place}" for place, name in enumerate(self._names, 1)}
        with connection.wrap_database_errors, link.cursor() as cursor:
            # No query of the program's own: what counts those does not see it.
            cursor.execute(f"PREPARE {self._name} AS {self._sql % numbered}")
        known.add(self._name)


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
    statement: Prepared
    model: type[models.Model]
    names: list[str]
    first: int
    related: list[Any]


def named(sql: str, params: Sequence[Any]) -> str:
    """Return the compiler's SQL for a Prepared: what is given by its name, the rest as it is."""
    with connection.cursor() as cursor:
        said = [
            f"%({each.name})s"
            if isinstance(each, Given)
            else cursor.mogrify("%s", [each]).decode().replace("%", "%%")
            for each in params
        ]
    return sql.replace("%%", "%%%%") % tuple(said)


def _made(model: type[M], names: Sequence[str], values: Sequence[Any]) -> M:
    """Return the instance that ``from_db`` returns, without its ceremony: a burst makes thousands.

    Its columns are all there and nobody listens to its birth, so that they are put down as they are.
    """
    made = model.__new__(model)
    state = made.__dict__["_state"] = ModelState()
    state.adding, state.db = False, DEFAULT_DB_ALIAS
    made.__dict__.update(zip(names, values, strict=True))
    return made


class Compiled(Generic[M]):
    """A queryset that ``build`` makes once a process; it may depend on nothing but the models."""

    def __init__(self, build: Callable[[], models.QuerySet[M, Any]]) -> None:
        self._build = build

    @cached_property
    def _query(self) -> _Query:
        queryset = self._build()
        compiler = queryset.query.get_compiler(connection=connection)
        statement = Prepared(named(*compiler.as_sql()))
        columns = [column for column, _sql, _alias in compiler.select]
        if compiler.get_converters(columns):
            raise TypeError("Django converts a column of this query, and here nobody would")
        if queryset.model.__init__ is not models.Model.__init__:
            raise TypeError("this model does something of its own when an instance is made")
        whole = compiler.klass_info
        populators: Any = get_related_populators
        if whole is None:
            return _Query(statement, queryset.model, [], 0, [])
        places = whole["select_fields"]
        names = [columns[place].target.attname for place in places]
        related = populators(whole, compiler.select, connection.alias)
        return _Query(statement, queryset.model, names, places[0], related)

    def rows(self, **given: Any) -> list[tuple[Any, ...]]:
        """Return the rows as PostgreSQL gives them. Raises KeyError where a value is not given."""
        return self._query.statement.rows(**given)

    def instances(self, **given: Any) -> list[M]:
        """Return the rows as instances, with what ``select_related`` names. Errors as ``rows``."""
        query = self._query
        end = query.first + len(query.names)
        found: list[Any] = []
        for row in self.rows(**given):
            instance = _made(query.model, query.names, row[query.first : end])
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
