"""Addresses under ``/services/``: what a citizen orders and follows."""

from django.urls import path

from portal.services import board, corrections, ordering, request_page, tracking

app_name = "services"
urlpatterns = [
    path("", board.home, name="home"),
    path("track", tracking.track, name="track"),
    path("requests/", board.requests, name="requests"),
    path("requests/<str:code>", request_page.request_page, name="request"),
    path("requests/<str:code>/submitted", request_page.submitted, name="submitted"),
    path("requests/<str:code>/files/<str:ref>", request_page.file, name="file"),
    path("tasks/<int:task_id>", corrections.CorrectionWizard.as_view(), name="task"),
    path("tasks/<int:task_id>/withdraw", corrections.withdraw, name="withdraw"),
    path("drafts/<int:draft_id>/discard", board.discard, name="discard"),
    path("<slug:code>", board.offering, name="offering"),
    path("<slug:code>/request", ordering.OrderWizard.as_view(), name="order"),
]
