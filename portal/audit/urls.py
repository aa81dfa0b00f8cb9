"""Addresses under ``/audit/``."""

from django.urls import path

from portal.audit import case_list, case_page, exports, overview, records

app_name = "audit"
urlpatterns = [
    path("", case_list.home, name="home"),
    path("overview", overview.overview, name="overview"),
    path("overview/verify", overview.verify_all, name="verify"),
    path("incidents", records.incidents, name="incidents"),
    path("settings", records.settings, name="settings"),
    path("cases/<str:code>/", case_page.case, name="case"),
    path("cases/<str:code>/diagram.bpmn", case_page.diagram_xml, name="diagram"),
    path("cases/<str:code>/history.json", exports.case_json, name="json"),
    path("cases/<str:code>/history.xlsx", exports.case_xlsx, name="xlsx"),
]
