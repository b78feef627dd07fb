"""Every page that has a picture: role (or "nobody"), name of the picture, path.

A path may hop: ``list -> pattern`` opens the list and follows its first link whose
address matches the pattern whole. References are random; the hop finds one that is there.
A hop ``+step/`` goes to an address below, to which no link leads.
"""

Page = tuple[str, str, str]
CASE = "/cases/[^/]+/"


def _case(state: str) -> str:
    return f"/queue/?tab=all&state={state} -> {CASE}"


_AGENCY_STATES = ("acknowledged", "clarification", "disputed", "answered", "verified", "closed", "withdrawn")
_OPERATOR_STATES = ("sent", "acknowledged", "impossible", "withdrawn")

NOBODY: list[Page] = [
    ("nobody", "sign-in", "/accounts/login/"),
    ("nobody", "password", "/accounts/password/reset/"),
    ("nobody", "not-there", "/link/no-such-token/"),
    ("nobody", "inactive", "/accounts/inactive/"),
    ("nobody", "no-sign-up", "/accounts/signup/"),
    ("nobody", "password-sent", "/accounts/password/reset/done/"),
    ("nobody", "password-stale", "/accounts/password/reset/key/1-no-such-key/"),
    ("nobody", "password-done", "/accounts/password/reset/key/done/"),
]
EVERYBODY: list[Page] = [
    (role, name, path)
    for role in ("analyst", "approver", "supervisor", "auditor", "administrator", "moderator", "lead")
    for name, path in (("notices", "/notices/"), ("profile", "/profile/"), ("mail", "/profile/mail/"))
]
ANALYST: list[Page] = [
    ("analyst", "queue", "/queue/"),
    ("analyst", "queue-all", "/queue/?tab=all"),
    ("analyst", "queue-mine", "/queue/?tab=mine"),
    ("analyst", "queue-more", "/queue/?tab=all&level=1&sort=new&columns=state&columns=sent"),
    ("analyst", "queue-save", "/queue/saved/new/?tab=all&level=1&sort=new&columns=state"),
    ("analyst", "queues-saved", "/queue/saved/"),
    ("analyst", "assign", f"{_case('acknowledged')} -> {CASE}assign/"),
    ("analyst", "queue-empty", "/queue/?tab=all&reference=TD-00000"),
    ("analyst", "search", "/search/?q=TD-"),
    ("analyst", "search-empty", "/search/?q=zeppelin"),
    ("analyst", "search-first", "/search/"),
    ("analyst", "reports", "/reports/"),
    ("analyst", "own-answers", "/reports/mine/"),
    ("analyst", "own-answers-new", "/reports/mine/?show=new"),
    ("analyst", "joined", "/joined/"),
    ("analyst", "joined-case", "/joined/ -> /joined/[0-9a-f-]{36}/"),
    ("analyst", "report-new", "/reports/new/"),
    ("analyst", "sheets", "/reports/sheets/"),
    ("analyst", "report", "/reports/ -> /reports/TD-[^/]+/"),
    ("analyst", "joined", "/joined/"),
    ("analyst", "joined-case", "/joined/ -> /joined/[0-9a-f-]{36}/"),
    ("analyst", "channels", "/channels/"),
    ("analyst", "channel", "/channels/?state=down -> /channels/[0-9a-f-]{36}/"),
    *(("analyst", f"case-{state}", _case(state)) for state in _AGENCY_STATES),
    ("analyst", "verify", f"{_case('answered')} -> {CASE}verify/"),
    ("analyst", "answer", f"{_case('clarification')} -> {CASE}answer-clarification/"),
    ("analyst", "letter", f"{_case('answered')} -> {CASE}letters/[^/]+/"),
    ("analyst", "withdraw", f"{_case('acknowledged')} -> {CASE}withdraw/"),
    ("analyst", "token-offer", "/profile/ -> /profile/tokens/[^/]+/"),
    *(("analyst", step, f"{_case('acknowledged')} -> +{step}/") for step in ("amend", "message", "note")),
    ("analyst", "close", f"{_case('verified')} -> +close/"),
    ("analyst", "related", f"{_case('acknowledged')} -> +related/"),
    ("analyst", "evidence-add", f"{_case('acknowledged')} -> +evidence/"),
    ("analyst", "custody", f"{_case('acknowledged')} -> +evidence/custody/"),
    ("analyst", "edit", f"/queue/?tab=all&state=returned -> {CASE}approve/ -> {CASE}edit/"),
    ("analyst", "keys", "/keys/"),
    ("analyst", "password-change", "/accounts/password/change/"),
    ("analyst", "sign-out", "/accounts/logout/"),
    ("analyst", "reauthenticate", "/accounts/reauthenticate/"),
    ("analyst", "interface", "/api/v1/schema/page/"),
    ("analyst", "calculator", "/admin/calculator/"),
    ("analyst", "calendar", "/admin/calendars/ -> /admin/calendars/[^/]+/[0-9]+/"),
]
APPROVER: list[Page] = [
    ("approver", "approvals", "/approvals/"),
    ("approver", "second-factor", "/accounts/2fa/"),
    ("approver", "approve", f"/approvals/ -> {CASE}approve/"),
]
SUPERVISOR: list[Page] = [
    ("supervisor", "retention", "/admin/retention/"),
    ("supervisor", "undelivered", "/admin/undelivered/"),
    ("supervisor", "roster", "/admin/roster/"),
    ("supervisor", "outages", "/admin/outages/"),
    ("supervisor", "texts", "/admin/texts/"),
    ("supervisor", "text-new", "/admin/texts/new/"),
    ("supervisor", "board", "/board/"),
    ("supervisor", "board-all", "/board/?span=all"),
    ("supervisor", "board-rows", "/board/ -> /board/rows/.+"),
    ("supervisor", "board-notices", "/board/rows/notices-good/?span=all"),
    ("supervisor", "queue-breached", "/queue/?tab=breached"),
    ("supervisor", "case", _case("acknowledged")),
    ("supervisor", "waive", f"{_case('acknowledged')} -> +waive/"),
    ("supervisor", "extend", f"{_case('acknowledged')} -> {CASE}extend/"),
    ("supervisor", "objection", f"{_case('disputed')} -> {CASE}decide-objection/"),
    ("supervisor", "proposal", f"/board/rows/proposals/ -> {CASE} -> {CASE}proposals/[^/]+/"),
]
AUDITOR: list[Page] = [
    ("auditor", "records", "/record/"),
    ("auditor", "record", "/record/ -> /record/TD-[^/]+/"),
    ("auditor", "record-checks", "/record/checks/"),
]
_DRAFT = "/admin/policies/permenkominfo-5-2020/versions/2/"
ADMINISTRATOR: list[Page] = [
    ("administrator", "people", "/admin/people/"),
    ("administrator", "first-steps", "/admin/first-steps/"),
    ("administrator", "person", "/admin/people/ -> /admin/people/[0-9a-f-]{36}/"),
    ("administrator", "person-held", "/admin/people/ -> /admin/people/[0-9a-f-]{36}/ -> +held/"),
    ("administrator", "own-organisation", "/admin/organisation/"),
    ("administrator", "organisation-new", "/admin/organisations/new/"),
    ("administrator", "platform-new", "/admin/new-platform/"),
    ("administrator", "contact-new", "/admin/platforms/kanal/contacts/new/"),
    ("administrator", "category", "/admin/categories/ -> /admin/categories/[^/]+/"),
    ("administrator", "category-new", "/admin/new-category/"),
    ("administrator", "legal-basis", "/admin/legal-bases/ -> /admin/legal-bases/[^/]+/"),
    ("administrator", "legal-basis-new", "/admin/new-legal-basis/"),
    ("administrator", "flagger-new", "/admin/new-flagger/"),
    ("administrator", "policy-head", f"{_DRAFT}head/"),
    ("administrator", "invite", "/admin/people/invite/"),
    ("administrator", "tokens", "/admin/tokens/"),
    ("administrator", "token-new", "/admin/tokens/new/"),
    ("administrator", "organisations", "/admin/organisations/"),
    ("administrator", "organisation", "/admin/organisations/ -> /admin/organisations/[0-9a-f-]{36}/"),
    ("administrator", "platforms", "/admin/platforms/"),
    ("administrator", "platform", "/admin/platforms/ -> /admin/platforms/[^/]+/"),
    ("administrator", "categories", "/admin/categories/"),
    ("administrator", "legal-bases", "/admin/legal-bases/"),
    ("administrator", "calendars", "/admin/calendars/"),
    ("administrator", "calendar", "/admin/calendars/ -> /admin/calendars/[^/]+/[0-9]+/"),
    ("administrator", "calendar-new", "/admin/new-calendar/"),
    ("administrator", "agreements", "/admin/agreements/"),
    ("administrator", "agreement", "/admin/agreements/ -> /admin/agreements/[0-9a-f-]{36}/"),
    ("administrator", "agreement-new", "/admin/new-agreement/"),
    ("administrator", "flagger", "/admin/agreements/ -> /admin/flaggers/[0-9a-f-]{36}/"),
    ("administrator", "contact", "/admin/platforms/kanal/ -> /admin/platforms/kanal/contacts/[0-9a-f-]{36}/"),
    ("administrator", "held", "/profile/held/"),
    ("supervisor", "saved-queues", "/queue/saved/"),
    ("supervisor", "saved-queue-new", "/queue/saved/new/"),
    ("supervisor", "own-log", "/profile/log/"),
    ("supervisor", "roster", "/admin/roster/"),
    ("administrator", "calendar-feed", "/profile/calendar/"),
    ("administrator", "own-sessions", "/profile/sessions/"),
    ("administrator", "own-log", "/profile/log/"),
    ("administrator", "policies", "/admin/policies/"),
    ("administrator", "policy", "/admin/policies/eu-tco-2021-784/"),
    ("administrator", "policy-version", "/admin/policies/eu-tco-2021-784/versions/1/"),
    ("administrator", "policy-draft", _DRAFT),
    ("administrator", "policy-rule", f"{_DRAFT}rules/acknowledge/urgent/standard/"),
    ("administrator", "policy-changes", f"{_DRAFT}changes/"),
    ("administrator", "policy-cases", f"{_DRAFT}cases/"),
]
MODERATOR: list[Page] = [
    ("moderator", "queue", "/queue/"),
    *(("moderator", f"case-{state}", _case(state)) for state in _OPERATOR_STATES),
    ("moderator", "open", f"{_case('sent')} -> +open/"),
    *(
        ("moderator", step, f"{_case('acknowledged')} -> +{step}/")
        for step in ("declare-impossible", "object")
    ),
    ("moderator", "acknowledge", f"{_case('received')} -> +acknowledge/"),
    ("moderator", "end-impossible", f"{_case('impossible')} -> +end-impossibility/"),
    ("moderator", "restored", f"{_case('withdrawn')} -> +report-restored/"),
    ("moderator", "evidence", f"{_case('acknowledged')} -> /evidence/[0-9a-f-]{{36}}/"),
    ("moderator", "decide", f"{_case('acknowledged')} -> {CASE}decide/"),
    ("moderator", "ask", f"{_case('acknowledged')} -> {CASE}ask-clarification/"),
]
LEAD: list[Page] = [
    ("lead", "people", "/admin/people/"),
    ("lead", "first-steps", "/admin/first-steps/"),
    ("lead", "own-record", "/admin/own-record/"),
    ("lead", "platforms", "/admin/platforms/"),
    ("lead", "roster", "/admin/roster/"),
    ("lead", "agreements", "/admin/agreements/"),
    ("lead", "board", "/board/"),
]
PAGES: list[Page] = [
    *NOBODY,
    *ANALYST,
    *APPROVER,
    *SUPERVISOR,
    *AUDITOR,
    *ADMINISTRATOR,
    *MODERATOR,
    *LEAD,
    *EVERYBODY,
]
# Addresses that answer a GET with something to see, and are no page of their own; why.
NO_PAGES: dict[str, str] = {
    "dashboard:agreement_file": "a file",
    "dashboard:case_letter_pdf": "a file",
    "dashboard:evidence_original": "a file",
    "dashboard:evidence_preview": "a picture",
    "dashboard:sheet_errors_csv": "a file",
    "dashboard:sheet_errors_xlsx": "a file",
    "dashboard:engine": "a part of every page",
    "dashboard:sheet": "tests/browser/test_sheets.py looks at it",
    "dashboard:link": "opened by a secret: tests/browser/test_secret_pages.py looks at it",
    "dashboard:invitation": "opened by a secret: likewise",
    "dashboard:drill": "opened by a secret: likewise",
    "dashboard:join": "a link in hand elsewhere: likewise",
    "dashboard:record_extract": "a file",
    "dashboard:due_calendar": "for programs",
    "dashboard:queue_bulk": "asks for cases that are ticked",
    "dashboard:case_templates": "a part of a form",
    "dashboard:text": "the form of a text that is there: as that of a new one",
    "dashboard:saved_queue": "the form of a queue that is saved: as that of a new one",
    "dashboard:absence_work": "asks for somebody who is absent",
    "livez": "for programs",
    "readyz": "for programs",
    "statusz": "for programs",
}
