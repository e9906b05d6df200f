"""Where the views of personal data are registered."""

from flask import Blueprint

blueprint = Blueprint("privacy", __name__)
