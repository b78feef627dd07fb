"""Addresses of the sign-in: of allauth's, those that the desk needs, under allauth's names.

Not here: signing up (only its closed door), several addresses a person, codes by mail,
setting a first password (an invitation does).
"""

from allauth.account import views
from allauth.mfa.base import views as factor_views
from allauth.mfa.webauthn import views as passkey_views
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, path, re_path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dashboard.views import people_entrance, people_factors

# allauth's views would take a PUT for a POST and tell of themselves by OPTIONS.
form = require_http_methods(["GET", "HEAD", "POST"])

_sign_in: list[URLPattern] = [
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
# Second factors: what shows one, and what sets one up or ends it.
_factors: list[URLPattern] = [
    path("reauthenticate/", form(views.reauthenticate), name="account_reauthenticate"),
    path("2fa/", people_factors.index, name="mfa_index"),
    path("2fa/authenticate/", form(factor_views.authenticate), name="mfa_authenticate"),
    path("2fa/reauthenticate/", form(factor_views.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/app/", form(never_cache(people_factors.AddApp.as_view())), name="mfa_activate_totp"),
    path("2fa/app/remove/", people_factors.remove, name="mfa_deactivate_totp"),
    path("2fa/passkeys/new/", form(people_factors.AddPasskey.as_view()), name="mfa_add_webauthn"),
    path("2fa/passkeys/<int:pk>/remove/", people_factors.remove, name="mfa_remove_webauthn"),
    path(
        "2fa/passkeys/login/",
        login_not_required(form(passkey_views.login_webauthn)),
        name="mfa_login_webauthn",
    ),
    path(
        "2fa/passkeys/reauthenticate/",
        form(passkey_views.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("2fa/recovery-codes/", people_factors.recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "2fa/recovery-codes/new/",
        people_factors.recovery_codes_new,
        name="mfa_generate_recovery_codes",
    ),
]
urlpatterns: list[URLPattern] = [*_sign_in, *_factors]
