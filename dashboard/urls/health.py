"""Addresses for whoever keeps the desk running, by the names that such programs expect."""

from django.urls import URLPattern, path

from dashboard.views import health, health_metrics

urlpatterns: list[URLPattern] = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("statusz", health.statusz, name="statusz"),
    path("metrics", health_metrics.metrics, name="metrics"),
]
