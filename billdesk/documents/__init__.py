"""The paper: values of a document in, the bytes of its PDF out.

Services hand over the frozen values of `paper`, taken from a posted snapshot, and get bytes that are a function of
those values and of `TEMPLATE_VERSION` alone. Nothing here reads a company file, asks a clock or writes a file. Importing
this package imports no ReportLab: `invoice` does, when the first document is rendered.
"""
