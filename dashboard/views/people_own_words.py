"""What a person did, in his own words: the verbs of the record that are not those of a case."""

from collections.abc import Collection, Iterable

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from audit.models import Entry
from cases.models import Case, Report
from dashboard.views.board_record_words import verb_in_words

DEEDS: dict[str, str | Promise] = {
    "read_notices": _("Read notices"),
    "choose_mail": _("Choose when mail comes"),
    "change_profile": _("Change the profile"),
    "set_password": _("Set a password"),
    "sign_out_everywhere": _("Sign out everywhere else"),
    "end_session": _("End a session"),
    "make_calendar_feed": _("Make the address of a calendar"),
    "end_calendar_feed": _("End the address of a calendar"),
    "add_second_factor": _("Add a second factor"),
    "remove_second_factor": _("Remove a second factor"),
    "renew_recovery_codes": _("Make new recovery codes"),
    "accept_invitation": _("Accept an invitation"),
    "add_shift": _("Put on duty"),
    "end_shift": _("Take off duty"),
    "enter_absence": _("Enter an absence"),
    "end_absence": _("End an absence"),
    "invite": _("Invite somebody"),
    "invite_again": _("Invite again"),
    "revoke_invitation": _("Revoke an invitation"),
    "change_roles": _("Change roles"),
    "grant_clearance": _("Grant clearance"),
    "end_clearance": _("End clearance"),
    "disable": _("Close an account"),
    "enable": _("Open an account"),
    "offer_token": _("Offer a token"),
    "accept_token": _("Accept a token"),
    "decline_token": _("Decline a token"),
    "revoke_token": _("Revoke a token"),
    "save_draft": _("Save a draft"),
    "place_hold": _("Place a hold"),
    "lift_hold": _("Lift a hold"),
}
SUBJECTS: dict[str, str | Promise] = {
    "case": _("Case"),
    "report": _("Report"),
    "user": _("Person"),
    "organisation": _("Organisation"),
    "platform": _("Service"),
    "contact": _("Contact"),
    "channel": _("Channel"),
    "policy": _("Policy"),
    "agreement": _("Agreement"),
    "token": _("Token"),
}
_PAGES = {"case": "dashboard:case", "report": "dashboard:report"}


def deed_in_words(verb: str) -> str:
    """Return what was done, as a person says it."""
    return str(DEEDS[verb]) if verb in DEEDS else verb_in_words(verb)


def known_of(actor: Actor, entries: Iterable[Entry]) -> set[str]:
    """Return the references among these that the actor may still know of. Two queries."""
    said: dict[str, set[str]] = {kind: set() for kind in _PAGES}
    for entry in entries:
        said.get(entry.subject_kind, set()).add(entry.subject_id)
    with acting_as(actor):
        cases = Case.objects.visible_to(actor).filter(reference__in=said["case"])
        reports = Report.objects.visible_to(actor).filter(reference__in=said["report"])
        return {*cases.values_list("reference", flat=True), *reports.values_list("reference", flat=True)}


def subject_in_words(entry: Entry, known: Collection[str]) -> tuple[str, str, str]:
    """Return what it was done to: the kind; reference and page of what is among the ``known``."""
    kind = str(SUBJECTS.get(entry.subject_kind) or entry.subject_kind.replace("_", " ").capitalize())
    if entry.subject_kind not in _PAGES or entry.subject_id not in known:
        return kind, "", ""
    return kind, entry.subject_id, reverse(_PAGES[entry.subject_kind], args=[entry.subject_id])
