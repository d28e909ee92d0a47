"""Every kind of tampering is named by `verify`, also where the guards of the file were taken away first."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from billdesk import bootstrap
from billdesk.services.company import Company, Progress
from billdesk.services.verification import VerificationReport, verify
from tests.companies import sample


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    path = folder / "Sample.billdesk"
    sample(str(path), folder).engine.dispose()
    return path


_NAMED = re.compile(r"<([\w-]+)(?:/(\d))?>")


def _id_of(named: re.Match[str]) -> str:
    """SQL for the id of <NUMBER>, of the draft of <ACCOUNT>, or of a line of either, <NUMBER/1>."""
    document = f"""(SELECT i.id FROM invoices i JOIN accounts a ON a.id = i.account_id WHERE i.number = '{named[1]}'
        OR (i.status = 'draft' AND a.code = '{named[1]}'))"""
    return f"(SELECT id FROM invoice_lines WHERE invoice_id = {document} AND position = {named[2]})" if named[2] else document


@dataclass
class Tampered:
    """A copy of the sample, for hands that know SQL."""

    path: Path

    def by_hand(self, *statements: str, unguarded: bool = True) -> None:
        """Run statements as a stranger with sqlite3 would, without the file's guards (which are put back)."""
        with closing(sqlite3.connect(self.path, isolation_level=None)) as connection:
            guards = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for name, _ in guards if unguarded else []:
                connection.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                connection.execute(_NAMED.sub(_id_of, statement))
            for _, sql in guards if unguarded else []:
                connection.execute(sql)

    def worded(self, sentence: str) -> str:
        """A sentence with the ids of the records that it names in <>."""
        with closing(sqlite3.connect(self.path)) as connection:
            return _NAMED.sub(lambda named: str(connection.execute(f"SELECT {_id_of(named)}").fetchone()[0]), sentence)

    def report(self) -> VerificationReport:
        """What verify says."""
        company = bootstrap.open_company(str(self.path))
        try:
            return verify(company)
        finally:
            company.engine.dispose()

    def violations(self) -> dict[str, list[str]]:
        """The violations by check."""
        return {check.name: list(check.violations) for check in self.report().checks if not check.ok}


@pytest.fixture
def tampered(pristine: Path, tmp_path: Path) -> Tampered:
    copy = tmp_path / "Sample.billdesk"
    shutil.copyfile(pristine, copy)
    return Tampered(copy)


def test_a_sound_company_is_proven_on_file_and_server(company_target: str, tmp_path: Path):
    company = sample(company_target, tmp_path)
    report = verify(company)
    company.engine.dispose()
    assert [(check.name, list(check.violations)) for check in report.checks if not check.ok] == []
    assert report.ok
    counts = {check.name: check.checked for check in report.checks}
    assert counts == {
        "invoices": 10,
        "seals": 7,
        "numbers": 7,
        "billed-periods": 5,
        "nothing-due-missing": 6,
        "special-lines": 0,
        "drafts": 3,
        "credit-notes": 2,
        "audit-log": 11,
        "parties": 4,
        "archive": 1,
        "soundness": 1,
        "schema": counts["schema"],
    }


def test_an_empty_company_is_sound(company_file: str):
    company = bootstrap.create(company_file, "Acme")
    assert verify(company).ok
    company.engine.dispose()


def _next(line: str, expected: str, stored: str) -> str:
    return f"{line} should be billed next from {expected}, due on {expected}, but has {stored}, due on {stored}"


