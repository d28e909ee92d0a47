"""What every test shares: how hypothesis behaves. Fixtures of one floor stand in its own folder."""

from hypothesis import settings

# Two workers share the machine's cores, so that a slow example says nothing about the code.
settings.register_profile("billdesk", deadline=None)
settings.load_profile("billdesk")
