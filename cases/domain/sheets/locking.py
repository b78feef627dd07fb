"""The lock of a sheet, and the questions before every verb on it."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor
from cases.domain.report_locking import must_be_analyst
from cases.enums import SheetState
from cases.models import Sheet
from kernel.errors import Conflict, NotKnown


def known_sheet(actor: Actor, sheet: UUID) -> Sheet:
    """Return the sheet for reading. Raises NotKnown. Inner read."""
    found = Sheet.objects.visible_to(actor).select_related("agency", "job").filter(public_id=sheet).first()
    if found is None:
        raise _unknown()
    return found


def lock_sheet(actor: Actor, sheet: UUID, *states: SheetState) -> Sheet:
    """Lock and return a sheet that is in one of ``states``. Raises NotKnown, NotAllowed, Conflict."""
    must_be_analyst(actor)
    rows = Sheet.objects.visible_to(actor).select_for_update(no_key=True, of=("self",))
    found = rows.select_related("agency").filter(public_id=sheet).first()
    if found is None:
        raise _unknown()
    if found.state not in states:
        raise Conflict(
            "sheet_moved",
            _("This is no longer possible: the sheet is now “%(state)s”.")
            % {"state": SheetState(found.state).label},
        )
    return found


def must_be_sheet_version(sheet: Sheet, edit_version: int) -> None:
    """Raise Conflict where the sheet was checked anew after this page was opened."""
    if sheet.edit_version != edit_version:
        raise Conflict("sheet_changed", _("The sheet was checked anew meanwhile. Look at it once more."))


def _unknown() -> NotKnown:
    return NotKnown("sheet_unknown", _("There is no such sheet."))
