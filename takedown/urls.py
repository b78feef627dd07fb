"""Addresses of the desk: the pages, and sign-in."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("dashboard.urls.sign_in")),
    path("", include("dashboard.urls")),
]
