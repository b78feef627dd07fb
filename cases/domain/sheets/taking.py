"""Take in a sheet, choose its columns, have it checked, throw it away."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import ENGINE, Actor, acting_as, must_hold_nothing
from audit.enums import ActorKind
from cases.domain.report_locking import house_of, must_be_analyst, signer_of
from cases.domain.sheets.headers import guess_columns, header_hash
from cases.domain.sheets.locking import lock_sheet, must_be_sheet_version
from cases.domain.sheets.masking import MaskedRow, mask_row, mask_words
from cases.domain.sheets.table import FIELD, Table
from cases.enums import SheetField, SheetState
from cases.models import Sheet, SheetLayout, SheetRow
from channels_registry.domain.gate import HostTable
from kernel.errors import Invalid
from operations.domain import jobs
from operations.enums import JobKind

KEPT_FOR = timedelta(days=30)
MOST_SHEETS = 100  # of one person at a time
NAME_AT_MOST = 255
_AT_ONCE = 1_000
TOKEN = "token"  # in the words of a job: it was asked by a program, and is done in its name
_CHOOSABLE = (SheetState.COLUMNS, SheetState.JUDGED)


@dataclass(frozen=True, slots=True)
class Masked:
    """A sheet as it may be stored, and which column seems to say what."""

    name: str
    header: list[str]
    header_hash: str
    rows: list[MaskedRow]
    left_out: list[str]
    guessed: dict[str, int]


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column says what, by ``SheetField``; ``rest``: what holds for rows that do not say it."""

    columns: Mapping[str, int]
    rest: Mapping[str, str] = field(default_factory=dict)


def mask_sheet(table: Table, name: str, hosts: HostTable) -> Masked:
    """Return a sheet without the secrets of its private links. Slow; never inside a transaction."""
    must_hold_nothing()
    width = len(table.header)
    return Masked(
        name=mask_words([name.strip() or "–"], hosts)[0][:NAME_AT_MOST],
        header=mask_words(table.header, hosts),
        header_hash=header_hash(table.header),
        rows=[mask_row(row, width, hosts) for row in table.rows],
        left_out=mask_words(table.left_out, hosts),
        guessed=guess_columns(table, hosts),
    )


def take_sheet(*, actor: Actor, masked: Masked, now: datetime) -> Sheet:
    """Keep the rows of a sheet for its uploader, and have them checked where a column holds links.

    Columns are as the agency chose them last for such a header, else as guessed. Writes
    nothing of a report. Errors: NotAllowed, Invalid (too many sheets lie here already).
    """
    with acting_as(actor):
        must_be_analyst(actor)
        if Sheet.objects.visible_to(actor).count() >= MOST_SHEETS:
            said = _("You have %(most)s sheets here. Throw away those that you no longer need.")
            raise Invalid("too_many_sheets", said % {"most": MOST_SHEETS}, field=FIELD)
        house = house_of(actor)
        layout = SheetLayout.objects.filter(agency=house, header_hash=masked.header_hash).first()
        sheet = Sheet.objects.create(
            agency_id=house,
            uploader_id=signer_of(actor),
            name=masked.name,
            header=masked.header,
            header_hash=masked.header_hash,
            left_out=masked.left_out,
            columns=layout.columns if layout else masked.guessed,
            row_count=len(masked.rows),
            created_at=now,
            updated_at=now,
        )
        SheetRow.objects.bulk_create(
            (
                SheetRow(sheet=sheet, number=row.number, cells=row.cells, refused=row.refused)
                for row in masked.rows
            ),
            batch_size=_AT_ONCE,
        )
        if sheet.column_of(SheetField.LINK) is not None:
            _have_judged(actor, sheet, now)
        return sheet


def choose_columns(
    *, actor: Actor, sheet: UUID, chosen: Columns, edit_version: int | None = None, now: datetime
) -> Sheet:
    """Say which column says what, remember it for the agency's sheets with this header, check anew.

    Errors: Invalid (no column of links, one column twice), NotKnown, NotAllowed, Conflict
    (being checked or imported, or checked anew since).
    """
    with acting_as(actor):
        found = lock_sheet(actor, sheet, *_CHOOSABLE)
        if edit_version is not None:
            must_be_sheet_version(found, edit_version)
        columns = _checked_columns(found, chosen.columns)
        found.columns = columns
        found.rest = {name: word for name, word in chosen.rest.items() if word}
        SheetLayout.objects.update_or_create(
            agency_id=found.agency_id,
            header_hash=found.header_hash,
            defaults={"columns": columns, "used_at": now},
        )
        _have_judged(actor, found, now)
        return found


def discard_sheet(*, actor: Actor, sheet: UUID) -> None:
    """Throw a sheet away, rows and all; reports that it became stay.

    Errors: NotKnown, NotAllowed, Conflict (being checked or imported).
    """
    with acting_as(actor):
        lock_sheet(actor, sheet, *_CHOOSABLE, SheetState.IMPORTED).delete()


def forget_sheets(*, now: datetime) -> int:
    """Delete one sheet that lies here longer than it is kept; return how many that were."""
    with acting_as(ENGINE):
        old = Sheet.objects.filter(created_at__lt=now - KEPT_FOR).order_by("created_at")
        found = old.select_for_update(no_key=True, skip_locked=True).first()
        if found is None:
            return 0
        found.delete()
        return 1


def _checked_columns(sheet: Sheet, chosen: Mapping[str, int]) -> dict[str, int]:
    columns = {
        name: place
        for name, place in chosen.items()
        if name in SheetField.values and 0 <= place < len(sheet.header)
    }
    if SheetField.LINK.value not in columns:
        said = _("Say which column holds the links.")
        raise Invalid("link_column_missing", said, field=SheetField.LINK.value)
    for name, place in columns.items():
        if list(columns.values()).count(place) > 1:
            said = _("Each column can say one thing only.")
            raise Invalid("column_twice", said, field=name)
    return columns


def _have_judged(actor: Actor, sheet: Sheet, now: datetime) -> None:
    sheet.state, sheet.parts, sheet.updated_at = SheetState.JUDGING, [], now
    sheet.edit_version += 1
    sheet.job = jobs.order(ordered(actor, sheet, JobKind.JUDGE_SHEET), now=now)
    sheet.save(update_fields=["columns", "rest", "parts", "state", "job", "updated_at", "edit_version"])


def ordered(actor: Actor, sheet: Sheet, kind: JobKind) -> jobs.Ordered:
    """Return the order of a job on a sheet, for the person who asks for it."""
    return jobs.Ordered(
        kind=kind,
        subject=uuid.UUID(str(sheet.public_id)),
        organisation=house_of(actor),
        person=signer_of(actor),
        total=sheet.row_count,
        words={TOKEN: actor.id} if actor.kind == ActorKind.TOKEN else None,
    )
