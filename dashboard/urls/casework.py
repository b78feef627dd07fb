"""Addresses of the casework pages: the queue, a case and its steps, the contact's signed link."""

from django.urls import URLPattern, path

from dashboard.views import (
    casework_act,
    casework_assign,
    casework_case,
    casework_engine,
    casework_here,
    casework_insert,
    casework_items,
    casework_kept,
    casework_letters,
    casework_link,
    casework_notices,
    casework_proposals,
    casework_queue,
    casework_related,
    casework_saved,
    casework_search,
    casework_threads,
    queue_bulk,
)
from dashboard.views.casework_steps import STEPS

urlpatterns: list[URLPattern] = [
    path("engine/", casework_engine.engine, name="engine"),
    path("queue/", casework_queue.queue, name="queue"),
    path("queue/bulk/", queue_bulk.bulk_page, name="queue_bulk"),
    path("queue/saved/", casework_saved.saved, name="saved_queues"),
    path("queue/saved/new/", casework_saved.saved_new, name="saved_queue_new"),
    path("queue/saved/<uuid:queue>/", casework_saved.saved_edit, name="saved_queue"),
    path("queue/saved/<uuid:queue>/remove/", casework_saved.saved_remove, name="saved_queue_remove"),
    path("queue/saved/<uuid:queue>/begin/", casework_saved.saved_begin, name="saved_queue_begin"),
    path("search/", casework_search.find, name="search"),
    path("cases/<str:reference>/", casework_case.case, name="case"),
    path("cases/<str:reference>/assign/", casework_assign.assign, name="case_assign"),
    path(
        "cases/<str:reference>/assign/<uuid:assignment>/undo/",
        casework_assign.undo,
        name="case_assign_undo",
    ),
    path("cases/<str:reference>/here/", casework_here.here, name="case_here"),
    path(
        "cases/<str:reference>/templates/<slug:slug>/",
        casework_insert.case_templates,
        name="case_templates",
    ),
    path("cases/<str:reference>/kept/<slug:slug>/", casework_kept.keep, name="case_keep"),
    path("cases/<str:reference>/kept/<slug:slug>/forget/", casework_kept.forget, name="case_forget"),
    path("cases/<str:reference>/related/", casework_related.related, name="case_related"),
    path("cases/<str:reference>/decide/", casework_items.decide, name="case_decide"),
    path("cases/<str:reference>/verify/", casework_items.verify, name="case_verify"),
    path("cases/<str:reference>/letters/<uuid:letter>/", casework_letters.letter, name="case_letter"),
    path(
        "cases/<str:reference>/letters/<uuid:letter>/pdf/",
        casework_letters.letter_pdf,
        name="case_letter_pdf",
    ),
    path(
        "cases/<str:reference>/proposals/<uuid:escalation>/",
        casework_proposals.proposal,
        name="case_proposal",
    ),
    path(
        "cases/<str:reference>/notes/<uuid:note>/take-back/",
        casework_threads.take_back,
        name="case_note_take_back",
    ),
    *(
        path(
            f"cases/<str:reference>/{step.slug}/",
            casework_act.act,
            {"slug": step.slug},
            name=step.name.removeprefix("dashboard:"),
        )
        for step in STEPS
    ),
    path("notices/", casework_notices.notices, name="notices"),
    path("notices/panel/", casework_notices.notices_panel, name="notices_panel"),
    path("notices/read/", casework_notices.notices_read, name="notices_read"),
    path("notices/<uuid:notice>/read/", casework_notices.notice_read, name="notice_read"),
    path("link/<str:token>/", casework_link.link, name="link"),
    path("link/<str:token>/open/", casework_link.link_open, name="link_open"),
    path("link/<str:token>/acknowledge/", casework_link.link_acknowledge, name="link_acknowledge"),
]
