"""The window, thin over services. Qt stands here and nowhere else; no rule of billing, no SQL and no ReportLab does."""
