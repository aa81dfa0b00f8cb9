"""Addresses under ``/inbox/``."""

from django.urls import path

from portal.inbox import actions, board, case

app_name = "inbox"
urlpatterns = [
    path("", board.home, name="home"),
    path("<int:task_id>", case.case_view, name="task"),
    path("<int:task_id>/claim", actions.claim, name="claim"),
    path("<int:task_id>/release", actions.release, name="release"),
    path("<int:task_id>/assign", actions.assign, name="assign"),
    path("<int:task_id>/delegate", actions.delegate, name="delegate"),
    path("<int:task_id>/preview", case.preview, name="preview"),
    path("<int:task_id>/diagram.bpmn", case.diagram, name="diagram"),
    path("<int:task_id>/files/<str:ref>", case.file, name="file"),
]
