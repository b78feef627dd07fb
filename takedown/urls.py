"""Addresses of the desk: the pages, and sign-in."""

from django.urls import include, path

from dashboard.views import people_entrance

urlpatterns = [
    path("accounts/", include("dashboard.urls.sign_in")),
    path("language/", people_entrance.set_language, name="set_language"),
    path("", include("dashboard.urls")),
]
