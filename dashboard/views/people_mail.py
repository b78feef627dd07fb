"""The reader's own choice of when he is told by mail."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.domain.acting import Actor
from dashboard.forms.people_mail import MailForm, said_by
from dashboard.views.desk import desk_view
from dashboard.views.people_saving import DONE, SHOWN, attempt, saved
from kernel.clock import now_of
from notifications.domain.mail_choices import choice_of, choose_mail


@require_http_methods(["GET", "POST"])
@desk_view()
def own_mail(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show when mail comes to the reader and what is never silenced, or change it."""
    form = MailForm(request.POST or None, initial=said_by(choice_of(actor)))
    status = SHOWN
    if request.method == "POST":
        status = attempt(form, lambda: choose_mail(actor=actor, words=form.words(), now=now_of(request)))
        if status == DONE:
            return saved(request, _("Saved."), reverse("dashboard:own_mail"))
    return render(request, "dashboard/people/own_mail.html", {"form": form}, status=status)
