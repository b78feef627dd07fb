"""Addresses of the people pages: home, profile, invitation, and the set-up."""

from django.urls import URLPattern, path

from dashboard.views import (
    people_absent_work,
    people_agreements,
    people_calculator,
    people_calendars,
    people_categories,
    people_contacts,
    people_drill,
    people_entrance,
    people_feed,
    people_first,
    people_flaggers,
    people_held,
    people_keys,
    people_legal_bases,
    people_mail,
    people_organisations,
    people_outages,
    people_own_organisation,
    people_own_record,
    people_own_sessions,
    people_own_tokens,
    people_people,
    people_platforms,
    people_policies,
    people_profile,
    people_retention,
    people_roster,
    people_texts,
    people_tokens,
    people_undelivered,
)

_own: list[URLPattern] = [
    path("", people_entrance.home, name="home"),
    path("keys/", people_keys.keys, name="keys"),
    path("profile/", people_profile.profile, name="profile"),
    path("profile/held/", people_held.held, name="held"),
    path("profile/mail/", people_mail.own_mail, name="own_mail"),
    path("profile/calendar/", people_feed.own_feed, name="own_feed"),
    path("profile/calendar/end/", people_feed.own_feed_end, name="own_feed_end"),
    path("calendar/<str:secret>.ics", people_feed.due_calendar, name="due_calendar"),
    path("profile/sessions/", people_own_sessions.sessions, name="own_sessions"),
    path("profile/sessions/<int:session>/end/", people_own_sessions.session_end, name="session_end"),
    path("profile/log/", people_own_sessions.own_log, name="own_log"),
    path("profile/sign-out/", people_profile.sign_out_elsewhere, name="sign_out_elsewhere"),
    path("profile/tokens/<uuid:token>/", people_own_tokens.token_offer, name="token_offer"),
    path("profile/tokens/<uuid:token>/decline/", people_own_tokens.token_decline, name="token_decline"),
    path("profile/tokens/<uuid:token>/revoke/", people_own_tokens.own_token_revoke, name="own_token_revoke"),
    path("invitation/<str:token>/", people_profile.invitation, name="invitation"),
    path("drill/<str:token>/", people_drill.drill, name="drill"),
    path("drill/<str:token>/answer/", people_drill.drill_answer, name="drill_answer"),
    path("password/<str:token>/", people_entrance.password_link, name="password_link"),
]
_people: list[URLPattern] = [
    path("admin/first-steps/", people_first.first, name="first_steps"),
    path("admin/people/", people_people.people, name="people"),
    path("admin/organisation/", people_own_organisation.own, name="own_organisation"),
    path("admin/tokens/", people_tokens.tokens, name="tokens"),
    path("admin/tokens/new/", people_tokens.token_new, name="token_new"),
    path("admin/tokens/<uuid:token>/revoke/", people_tokens.token_revoke, name="token_revoke"),
    path("admin/people/invite/", people_people.person_new, name="person_new"),
    path("admin/people/<uuid:person>/", people_people.person, name="person"),
    path("admin/people/<uuid:person>/clearance/", people_people.person_clearance, name="person_clearance"),
    path("admin/people/<uuid:person>/held/", people_held.person_held, name="person_held"),
    path("admin/people/<uuid:person>/disable/", people_people.person_disable, name="person_disable"),
    path("admin/people/<uuid:person>/enable/", people_people.person_enable, name="person_enable"),
    path(
        "admin/people/<uuid:person>/second-factor/reset/",
        people_people.person_factor_reset,
        name="person_factor_reset",
    ),
    path(
        "admin/invitations/<uuid:invitation>/again/",
        people_people.invitation_again,
        name="invitation_again",
    ),
    path(
        "admin/invitations/<uuid:invitation>/revoke/",
        people_people.invitation_revoke,
        name="invitation_revoke",
    ),
]
_organisations: list[URLPattern] = [
    path("admin/organisations/", people_organisations.organisations, name="organisations"),
    path("admin/organisations/new/", people_organisations.organisation_new, name="organisation_new"),
    path("admin/organisations/<uuid:organisation>/", people_organisations.organisation, name="organisation"),
    path(
        "admin/organisations/<uuid:organisation>/invite/",
        people_organisations.organisation_invite,
        name="organisation_invite",
    ),
    path(
        "admin/organisations/<uuid:organisation>/close/",
        people_organisations.organisation_close,
        name="organisation_close",
    ),
    path(
        "admin/organisations/<uuid:organisation>/open/",
        people_organisations.organisation_open,
        name="organisation_open",
    ),
]
_PLATFORM = "admin/platforms/<slug:slug>/"
_CONTACT = f"{_PLATFORM}contacts/<uuid:contact>/"
_platforms: list[URLPattern] = [
    path("admin/platforms/", people_platforms.platforms, name="platforms"),
    path("admin/new-platform/", people_platforms.platform_new, name="platform_new"),
    path(_PLATFORM, people_platforms.platform, name="platform"),
    path(f"{_PLATFORM}hosts/", people_platforms.host_new, name="host_new"),
    path(f"{_PLATFORM}hosts/remove/", people_platforms.host_remove, name="host_remove"),
    path(f"{_PLATFORM}contacts/new/", people_contacts.contact_new, name="contact_new"),
    path(_CONTACT, people_contacts.contact, name="contact"),
    path(f"{_CONTACT}confirm/", people_contacts.contact_confirm, name="contact_confirm"),
    path(f"{_CONTACT}proof/", people_contacts.contact_proof, name="contact_proof"),
    path(f"{_CONTACT}proof/file/", people_contacts.contact_proof_file, name="contact_proof_file"),
    path(f"{_CONTACT}retire/", people_contacts.contact_retire, name="contact_retire"),
]
_BASIS = "admin/legal-bases/<slug:code>/"
_law: list[URLPattern] = [
    path("admin/categories/", people_categories.categories, name="categories"),
    path("admin/new-category/", people_categories.category_new, name="category_new"),
    path("admin/categories/<slug:code>/", people_categories.category, name="category"),
    path("admin/legal-bases/", people_legal_bases.legal_bases, name="legal_bases"),
    path("admin/new-legal-basis/", people_legal_bases.legal_basis_new, name="legal_basis_new"),
    path(_BASIS, people_legal_bases.legal_basis, name="legal_basis"),
    path(f"{_BASIS}confirm/", people_legal_bases.legal_basis_confirm, name="legal_basis_confirm"),
    path(f"{_BASIS}retire/", people_legal_bases.legal_basis_retire, name="legal_basis_retire"),
    path("admin/policies/", people_policies.policies, name="policies"),
    path("admin/policies/<slug:code>/", people_policies.policy, name="policy"),
    path(
        "admin/policies/<slug:code>/facts/<slug:key>/confirm/",
        people_policies.fact_confirm,
        name="fact_confirm",
    ),
]
_CALENDAR = "admin/calendars/<slug:code>/<int:number>/"
_hours: list[URLPattern] = [
    path("admin/calculator/", people_calculator.calculator, name="calculator"),
    path("admin/outages/", people_outages.outages, name="outages"),
    path("admin/calendars/", people_calendars.calendars, name="calendars"),
    path("admin/new-calendar/", people_calendars.calendar_new, name="calendar_new"),
    path(_CALENDAR, people_calendars.calendar, name="calendar"),
    path(f"{_CALENDAR}next/", people_calendars.calendar_next, name="calendar_next"),
    path(f"{_CALENDAR}listed/", people_calendars.holidays_load, name="holidays_load"),
    path(f"{_CALENDAR}holidays/", people_calendars.holiday_new, name="holiday_new"),
    path(f"{_CALENDAR}holidays/<str:day>/drop/", people_calendars.holiday_drop, name="holiday_drop"),
]
_AGREEMENT = "admin/agreements/<uuid:agreement>/"
_FLAGGER = "admin/flaggers/<uuid:flagger>/"
_agreements: list[URLPattern] = [
    path("admin/agreements/", people_agreements.agreements, name="agreements"),
    path("admin/new-agreement/", people_agreements.agreement_new, name="agreement_new"),
    path(_AGREEMENT, people_agreements.agreement, name="agreement"),
    path(f"{_AGREEMENT}versions/", people_agreements.agreement_version, name="agreement_version"),
    path(f"{_AGREEMENT}versions/<int:number>/", people_agreements.agreement_file, name="agreement_file"),
    path(f"{_AGREEMENT}commitments/", people_agreements.commitment_new, name="commitment_new"),
    path(
        f"{_AGREEMENT}commitments/<uuid:commitment>/met/",
        people_agreements.commitment_met,
        name="commitment_met",
    ),
    path("admin/new-flagger/", people_flaggers.flagger_new, name="flagger_new"),
    path(_FLAGGER, people_flaggers.flagger, name="flagger"),
    path(f"{_FLAGGER}suspend/", people_flaggers.flagger_suspend, name="flagger_suspend"),
    path(f"{_FLAGGER}resume/", people_flaggers.flagger_resume, name="flagger_resume"),
    path(f"{_FLAGGER}end/", people_flaggers.flagger_end, name="flagger_end"),
]
_own_record: list[URLPattern] = [
    path("admin/own-record/", people_own_record.own_record, name="own_record"),
]
_ROSTER = "admin/roster/"
_duty: list[URLPattern] = [
    path(_ROSTER, people_roster.roster, name="roster"),
    path(f"{_ROSTER}hand-over/", people_roster.duty_hand_over, name="duty_hand_over"),
    path(f"{_ROSTER}shifts/<uuid:shift>/end/", people_roster.shift_end, name="shift_end"),
    path(f"{_ROSTER}absences/", people_roster.absence_new, name="absence_new"),
    path(f"{_ROSTER}absences/<uuid:absence>/work/", people_absent_work.absence_work, name="absence_work"),
    path(f"{_ROSTER}absences/<uuid:absence>/end/", people_roster.absence_end, name="absence_end"),
]
_undelivered: list[URLPattern] = [
    path("admin/undelivered/", people_undelivered.undelivered, name="undelivered"),
    path("admin/undelivered/again/", people_undelivered.messages_again, name="messages_again"),
    path("admin/undelivered/<uuid:message>/again/", people_undelivered.message_again, name="message_again"),
]
_retention: list[URLPattern] = [
    path("admin/retention/", people_retention.retention, name="retention"),
    path("admin/retention/erase/", people_retention.erasure_new, name="erasure_new"),
    path("admin/retention/holds/", people_retention.hold_new, name="hold_new"),
    path("admin/retention/holds/<uuid:hold>/lift/", people_retention.hold_lift, name="hold_lift"),
]
_texts: list[URLPattern] = [
    path("admin/texts/", people_texts.texts, name="texts"),
    path("admin/texts/new/", people_texts.text_new, name="text_new"),
    path("admin/texts/<uuid:template>/", people_texts.text, name="text"),
    path("admin/texts/<uuid:template>/retire/", people_texts.text_retire, name="text_retire"),
]
urlpatterns: list[URLPattern] = [
    *_own,
    *_people,
    *_organisations,
    *_platforms,
    *_law,
    *_hours,
    *_agreements,
    *_retention,
    *_duty,
    *_undelivered,
    *_own_record,
    *_texts,
]
