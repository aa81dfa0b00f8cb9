"""Values as the reader reads them: calendar, digits, money, codes; plain text for pages, exports and API."""

from portal.formatting.codes import tracking, tracking_in_text
from portal.formatting.dates import day, moment, parse_day, since
from portal.formatting.money import money, money_words
from portal.formatting.numerals import digits, latin_digits, number
from portal.formatting.reader import calendar, use_calendar

__all__ = [
    "calendar",
    "day",
    "digits",
    "latin_digits",
    "moment",
    "money",
    "money_words",
    "number",
    "parse_day",
    "since",
    "tracking",
    "tracking_in_text",
    "use_calendar",
]
