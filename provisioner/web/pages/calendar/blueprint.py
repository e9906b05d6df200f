"""What the pages of the calendar hang on."""

from flask import Blueprint

blueprint = Blueprint("calendar", __name__)