SEAL = "is not as it was posted: its seal in the audit log does not fit"
TAMPERINGS: dict[str, tuple[str, dict[str, list[str]]]] = {
    "an amount": (
        "UPDATE invoices SET net_minor = net_minor + 1, total_minor = total_minor + 1 WHERE number = 'INV-2026-00001'",
        {
            "invoices": ["invoice INV-2026-00001: net + tax = total is 5201 + 988 = 6189, its lines give 5200 / 988 / 6188"],
            "seals": [f"invoice INV-2026-00001 {SEAL}"],
        },
    ),
    "the price of a line": (
        "UPDATE invoice_lines SET unit_price_e4 = 320000 WHERE id = <INV-2026-00001/1>",
        {
            "invoices": [
                "invoice INV-2026-00001: line 1 has a net amount of 3100, its own figures give 3200",
                "invoice INV-2026-00001: net + tax = total is 5200 + 988 = 6188, its lines give 5300 / 1007 / 6307",
                "invoice INV-2026-00001: the tax summary is not that of its lines",
            ],
            "seals": [f"invoice INV-2026-00001 {SEAL}"],
        },
    ),
    "a description": (
        "UPDATE invoice_lines SET description = 'Nothing' WHERE id = <INV-2026-00001/1>",
        {"seals": [f"invoice INV-2026-00001 {SEAL}"]},
    ),
    "the gross amount of a line": (
        "UPDATE invoice_lines SET gross_minor = 11901 WHERE id = <INV-2026-00002/1>",
        {
            "invoices": ["invoice INV-2026-00002: line 1 has a net amount of 10000, its own figures give 10000"],
            "seals": [f"invoice INV-2026-00002 {SEAL}"],
        },
    ),
    "the payer": (
        "UPDATE invoices SET buyer_id = 1 WHERE number = 'INV-2026-00003'",
        {"seals": [f"invoice INV-2026-00003 {SEAL}"]},
    ),
    "a tax row": (
        "UPDATE invoice_taxes SET rate_e4 = 70000 WHERE invoice_id = <INV-2026-00001>",
        {
            "invoices": ["invoice INV-2026-00001: the tax summary is not that of its lines"],
            "credit-notes": ["credit note CN-2026-00001 credits 5200 + 988 tax of 0 + 0 left at category S"],
            "seals": [f"invoice INV-2026-00001 {SEAL}"],
        },
    ),
    "a line that was deleted": (
        "DELETE FROM invoice_lines WHERE id = <CN-2026-00001/2>",
        {
            "invoices": [
                "credit note CN-2026-00001: the tax summary is not that of its lines",
                "credit note CN-2026-00001: it has 1 lines instead of 2",
            ],
            "seals": [f"credit note CN-2026-00001 {SEAL}"],
        },
    ),
    "a line that was moved": (
        "UPDATE invoice_lines SET position = 3 WHERE id = <CN-2026-00001/2>",
        {"invoices": ["credit note CN-2026-00001: its lines are not numbered from 1 to 2"]},
    ),
    "a number": (
        "UPDATE invoices SET number = 'INV-2026-00099' WHERE number = 'INV-2026-00004'",
        {
            "invoices": ["invoice INV-2026-00099: the number is not number 4 of its series 'INV-2026-'"],
            "seals": [f"invoice INV-2026-00099 {SEAL}"],
        },
    ),
    "a number and its count": (
        "UPDATE invoices SET number = 'INV-2026-00006', series_no = 6 WHERE number = 'INV-2026-00004'",
        {
            "seals": [f"invoice INV-2026-00006 {SEAL}"],
            "numbers": ["series INV-2026- has no number 4", "series INV-2026- counts 5, but goes up to 6"],
        },
    ),
    "two of one number": (
        "UPDATE invoices SET series_no = 3 WHERE number = 'INV-2026-00004'",
        {
            "invoices": ["invoice INV-2026-00004: the number is not number 3 of its series 'INV-2026-'"],
            "seals": [f"invoice INV-2026-00004 {SEAL}"],
            "numbers": ["number 3 of series INV-2026- is there twice", "series INV-2026- has no number 4"],
        },
    ),
    "the count of a series": (
        "UPDATE number_series SET last_no = 7 WHERE kind = 'invoice'",
        {"numbers": ["series INV-2026- has no number 6 to 7"]},
    ),
    "a claim that was deleted": (
        "DELETE FROM billed_periods WHERE invoice_line_id = <INV-2026-00001/1>",
        {
            "billed-periods": ["line 1 of invoice INV-2026-00001 has no billed period"],
            "nothing-due-missing": [_next("line 1 of order O-1", "2026-01-05", "2026-04-05")],
        },
    ),
    "a claim that was moved": (
        "UPDATE billed_periods SET period_from = '2026-01-06' WHERE invoice_line_id = <INV-2026-00001/1>",
        {
            "billed-periods": [
                "the billed period of order line id 1 from 2026-01-06 is not what invoice INV-2026-00001 billed",
            ],
            "nothing-due-missing": ["line 1 of order O-1 is billed for 2026-01-06, on which no period of it starts"],
        },
    ),
    "a claim that was made longer": (
        "UPDATE billed_periods SET period_until = '2026-03-05' WHERE invoice_line_id = <INV-2026-00001/1>",
        {
            "billed-periods": [
                "the billed period of order line id 1 from 2026-01-05 is not what invoice INV-2026-00001 billed",
                "order line id 1 is billed twice from 2026-02-05: periods overlap",
            ],
        },
    ),
    "a claim of a draft": (
        "INSERT INTO billed_periods VALUES (1, '2026-04-05', '2026-05-05', <ALFA/1>)",
        {
            "billed-periods": [
                "the billed period of order line id 1 from 2026-04-05 is held by draft invoice with id <ALFA>, which is a draft",
                "line 1 of draft invoice with id <ALFA> bills order line id 1 from 2026-04-05 a second time",
            ],
            "nothing-due-missing": [_next("line 1 of order O-1", "2026-05-05", "2026-04-05")],
            "drafts": [
                "the draft of account ALFA for 2026-04-30 collects what is not due then",
                "the draft of account ALFA for 2026-05-31 is missing",
            ],
        },
    ),
    "a claim of a freed invoice": (
        "INSERT INTO billed_periods VALUES (3, '2026-01-10', '2026-04-10', <INV-2026-00002/1>)",
        {
            "billed-periods": [
                "the billed period of order line id 3 from 2026-01-10 is held by invoice INV-2026-00002, which freed it",
                "line 1 of draft invoice with id <BETA> bills order line id 3 from 2026-01-10 a second time",
            ],
            "nothing-due-missing": [_next("line 1 of order O-2", "2026-04-10", "2026-01-10")],
            "drafts": ["the draft of account BETA for 2026-04-30 is not what its order lines give"],
        },
    ),
    "a line that will never be billed": (
        "UPDATE order_lines SET next_from = NULL, next_billing_on = NULL WHERE id = 1",
        {
            "nothing-due-missing": [_next("line 1 of order O-1", "2026-04-05", "None")],
            "drafts": ["the draft of account ALFA for 2026-04-30 collects what is not due then"],
        },
    ),
    "usage that was taken away": (
        "UPDATE usage_records SET invoice_line_id = NULL WHERE reference = 'T-1'",
        {
            "billed-periods": ["line 1 of invoice INV-2026-00004 bills 3.5, its usage records give 2"],
            "nothing-due-missing": [
                "line 2 of order O-2 was due on 2026-03-01, which its schedule has closed, but is not billed and waits nowhere"
            ],
            "drafts": ["the draft of account BETA for 2026-04-30 is not what its order lines give"],
        },
    ),
    "a draft that was deleted": (
        "DELETE FROM invoice_lines WHERE invoice_id = <ALFA>",
        {
            "invoices": [
                "draft invoice with id <ALFA>: net + tax = total is 3100 + 589 = 3689, its lines give 0 / 0 / 0",
                "draft invoice with id <ALFA>: it has 0 lines instead of 1",
            ],
            "drafts": ["the draft of account ALFA for 2026-04-30 is not what its order lines give"],
        },
    ),
    "an exception that was hushed up": (
        "UPDATE run_exceptions SET is_resolved = 1",
        {},
    ),
    "a credit over more than its invoice": (
        "UPDATE invoices SET credits_id = <INV-2026-00003> WHERE number = 'CN-2026-00001'",
        {
            "seals": [f"credit note CN-2026-00001 {SEAL}"],
            "credit-notes": [
                "credit note CN-2026-00001 and others credit 6188 of invoice INV-2026-00003, which is over 3689 only"
            ],
        },
    ),
    "a credit for another account": (
        "UPDATE invoices SET credits_id = <INV-2026-00004> WHERE number = 'CN-2026-00001'",
        {
            "seals": [f"credit note CN-2026-00001 {SEAL}"],
            "credit-notes": ["credit note CN-2026-00001 is for another account or currency than invoice INV-2026-00004"],
        },
    ),
    "a credit of a draft": (
        "UPDATE invoices SET credits_id = <ALFA> WHERE number = 'CN-2026-00001'",
        {
            "seals": [f"credit note CN-2026-00001 {SEAL}"],
            "credit-notes": ["credit note CN-2026-00001 corrects no posted invoice"],
        },
    ),
    "an audit row": (
        "UPDATE audit_log SET actor = 'nobody' WHERE id = 5",
        {"audit-log": ["row 5 of the audit log is not as it was written, or the one before it"]},
    ),
    "an audit row that was deleted": (
        "DELETE FROM audit_log WHERE id = 2",
        {"audit-log": ["row 2 of the audit log is missing"]},
    ),
    "a party": (
        "UPDATE parties SET name = 'Another Ltd' WHERE id = 2",
        {"parties": ["party id 2 (Another Ltd) is not as it was stored"]},
    ),
    "an archived PDF": (
        "UPDATE documents SET content = x'25504446'",
        {"archive": ["the archived PDF of invoice INV-2026-00001 is not as it was archived"]},
    ),
    "an archived PDF of a draft": (
        "UPDATE documents SET invoice_id = <ALFA>",
        {"archive": ["archived document id 1 belongs to no posted document"]},
    ),
    "a guard": ("DROP TRIGGER guard_invoices_update", {"schema": ["the guard guard_invoices_update is missing"]}),
    "a row that points nowhere": (
        "UPDATE orders SET bill_to_id = 99 WHERE code = 'O-4'",
        {"soundness": ["row 4 of orders points to a row of parties that is not there"]},
    ),
    "another account's order": (
        "UPDATE order_lines SET account_id = 2 WHERE id = 1",
        {
            "invoices": [
                "invoice INV-2026-00001: line 1 belongs to an order of another account, or of none",
                "invoice INV-2026-00003: line 1 belongs to an order of another account, or of none",
                "invoice INV-2026-00005: line 1 belongs to an order of another account, or of none",
                "draft invoice with id <ALFA>: line 1 belongs to an order of another account, or of none",
                "credit note CN-2026-00001: line 1 belongs to an order of another account, or of none",
            ],
        },
    ),
}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_tampering_is_named(tampered: Tampered, what: str):
    statement, expected = TAMPERINGS[what]
    expected = {name: [tampered.worded(sentence) for sentence in sentences] for name, sentences in expected.items()}
    tampered.by_hand(statement, unguarded="guard" not in what)
    found = tampered.violations()
    for name, sentences in expected.items():
        assert found.get(name) == sentences
    allowed = {"another account's order": {"drafts", "soundness"}}.get(what, set())
    assert set(found) - allowed == set(expected)


