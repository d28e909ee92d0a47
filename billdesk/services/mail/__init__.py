"""The mail room: invoices go out as messages with their PDF, each once, through the company's own mail account.

`account` and `password` say how to reach the mail server, `templates` what is written, `message` makes the message,
`outbox` keeps the queue, `sending` empties it, `handover` gives a message to a person's own mail program. Import the
room you need: the mail libraries take a tenth of a second to load.
"""
