"""One module or package a page, its templates in the folder of the same name.

What a page shows is decided in its `view`: frozen dataclasses in the office's words, which the templates only draw.
"""
