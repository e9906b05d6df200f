"""What the pages of the texts hang on."""

from flask import Blueprint

blueprint = Blueprint("texts", __name__)
