"""A notice is checked before it leaves the desk: what comes back unread, refused or moot helps nobody."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.domain.places import language_names
from cases.domain.written_in import language_of
from cases.enums import CaseKind
from cases.models import Case, Exhibit, Item
from channels_registry.domain import contact_hours
from channels_registry.domain.dead_forms import LASTS, closed_since, is_short_lived
from channels_registry.enums import CONTACT_ORDER, ContactFunction, TargetKind
from channels_registry.models import Contact
from kernel.errors import Invalid
from sla.domain.choosing import choose_policy
from sla.domain.notice_rules import effects_of
from sla.enums import CheckEffect, NoticeCheck
from sla.models import PolicyVersion

_WHOLE = frozenset({TargetKind.CHANNEL, TargetKind.GROUP, TargetKind.ACCOUNT, TargetKind.BOT})
_SEARCHES = ("search", "results", "explore/search", "hashtag", "hashtags", "explore/tags")


@dataclass(frozen=True, slots=True)
class Remark:
    """What one check found, in a sentence; ``positions`` are of the items that it is about."""

    check: NoticeCheck
    effect: CheckEffect
    sentence: str
    positions: tuple[int, ...] = ()

    @property
    def holds_back(self) -> bool:
        """Whether the case cannot be sent as it is."""
        return self.effect is CheckEffect.BLOCK


@dataclass(frozen=True, slots=True)
class Notice:
    """What is looked at: a case with its items, what proves them, and who will read it when."""

    case: Case
    items: Sequence[Item]
    proven: frozenset[int | None]
    contact: Contact | None
    now: datetime


def remarks_on(case: Case, version: PolicyVersion, *, now: datetime) -> list[Remark]:
    """Return what stands against sending a case at ``now`` under ``version``; what holds it back first.

    Reads only, four queries. A replay is checked for nothing: its letter went out long ago.
    """
    if case.kind != CaseKind.ORDER:
        return []
    effects = effects_of(version)
    notice = _notice(case, now)
    found = [
        Remark(check, effects[check], sentence, positions)
        for check, look in _LOOKS.items()
        if effects[check] is not CheckEffect.OFF
        for sentence, positions in look(notice)
    ]
    return sorted(found, key=lambda remark: not remark.holds_back)


def remarks_now(case: Case, now: datetime) -> list[Remark]:
    """Return what stands against sending an unsent case now, under the policy that would apply.

    Nothing where no policy applies: then it cannot be sent for that reason.
    """
    try:
        chosen = choose_policy(
            agency=case.agency,
            platform=case.platform,
            category=case.category,
            urgency=case.urgency,
            now=now,
        )
    except Invalid:
        return []
    return remarks_on(case, chosen.version, now=now)


def must_be_sendable(remarks: Sequence[Remark]) -> None:
    """Raise Invalid with every sentence that holds the notice back."""
    held = [remark.sentence for remark in remarks if remark.holds_back]
    if held:
        raise Invalid("notice_held_back", " ".join(held))


def _notice(case: Case, now: datetime) -> Notice:
    proven = Exhibit.objects.filter(case=case).values_list("item_id", flat=True)
    contacts = Contact.objects.filter(platform_id=case.platform_id, active=True).order_by("rank", "id")
    order = {function: place for place, function in enumerate(CONTACT_ORDER)}
    first = min(contacts, key=lambda contact: order[ContactFunction(contact.function)], default=None)
    items = list(Item.objects.filter(case=case).order_by("position"))
    return Notice(case, items, frozenset(proven), first, now)


Found = Iterator[tuple[str, tuple[int, ...]]]


def _dead(notice: Notice) -> Found:
    old = notice.now - notice.case.created_at > LASTS
    dead = [
        item.position
        for item in notice.items
        if closed_since(item.url) or (old and is_short_lived(item.kind))
    ]
    if dead:
        yield _of_items(
            dead,
            ngettext(
                "Item %(items)s is probably gone by now: it lasts a day, or its service has closed.",
                "Items %(items)s are probably gone by now: they last a day, or their service has closed.",
                len(dead),
            ),
        )


def _broad(notice: Notice) -> Found:
    broad = [item.position for item in notice.items if _is_broad(item)]
    if broad:
        yield _of_items(
            broad,
            ngettext(
                "Item %(items)s is a hashtag, a search or a whole site: name the posts instead.",
                "Items %(items)s are hashtags, searches or whole sites: name the posts instead.",
                len(broad),
            ),
        )


def _whole(notice: Notice) -> Found:
    whole = [item.position for item in notice.items if item.kind in _WHOLE]
    if whole:
        yield _of_items(
            whole,
            ngettext(
                "Item %(items)s is a whole channel or account: do the reasons say why?",
                "Items %(items)s are whole channels or accounts: do the reasons say why?",
                len(whole),
            ),
        )


def _unproven(notice: Notice) -> Found:
    if notice.case.category.restricted or None in notice.proven:
        return
    bare = [item.position for item in notice.items if item.statement and item.pk not in notice.proven]
    if bare:
        yield _of_items(
            bare,
            ngettext(
                "Nothing shows that anyone could see item %(items)s: add evidence.",
                "Nothing shows that anyone could see items %(items)s: add evidence.",
                len(bare),
            ),
        )


def _foreign(notice: Notice) -> Found:
    written = language_of(notice.case.reasons)
    if notice.contact is None or not written or written in notice.contact.languages:
        return
    reader = get_language() or "en"
    words = {
        "written": ", ".join(language_names([written], reader)),
        "read": ", ".join(language_names(notice.contact.languages, reader)),
    }
    yield _("The reasons are in %(written)s; the contact there reads %(read)s.") % words, ()


def _at_night(notice: Notice) -> Found:
    contact = notice.contact
    if contact is None or contact_hours.is_within(contact, notice.now) is not False:
        return
    there = date_format(contact_hours.now_there(contact, notice.now), "D H:i")
    opens = contact_hours.next_opening(contact, notice.now)
    if opens is None:
        yield _("It is %(there)s there, and nobody is.") % {"there": there}, ()
        return
    again = date_format(contact_hours.now_there(contact, opens), "D H:i")
    words = {"there": there, "again": again}
    yield _("It is %(there)s there, and nobody is until %(again)s. The clock runs all the same.") % words, ()


def _is_broad(item: Item) -> bool:
    if item.kind in (TargetKind.HASHTAG, TargetKind.SITE):
        return True
    path = item.key.lower().partition("?")[0]
    return any(path == word or path.startswith(f"{word}/") for word in _SEARCHES)


def _of_items(positions: Sequence[int], sentence: str) -> tuple[str, tuple[int, ...]]:
    return sentence % {"items": ", ".join(str(position) for position in positions)}, tuple(positions)


_LOOKS: dict[NoticeCheck, Callable[[Notice], Found]] = {
    NoticeCheck.DEAD_FORM: _dead,
    NoticeCheck.OVER_BROAD: _broad,
    NoticeCheck.WHOLE_CHANNEL: _whole,
    NoticeCheck.NO_EVIDENCE: _unproven,
    NoticeCheck.WRONG_LANGUAGE: _foreign,
    NoticeCheck.NIGHT_HOURS: _at_night,
}
