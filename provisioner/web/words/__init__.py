"""The words of the pages: language, dates, deadlines, terms, choices, sentences and messages."""
