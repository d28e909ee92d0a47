"""The password of the mail account: in the system's keyring or nowhere. It never reaches the company file or a log.

Where there is no keyring, or only one that writes passwords in the clear, a person is asked each time.
"""

from __future__ import annotations

import re

from billdesk.billing.errors import BillingError
from billdesk.services.mail.account import MailAccount

SERVICE = "BillDesk mail"
_CLEAR = re.compile(r"keyrings\.alt\.file\.PlaintextKeyring|keyring\.backends\.null")
_REMEDY = "unlock it, or give the password each time"


class PasswordNeeded(BillingError):
    """The account wants a password, and none is kept: ask the person and call again with it."""


def has_keyring() -> bool:
    """Whether the system keeps passwords for us. Off the interface thread: a keyring may ask to be unlocked."""
    return _backend_name() is not None


def keep_password(account: MailAccount, password: str) -> bool:
    """Keep the password in the keyring. False where there is none. Raises BillingError where the keyring refuses."""
    if not has_keyring():
        return False
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, account.key, password)
    except (KeyringError, OSError) as error:
        raise BillingError(f"the keyring does not take the password ({_words(error)})", account.key, _REMEDY) from error
    return True


def forget_password(account: MailAccount) -> None:
    """Take the password out of the keyring, where there is one."""
    if not has_keyring():
        return
    import keyring
    from keyring.errors import KeyringError, PasswordDeleteError

    try:
        keyring.delete_password(SERVICE, account.key)
    except PasswordDeleteError:
        return
    except (KeyringError, OSError) as error:
        raise BillingError(f"the keyring does not let the password go ({_words(error)})", account.key, _REMEDY) from error


def kept_password(account: MailAccount) -> str | None:
    """The password in the keyring; None where it is not there or there is no keyring."""
    if not account.user or not has_keyring():
        return None
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, account.key)
    except (KeyringError, OSError) as error:
        raise PasswordNeeded(f"the keyring does not give the password ({_words(error)})", account.key, _REMEDY) from error


def password_for(account: MailAccount, given: str | None) -> str:
    """The password to log in with: the one that was given, or the one in the keyring; '' where the account wants none."""
    if not account.user:
        return ""
    found = given or kept_password(account)
    if not found:
        raise PasswordNeeded("the mail account wants a password", account.key, "give the password")
    return found


def _backend_name() -> str | None:
    """The keyring that is at work here; None for none and for those that keep nothing or keep it in the clear."""
    try:
        import keyring
        from keyring.backends.fail import Keyring as Absent

        found = keyring.get_keyring()
    except Exception:  # noqa: BLE001 - a backend may fail to load in any way, and a person can always be asked
        return None
    kind = type(found)
    name = f"{kind.__module__}.{kind.__qualname__}"
    return None if isinstance(found, Absent) or _CLEAR.match(name) else name


def _words(error: Exception) -> str:
    return str(error) or type(error).__name__
