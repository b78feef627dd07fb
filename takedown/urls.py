"""Addresses of the desk: the pages, and sign-in."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.account.urls")),
    path("", include("dashboard.urls")),
]
