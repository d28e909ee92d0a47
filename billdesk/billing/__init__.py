"""The rules of billing: money, periods, charges, tax, invoices, schedules.

Pure: no database, no clock, no files, no window. Values come in, values go out; the floors above call these
functions and store what they return. Nothing in here asks what day it is.
"""
