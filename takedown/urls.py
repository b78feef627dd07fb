"""Addresses of the desk: health checks, the API, sign-in, the pages."""

from django.urls import include, path

urlpatterns = [
    path("", include("dashboard.urls.health")),
    path("api/v1/", include("api.urls")),
    path("accounts/", include("dashboard.urls.sign_in")),
    path("", include("dashboard.urls")),
]
handler400 = "api.fallbacks.bad_request"
handler403 = "api.fallbacks.not_allowed"
handler404 = "api.fallbacks.not_found"
handler500 = "api.fallbacks.broken"
