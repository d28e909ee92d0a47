"""The words and colours of states: what a pill says, one word for one state in all lists."""

from __future__ import annotations

from billdesk.ui.words import tr


def state_word(key: str, state: str) -> str:
    """The word for a state of the column `key`."""
    words = {
        "draft": tr("Draft"),
        "posted": tr("Posted"),
        "credited": tr("Credited"),
        "overdue": tr("Overdue"),
        "unpaid": tr("Not due"),
        "part_paid": tr("Part-paid"),
        "paid": tr("Paid"),
        "invoice": tr("Invoice"),
        "credit_note": tr("Credit note"),
        "accepted": tr("Accepted"),
        "declined": tr("Declined"),
        "expired": tr("Expired"),
        "superseded": tr("Superseded"),
        "active": tr("Active"),
        "completed": tr("Completed"),
        "cancelled": tr("Cancelled"),
        "held": tr("Held"),
        "running": tr("Running"),
        "done": tr("Done"),
        "uncertain": tr("Uncertain"),
        "failed": tr("Failed"),
        "sending": tr("Sending"),
        "queued": tr("Queued"),
        "sent": tr("Sent"),
        "due": tr("Due now"),
        "paused": tr("Paused"),
        "ended": tr("Ended"),
        "one_time": tr("One-time"),
        "recurring": tr("Recurring"),
        "usage": tr("Usage"),
        "advance": tr("In advance"),
        "arrears": tr("In arrears"),
        "post": tr("Post"),
        "email": tr("Post and e-mail"),
        "account": tr("By account"),
        "order": tr("By order"),
        "po": tr("By PO"),
        "net": tr("Net"),
        "gross": tr("Gross"),
    }
    if key == "mode" and state == "draft":
        return tr("Drafts only")
    return words.get(state, state.replace("_", " ").capitalize())


_TOKENS = {
    "overdue": "overdue",
    "failed": "overdue",
    "cancelled": "draft",
    "uncertain": "part_paid",
    "part_paid": "part_paid",
    "credited": "part_paid",
    "held": "part_paid",
    "unpaid": "due",
    "due": "due",
    "queued": "due",
    "running": "due",
    "accepted": "paid",
    "declined": "overdue",
    "expired": "due",
    "superseded": "draft",
    "posted": "sent",
    "sending": "sent",
    "sent": "paid",
    "paid": "paid",
    "done": "paid",
    "active": "paid",
    "draft": "draft",
    "completed": "sent",
    "paused": "draft",
    "ended": "draft",
}
PLAIN = ("kind", "charge_type", "timing", "mode", "group", "price_basis")
"""States that say what a thing is and not how it goes; they are shown as words without a pill."""


def state_token(state: str) -> str:
    """The theme's pair of colours for a state."""
    return _TOKENS.get(state, "draft")
