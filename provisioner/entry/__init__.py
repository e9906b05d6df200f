"""Reading what people type: texts, dates, and forms field by field with every problem at once (P10)."""
