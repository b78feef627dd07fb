"""Addresses of the sign-in: of allauth's, those that the desk needs, under allauth's names.

Not here: signing up (only its closed door), several addresses a person, codes by mail,
setting a first password (an invitation does).
"""

from allauth.account import views
from django.urls import URLPattern, path, re_path
from django.views.decorators.http import require_http_methods, require_safe

from dashboard.views import people_entrance

# allauth's views would take a PUT for a POST and tell of themselves by OPTIONS.
form = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns: list[URLPattern] = [
    path("login/", form(views.login), name="account_login"),
    path("logout/", form(views.logout), name="account_logout"),
    path("inactive/", require_safe(views.account_inactive), name="account_inactive"),
    path("language/", people_entrance.set_language, name="set_language"),
    path("no-seat/", people_entrance.no_seat, name="account_no_seat"),
    path("signup/", people_entrance.sign_up, name="account_signup"),
    path("password/change/", form(views.password_change), name="account_change_password"),
    path("password/reset/", form(views.password_reset), name="account_reset_password"),
    path("password/reset/done/", require_safe(views.password_reset_done), name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        require_safe(views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        form(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
]
