"""Addresses of the pages, by journey."""

from django.urls import URLPattern

from dashboard.urls import board, casework, channels, evidence, intake, joining, people, policies

app_name = "dashboard"
urlpatterns: list[URLPattern] = [
    *intake.urlpatterns,
    *casework.urlpatterns,
    *board.urlpatterns,
    *channels.urlpatterns,
    *evidence.urlpatterns,
    *joining.urlpatterns,
    *people.urlpatterns,
    *policies.urlpatterns,
]
