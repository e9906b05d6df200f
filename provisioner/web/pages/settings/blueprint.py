"""What the pages of the settings hang on."""

from flask import Blueprint

blueprint = Blueprint("settings", __name__)
