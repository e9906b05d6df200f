"""What the pages of the editions hang on."""

from flask import Blueprint

blueprint = Blueprint("editions", __name__)
