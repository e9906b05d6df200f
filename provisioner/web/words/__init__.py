"""The words of the pages: language, dates, terms, sentences and messages."""
