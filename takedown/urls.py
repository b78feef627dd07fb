"""Addresses of the desk: health checks, sign-in, the pages."""

from django.urls import include, path

urlpatterns = [
    path("", include("dashboard.urls.health")),
    path("accounts/", include("dashboard.urls.sign_in")),
    path("", include("dashboard.urls")),
]
