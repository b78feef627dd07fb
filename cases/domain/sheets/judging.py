"""What each row of a sheet is: the verdict on its link, its grounds, what becomes of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from accounts.domain.acting import Actor
from cases.domain.in_hand import claims_on
from cases.domain.intake import REPORTABLE
from cases.domain.sheets.grounds import Grounds, Problem, Words, said, standing_of
from cases.domain.wording import TEXT_AT_MOST
from cases.enums import Disposition, RowProblem, RowStanding, SheetField
from cases.models import Sheet, SheetRow
from channels_registry.domain.gate import HostTable, Judgement, find_links, judge, judge_line
from channels_registry.domain.hosts import host_table
from channels_registry.enums import ReasonCode, Verdict
from channels_registry.models import Platform

STATEMENT_AT_MOST = 1_000
FILE_NUMBER_AT_MOST = 100
_LIMITS = {
    SheetField.REASONS: TEXT_AT_MOST,
    SheetField.CONSIDERATIONS: TEXT_AT_MOST,
    SheetField.FILE_NUMBER: FILE_NUMBER_AT_MOST,
    SheetField.STATEMENT: STATEMENT_AT_MOST,
}


class Judge:
    """Judges the rows of one sheet in their order. Inner reads: made inside ``acting_as``."""

    def __init__(self, actor: Actor, sheet: Sheet, now: datetime) -> None:
        self.actor, self.sheet = actor, sheet
        self.hosts: HostTable = host_table()
        self.words = Words(actor, sheet.agency, now)
        active = Platform.objects.filter(active=True, organisation__active=True)
        self.platforms: Mapping[str, Platform] = {platform.slug: platform for platform in active}
        self.first: dict[tuple[int | None, str], int] = {}

    def know(self, judged: Iterable[tuple[int | None, str, int, str, str]]) -> None:
        """Remember rows that were judged before: a later one that names the same is a repeat.

        Of each its service, key, number, standing and disposition.
        """
        for platform, key, number, standing, disposition in judged:
            if key and standing != RowStanding.BAD and disposition != Disposition.REPEATED:
                self.first.setdefault((platform, key), number)

    def judge(self, rows: Sequence[SheetRow]) -> list[Grounds]:
        """Fill in what these rows are, and return the grounds of each."""
        grounds = [self._judge_row(row) for row in rows]
        self._mark_in_hand(rows)
        return grounds

    def _judge_row(self, row: SheetRow) -> Grounds:
        found = self._judgement(row)
        row.verdict, row.reason, row.shown = found.verdict, found.reason, found.shown
        row.kind, row.key = found.kind, found.key
        row.platform = self.platforms.get(found.platform)
        row.same_as, row.part, row.problems = None, None, []
        row.disposition = self._disposition(row)
        if row.disposition == Disposition.REFUSED:
            row.link = row.key = row.kind = ""
            row.standing = RowStanding.BAD
            return Grounds()
        grounds = self.words.read(self.sheet, row.cells)
        # Grounds are open only of what is entered: the first of several that name the same.
        if row.disposition != Disposition.REPEATED:
            row.problems = [*grounds.problems, *self._problems(row)]
        bad = _is_fatal(row.problems)
        row.standing = standing_of(row.problems, bad=bad)
        if bad:
            row.link = ""
            self.first.pop((row.platform_id, row.key))  # the next that names it is no repeat
        return grounds

    def _judgement(self, row: SheetRow) -> Judgement:
        place = self.sheet.column_of(SheetField.LINK)
        cell = row.cells[place] if place is not None and place < len(row.cells) else ""
        row.link = ""
        if str(place) in row.refused:
            verdict, reason, shown = row.refused[str(place)]
            return Judgement(cell, Verdict(verdict), "", "", "", ReasonCode(reason), "", shown)
        found = judge_line(cell, self.hosts)
        if found.verdict in REPORTABLE and found.key:
            row.link = self._as_entered(cell, found)
        return found

    def _as_entered(self, cell: str, found: Judgement) -> str:
        """Return the spelling by which a report will read the same link, empty where none does."""
        given = " ".join(cell.split())
        # Without an addressee a report stores only what may be shown.
        to_nobody = found.platform not in self.platforms
        for text in (found.shown, given) if to_nobody else (given, found.shown):
            read = find_links(text, limit=2, hosts=self.hosts)
            if len(read) == 1:
                again = judge(read[0].text, self.hosts)
                if (again.platform, again.key) == (found.platform, found.key):
                    return read[0].text
        return ""

    def _disposition(self, row: SheetRow) -> Disposition:
        if row.verdict not in REPORTABLE or not row.key:
            return Disposition.REFUSED
        first = self.first.setdefault((row.platform_id, row.key), row.number)
        if first != row.number:
            row.same_as, row.link = first, ""
            return Disposition.REPEATED
        if row.platform is None:
            return Disposition.NO_ADDRESSEE
        if row.verdict == Verdict.UNDETERMINABLE and not said(self.sheet, row.cells, SheetField.STATEMENT):
            return Disposition.NEEDS_STATEMENT
        return Disposition.READY

    def _problems(self, row: SheetRow) -> list[Problem]:
        problems: list[Problem] = []
        if not row.link:
            problems.append((RowProblem.NOT_READ_BACK.value, ""))
        if row.disposition == Disposition.NEEDS_STATEMENT:
            problems.append((RowProblem.STATEMENT_MISSING.value, ""))
        if row.platform is not None and row.reason == ReasonCode.TELEGRAM_NAME:
            row.kind = self.words.kind_of(said(self.sheet, row.cells, SheetField.KIND))
            if not row.kind:
                problems.append((RowProblem.KIND_MISSING.value, ""))
        for field, most in _LIMITS.items():
            if len(said(self.sheet, row.cells, field)) > most:
                problems.append((RowProblem.TEXT_TOO_LONG.value, str(field.label)))
        return problems

    def _mark_in_hand(self, rows: Sequence[SheetRow]) -> None:
        targets = {(row.platform_id, row.key) for row in rows if row.platform_id and row.key}
        held = claims_on([(pk, key) for pk, key in targets if pk], self.actor)
        for row in rows:
            ours = row.disposition in (Disposition.READY, Disposition.NEEDS_STATEMENT)
            if ours and row.platform_id and (row.platform_id, row.key) in held:
                row.disposition = Disposition.IN_HAND


def _is_fatal(problems: Sequence[Problem]) -> bool:
    fatal = (RowProblem.TEXT_TOO_LONG, RowProblem.NOT_READ_BACK, RowProblem.CATEGORY_CLOSED)
    return any(code in fatal for code, _word in problems)
