"""The window, thin over services. Qt stands here and nowhere else; no rule of billing, no SQL and no ReportLab does."""

from billdesk.ui.constants_alive import keep_constants_alive

keep_constants_alive()
