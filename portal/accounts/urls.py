"""Addresses under ``/accounts/``."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from portal.accounts import notices, passwords, preferences, profile, sign_in

app_name = "accounts"
urlpatterns = [
    path("login", sign_in.SignIn.as_view(), name="login"),
    path("logout", LogoutView.as_view(), name="logout"),
    path("profile", profile.profile, name="profile"),
    path("password", passwords.ChangePassword.as_view(), name="password"),
    path("language", preferences.language, name="language"),
    path("calendar", preferences.calendar, name="calendar"),
    path("keep-alive", preferences.keep_alive, name="keep-alive"),
    path("resume", sign_in.resume, name="resume"),
    path("notices", notices.notices, name="notices"),
    path("notices/read", notices.read_all, name="notices-read"),
    path("notices/<int:notice_id>", notices.open_notice, name="notice"),
]
