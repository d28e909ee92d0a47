"""The verbs: one public verb is one transaction, or one per batch of a run. Values in, frozen values out.

Sees `billing`, `db` and `documents`; the command line and the window call it and never reach past it.
"""
