"""What the pages of errands hang on."""

from flask import Blueprint

blueprint = Blueprint("errands", __name__)