def test_a_tail_that_was_cut_off_the_audit_log_is_named(tampered: Tampered):
    tampered.by_hand("DELETE FROM audit_log WHERE id >= 10")
    found = tampered.violations()
    assert found["audit-log"][0].startswith("the audit log ends at row 9, which is not the end that was kept ([11, ")
    assert found["seals"] == [
        "credit note CN-2026-00001 has no seals in the audit log instead of one",
        "credit note CN-2026-00002 has no seals in the audit log instead of one",
    ]


def test_a_gap_in_the_audit_log_stays_when_work_goes_on(tampered: Tampered):
    from datetime import date

    from billdesk.services.orders import activate_order

    tampered.by_hand("DELETE FROM audit_log WHERE id >= 11")
    company = bootstrap.open_company(str(tampered.path))
    activate_order(company, "O-4", date(2026, 4, 2))
    company.engine.dispose()
    assert tampered.violations()["audit-log"] == ["row 11 of the audit log is missing"]


def test_a_whole_invoice_that_was_deleted_is_named(tampered: Tampered):
    gone = tampered.worded("<INV-2026-00005>")
    tampered.by_hand(
        "DELETE FROM billed_periods WHERE invoice_line_id = <INV-2026-00005/1>",
        "DELETE FROM invoice_taxes WHERE invoice_id = <INV-2026-00005>",
        "DELETE FROM invoice_lines WHERE invoice_id = <INV-2026-00005>",
        "DELETE FROM invoices WHERE number = 'INV-2026-00005'",
        "UPDATE number_series SET last_no = 4 WHERE kind = 'invoice'",
        "UPDATE order_lines SET next_from = '2026-03-05', next_billing_on = '2026-03-05' WHERE id = 1",
    )
    found = tampered.violations()
    assert found["seals"] == [f"the seal of document id {gone} has no document"]
    assert found["nothing-due-missing"] == [
        "line 1 of order O-1 was due on 2026-03-05, which its schedule has closed, but is not billed and waits nowhere"
    ]


