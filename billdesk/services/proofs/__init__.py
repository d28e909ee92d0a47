"""The proofs behind `billdesk verify`, one room per invariant. Each reads in one go, in flat memory, and never writes.

They read what is stored without trusting it: a row that makes no sense is a finding, never a crash.
"""
