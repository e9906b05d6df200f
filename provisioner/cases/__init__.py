"""The paper case: number, channel, dates, deadline, who keyed it in and who decided, whatever it asks for."""
