"""What ``manage.py check`` says of the store of originals; with ``--deploy`` it is tried out."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from cases.domain import object_store
from cases.domain.object_store import DATABASE, OBJECTS, NotWhole, StoreSilent


def check_choice(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Name a choice that is none, or that lacks its bucket."""
    if settings.EVIDENCE_STORE not in (DATABASE, OBJECTS):
        said = f"EVIDENCE_STORE is {settings.EVIDENCE_STORE!r}: say {DATABASE!r} or {OBJECTS!r}."
        return [Error(said, id="cases.E001")]
    if object_store.is_chosen() and not object_store.is_there():
        return [Error("EVIDENCE_STORE=objects needs EVIDENCE_BUCKET.", id="cases.E002")]
    return []


def check_store(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Write, read and remove an object, where there is a store."""
    if not object_store.is_there():
        return []
    try:
        object_store.try_out()
    except StoreSilent as error:
        said = f"The store of originals (EVIDENCE_BUCKET) cannot be used: {error.__cause__}"
        return [Error(said, id="cases.E003")]
    except NotWhole as error:
        said = f"The store of originals (EVIDENCE_BUCKET) does not keep what it is given: {error.how}."
        return [Error(said, id="cases.E004")]
    return []
