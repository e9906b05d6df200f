"""One module a page; each with its templates in the folder of the same name."""
