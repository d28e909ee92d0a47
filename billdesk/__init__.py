"""BillDesk: from an accepted quote to a paid invoice, in one local company file."""

__version__ = "0.1.0"
