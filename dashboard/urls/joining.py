"""Addresses of joining: the form of it, the list, the narrow page of a joined case."""

from django.urls import URLPattern, path

from dashboard.views import joining_ask, joining_joined

urlpatterns: list[URLPattern] = [
    path("reports/<str:reference>/join/<str:token>/", joining_ask.join, name="join"),
    path("joined/", joining_joined.joined, name="joined"),
    path("joined/<uuid:joining>/", joining_joined.joined_case, name="joined_case"),
    path("joined/<uuid:joining>/confirm/", joining_joined.joining_confirm, name="joining_confirm"),
    path("joined/<uuid:joining>/return/", joining_joined.joining_return, name="joining_return"),
    path("joined/<uuid:joining>/leave/", joining_joined.joining_leave, name="joining_leave"),
]
