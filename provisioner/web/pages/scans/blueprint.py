"""Where the views of scans join."""

from flask import Blueprint

blueprint = Blueprint("scans", __name__)
