"""How good the notices were: the items that came back, and why."""

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When

from cases.domain.figures_rows import Asked, within
from cases.enums import CameBack, CaseKind, CaseState, Outcome, RefusalGround
from cases.models import Item, Review


def judged_items(asked: Asked) -> QuerySet[Item]:
    """Return the items of cases sent in the span that have an outcome or were taken back.

    ``came_back`` says why one came back, the gravest reason first; empty where it did not.
    """
    overturned = Review.objects.filter(case=OuterRef("case"), upheld=True)
    withdrawn = Q(case__state=CaseState.WITHDRAWN)
    service = Q(case__platform__slug=asked.platform) if asked.platform else Q()
    return (
        Item.objects.visible_to(asked.actor)
        .filter(service, within(asked, "case__sent_at"), case__kind=CaseKind.ORDER)
        .filter(withdrawn | ~Q(outcome=""))
        .annotate(
            came_back=Case(
                When(Exists(overturned), then=Value(CameBack.REVERSED.value)),
                When(refusal_ground=RefusalGround.MANIFEST_ERROR, then=Value(CameBack.MANIFEST_ERROR.value)),
                When(withdrawn, then=Value(CameBack.WITHDRAWN.value)),
                When(outcome=Outcome.NOT_FOUND, then=Value(CameBack.INVALID_LINK.value)),
                When(outcome=Outcome.ALREADY_GONE, then=Value(CameBack.ALREADY_GONE.value)),
                default=Value(""),
                output_field=CharField(),
            )
        )
    )