def test_an_exception_that_was_hushed_up_is_named_where_no_draft_holds_what_is_due(tampered: Tampered):
    tampered.by_hand(
        "UPDATE run_exceptions SET is_resolved = 1",
        "DELETE FROM invoice_lines WHERE invoice_id = <GAMMA>",
        "DELETE FROM invoices WHERE id = <GAMMA>",
    )
    found = tampered.violations()
    assert found["nothing-due-missing"] == [
        "line 1 of order O-3 was due on 2026-01-10, which its schedule has closed, but is not billed and waits nowhere"
    ]
    assert found["drafts"] == ["the draft of account GAMMA for 2026-04-30 is missing"]


NONSENSE = {
    "a table of wrong types": (
        "DROP TABLE invoice_lines",
        """CREATE TABLE invoice_lines (id, invoice_id, position, order_line_id, product_id, description, quantity_e6,
        unit_price_e4, discount_e4, tax_category, tax_rate_e4, used_days, whole_days, net_minor, gross_minor, period_from,
        period_until, due_on)""",
        """INSERT INTO invoice_lines
        VALUES ('x', 1, 'one', x'00', NULL, 5, 'much', NULL, 1e300, 3, '?', 0, 0, NULL, NULL, 7, 8, NULL)""",
    ),
    "no table of invoices": ("PRAGMA foreign_keys=OFF", "DROP TABLE invoices"),
    "no table of settings": ("DROP TABLE settings",),
    "settings that are no JSON": ("UPDATE settings SET value = '{'",),
    "absurd figures": (
        "UPDATE invoice_lines SET quantity_e6 = 9223372036854775807, unit_price_e4 = 9223372036854775807",
        "UPDATE invoices SET currency = 'XXX'",
        "UPDATE order_lines SET every = 'now and then', start_on = '2026-99-99'",
    ),
    "a schedule that means nothing": ("UPDATE invoice_schedules SET every = 'never', scope = '[]'",),
    "text that is none": (
        "UPDATE accounts SET code = CAST(x'ff' AS TEXT) WHERE id = 1",
        "UPDATE parties SET name = CAST(x'fe' AS TEXT)",
    ),
    "a head that is none": ("UPDATE settings SET value = '7' WHERE key = 'audit_head'",),
    "no head": ("DELETE FROM settings WHERE key = 'audit_head'",),
}


