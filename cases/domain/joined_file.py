"""What an agency reads of the cases that it joined: never more than items, outcomes, clocks and thread."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from accounts.domain.acting import Actor
from cases.domain.case_file import CaseFile
from cases.domain.clock_faces import ClockFace, face_shown, joined_faces_of
from cases.domain.in_hand import InHand, claims_on
from cases.domain.joined_locking import read_joining
from cases.enums import CoSignatureState, Side
from cases.models import CoSignature, Item, Message, PlatformResponse


@dataclass(frozen=True, slots=True)
class JoinedRow:
    """One joining in the list; ``clock`` and ``items`` only where it counts."""

    joining: CoSignature
    clock: ClockFace | None = None
    items: int = 0

    @property
    def counts(self) -> bool:
        """Whether the agency reads the case."""
        return self.joining.state == CoSignatureState.CONFIRMED


@dataclass(frozen=True, slots=True)
class JoinedFile:
    """A joining of one's own agency; ``file`` holds of the case what it may read, once it counts.

    ``hand``: since when and until when the link is pursued, while it is only asked for.
    """

    joining: CoSignature
    file: CaseFile | None = None
    hand: InHand | None = None


def rows_of(actor: Actor, joinings: list[CoSignature]) -> list[JoinedRow]:
    """Return the lines of a page of the list. Inner read: four queries, whatever their number."""
    counting = [each.case_id for each in joinings if each.state == CoSignatureState.CONFIRMED]
    faces = joined_faces_of(actor, counting)
    items = Item.objects.joined_by(actor).filter(case_id__in=counting).order_by()
    numbers = dict(items.values_list("case_id").annotate(number=Count("pk")))
    return [_row(each, faces.get(each.case_id, []), numbers) for each in joinings]


def _row(joining: CoSignature, faces: list[ClockFace], numbers: dict[int, int]) -> JoinedRow:
    if joining.state != CoSignatureState.CONFIRMED:
        return JoinedRow(joining)
    return JoinedRow(joining, face_shown(faces, Side.OPERATOR), numbers.get(joining.case_id, 0))


def open_joined(actor: Actor, joining: UUID) -> JoinedFile:
    """Return a joining and, once it counts, what of the case its agency may read. Raises NotKnown."""
    found = read_joining(actor, joining)
    if found.state == CoSignatureState.CONFIRMED:
        return JoinedFile(found, file=_file(actor, found))
    if found.state == CoSignatureState.ASKED:
        target = (found.case.platform_id, found.key)
        return JoinedFile(found, hand=claims_on({target}, actor).get(target))
    return JoinedFile(found)


def _file(actor: Actor, joining: CoSignature) -> CaseFile:
    """Read the rows one by one: whatever is not named here stays unread."""
    case = joining.case
    items = list(Item.objects.joined_by(actor).filter(case=case).order_by("position"))
    said = PlatformResponse.objects.joined_by(actor).filter(case=case)
    written = Message.objects.joined_by(actor).filter(case=case)
    return CaseFile(
        case=case,
        actor=actor,
        opened=True,
        verbs=frozenset(),
        item_count=len(items),
        clocks=joined_faces_of(actor, [case.pk]).get(case.pk, []),
        items=items,
        responses=list(said.order_by("at", "id")),
        messages=list(written.order_by("at", "id")),
    )
