"""The sections of the settings page, one room for each."""