@pytest.mark.parametrize("what", NONSENSE)
def test_nonsense_is_a_violation_and_never_a_crash(tampered: Tampered, what: str):
    tampered.by_hand(*NONSENSE[what], unguarded="table" not in what)
    assert tampered.report().ok is False


def test_damaged_pages_are_named(tampered: Tampered):
    with closing(sqlite3.connect(tampered.path)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'invoice_lines'").fetchone()
    with tampered.path.open("r+b") as file:
        file.seek(4096 * (page - 1))
        file.write(b"\xa5" * 4096)
    report = tampered.report()
    assert not report.ok
    soundness = next(check for check in report.checks if check.name == "soundness")
    assert "damaged" in soundness.violations[0] or "malformed" in soundness.violations[0]


def test_a_long_list_is_cut_off_and_counted(tampered: Tampered):
    rows = ", ".join(f"({n}, '{n}', '', '', '', '', '', '', '', '', '')" for n in range(1000, 1250))
    tampered.by_hand(
        f"INSERT INTO parties (id, sha256, name, street, city, region, postcode, country, tax_id, email, phone) VALUES {rows}",
        unguarded=False,
    )
    (found,) = tampered.violations().values()
    assert len(found) == 101
    assert found[-1] == "and 150 more"


def test_proving_leaves_no_trace(tampered: Tampered):
    before = tampered.path.read_bytes()
    assert tampered.report().ok
    assert tampered.path.read_bytes() == before
    assert [path.name for path in tampered.path.parent.iterdir()] == ["Sample.billdesk"]


def test_progress_is_told_and_a_person_can_stop_it(pristine: Path):
    from billdesk.billing.errors import Cancelled

    company = bootstrap.open_company(str(pristine))
    steps: list[str] = []
    verify(company, Progress(report=lambda step, done, total: steps.append(f"{step} {done}/{total}")))
    assert steps[:2] == ["invoices 0/12", "numbers 1/12"]
    with pytest.raises(Cancelled):
        verify(company, Progress(is_cancelled=lambda: True))
    company.engine.dispose()


def test_others_go_on_writing_meanwhile(tampered: Tampered):
    company = bootstrap.open_company(str(tampered.path))

    def write(step: str, _done: int, _total: int) -> None:
        with closing(sqlite3.connect(tampered.path, isolation_level=None, timeout=0)) as other:
            other.execute("INSERT OR REPLACE INTO settings VALUES ('notes', ?)", (f'"{step}"',))

    assert verify(company, Progress(report=write)).ok
    company.engine.dispose()


def test_a_missing_table_on_a_server_is_a_violation(postgres_url: str, tmp_path: Path):
    company: Company = sample(postgres_url, tmp_path)
    with company.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE billed_periods CASCADE")
    found = {check.name: check.violations for check in verify(company).checks if not check.ok}
    company.engine.dispose()
    assert "this cannot be checked" in found["billed-periods"][0]
    assert "the guard billed_periods.guard_billed_periods_update is missing" in found["schema"]
    assert "invoices" not in found
