"""The words of the pages: language, dates, deadlines, terms, choices, history, standing and messages."""
