"""Pages: render what queries give, call use cases, hold no rule of the office.

`face` is what every set of pages has, `app` puts the staff's desk together from it.
"""
