"""Addresses under ``/api/v1/``; whatever else lies below is a problem document too."""

from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from portal.api.border import guard, guarded, unknown_address
from portal.api.v1 import api

app_name = "api-v1"
_patterns, _app, _namespace = api.urls
urlpatterns = [
    *(guard(pattern) for pattern in _patterns),
    path("<path:rest>", csrf_exempt(guarded(unknown_address))),
]
