"""Addresses of letters, and of their verification, which is open to everybody."""

from django.urls import path

from portal.letters import board, letter, register, verify

app_name = "letters"
urlpatterns = [
    path("letters/", board.home, name="home"),
    path("letters/export.xlsx", board.export, name="export"),
    path("letters/mine", board.mine, name="mine"),
    path("letters/register", register.register, name="register"),
    path("letters/<str:code>.pdf", letter.pdf, name="pdf"),
    path("letters/<str:code>/print", letter.print_page, name="print"),
    path("letters/<str:code>/void", letter.void, name="void"),
    path("letters/<str:code>", letter.letter_page, name="letter"),
    path("verify/", verify.verify, name="verify"),
    path("verify/<str:token>", verify.verify_token, name="verify-token"),
]
