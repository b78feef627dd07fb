"""The sheets of a side: one that is checked, one whose columns are to be chosen."""

import io

from accounts.enums import Role
from cases.domain.sheets.reading import read_sheet
from cases.domain.sheets.taking import mask_sheet, take_sheet
from cases.domain.sheets.working import work_sheets
from channels_registry.domain.hosts import host_table
from tests.architecture.route_side import Side
from tests.factories.people import actor_for

# Who uploads, of those that ask.
UPLOADERS = {"home": Role.ANALYST.value, "other": "casework"}


def make_sheets(side: Side) -> None:
    """Upload both as the one of the side who asks; their names are planted words."""
    hosts = host_table()
    uploader = actor_for(side.people[UPLOADERS[side.word]])
    mark = side.mark("sheet")
    good = f"https://{side.desk.platform.slug}.example/{mark}/1"
    for name, text in (
        ("checked", f"url;alasan\n{good};{mark}\nnone;{mark}"),
        ("columns", f"a;b\n{mark};{mark}"),
    ):
        table = read_sheet(io.BytesIO(text.encode()), hosts)
        sheet = take_sheet(actor=uploader, masked=mask_sheet(table, f"{mark}.csv", hosts), now=side.now)
        work_sheets(clock=lambda: side.now)
        side.sheets[name] = sheet.public_id
