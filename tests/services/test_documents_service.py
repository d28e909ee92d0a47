"""Delivery: what is printed comes from the snapshot, the first delivery is archived, and the bytes never change."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from billdesk import bootstrap
from billdesk.billing.errors import BillingError, Cancelled
from billdesk.db.engine import reading
from billdesk.services.company import Company, Progress
from billdesk.services.company_settings import change_details, change_logo
from billdesk.services.documents import (
    deliver_pdf,
    each_pdf,
    find_documents,
    preview_pdf,
    save_pdf,
    write_pdfs,
    write_pdfs_of,
)
from billdesk.services.imports import import_paths
from billdesk.services.invoices import credit_invoice, post_drafts
from billdesk.services.papers import PaperReader
from billdesk.services.runs import RunRequest, run_invoices

FILES = {
    "accounts.csv": 'account,name,street,city,postcode,country,terms\nA1,Ada & Söhne <b>,Ring 1,Wien,1010,AT,"30% 0, 70% 30"\n',
    "products.csv": (
        "product,name,unit_price,unit,charge_type,every\n"
        "SUP,Support,31.00,month,recurring,1 month\nTEA,Tea,12.50,24 - 12 oz tins,,\n"
    ),
    "orders.csv": "order,account,ordered_on,status,po\nO1,A1,2026-01-01,active,PO 7\nO2,A1,2026-01-02,active,PO 7\n",
    "order_lines.csv": "order,line,product,quantity,unit_price\nO1,1,SUP,1,31.00\nO1,2,TEA,3,12.50\nO2,1,TEA,1,12.50\n",
}
AS_OF = date(2026, 1, 15)
FIRST, SECOND = "INV-2026-00001", "INV-2026-00002"


@pytest.fixture
def company(company_target: str, tmp_path: Path):
    """One account with two posted invoices: January with two orders, February with the support alone."""
    folder = tmp_path / "data"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    made = bootstrap.create(company_target, "Acme Ltd", "EUR", "AT")
    seller = {"street": "Gasse 2", "city": "Graz", "tax_id": "ATU1", "iban": "AT611904300234573201", "note": "Thank you."}
    change_details(made, seller, AS_OF)
    import_paths(made, [folder], as_of=AS_OF)
    for target_on in (date(2026, 1, 31), date(2026, 2, 28)):
        run_invoices(made, RunRequest(target_on, target_on=target_on, mode="post"))
    yield made
    made.engine.dispose()


def papers(company: Company):
    with reading(company.engine) as connection:
        ids = connection.exec_driver_sql("SELECT id FROM invoices WHERE status = 'posted' ORDER BY id").scalars().all()
        return {paper.number: paper for _, paper in PaperReader(connection).papers(connection, ids)}


def test_the_paper_says_what_the_snapshot_says(company: Company):
    paper = papers(company)[FIRST]
    assert (paper.kind, paper.issued_on, paper.due_on, paper.currency) == ("invoice", date(2026, 1, 31), date(2026, 3, 2), "EUR")
    assert (paper.buyer.name, paper.buyer.postcode, paper.seller.street, paper.seller.tax_id) == (
        "Ada & Söhne <b>",
        "1010",
        "Gasse 2",
        "ATU1",
    )
    assert (paper.net_minor, paper.tax_minor, paper.total_minor) == (8100, 0, 8100)
    assert [(line.order_code, line.description, line.unit, line.net_minor) for line in paper.lines] == [
        ("O1", "Support", "month", 3100),
        ("O1", "Tea", "× 24 - 12 oz tins", 3750),
        ("O2", "Tea", "× 24 - 12 oz tins", 1250),
    ]
    assert (paper.lines[0].period_from, paper.lines[0].period_until) == (date(2026, 1, 1), date(2026, 2, 1))
    assert (paper.reference, paper.account_code, paper.notes, paper.paper_size) == ("PO 7", "A1", "Thank you.", "A4")
    assert paper.payment is not None
    assert paper.payment.iban == "AT611904300234573201"


def test_instalments_sum_to_the_total(company: Company):
    paper = papers(company)[FIRST]
    assert [(i.due_on, i.amount_minor) for i in paper.instalments] == [(date(2026, 1, 31), 2430), (date(2026, 3, 2), 5670)]


def test_a_change_of_address_does_not_reach_what_is_posted(company: Company, tmp_path: Path):
    (tmp_path / "accounts.csv").write_text("account,name,city\nA1,Ada AG,Linz\n")
    import_paths(company, [tmp_path / "accounts.csv"], as_of=date(2026, 3, 1))
    change_details(company, {"street": "Platz 3"}, AS_OF)
    paper = papers(company)[FIRST]
    assert (paper.buyer.name, paper.buyer.city, paper.seller.street) == ("Ada & Söhne <b>", "Wien", "Gasse 2")


def test_a_credit_note_names_the_invoice_that_it_corrects(company: Company):
    note = credit_invoice(company, FIRST, date(2026, 2, 5))
    paper = papers(company)[note.number]
    assert (paper.kind, paper.corrects_number, paper.corrects_on, paper.total_minor) == (
        "credit_note",
        FIRST,
        date(2026, 1, 31),
        8100,
    )
    assert (paper.due_on, paper.terms_text, paper.payment, paper.instalments) == (None, "", None, ())


def test_the_first_delivery_is_archived_with_its_hash_and_given_again(company: Company, tmp_path: Path):
    first = write_pdfs(company, [FIRST], tmp_path / "one", jobs=1)
    assert (first.count, first.archived_count) == (1, 0)
    change_details(company, {"note": "Another note."}, AS_OF)
    again = write_pdfs(company, None, tmp_path / "two", jobs=1)
    assert (again.count, again.archived_count) == (2, 1)
    content = (tmp_path / "one" / f"{FIRST}.pdf").read_bytes()
    assert (tmp_path / "two" / f"{FIRST}.pdf").read_bytes() == content
    assert first.size == len(content)
    with reading(company.engine) as connection:
        rows = connection.exec_driver_sql("SELECT sha256, content FROM documents ORDER BY invoice_id").fetchall()
    assert (rows[0][0], bytes(rows[0][1])) == (hashlib.sha256(content).hexdigest(), content)
    assert "Another note." in PdfReader(tmp_path / "two" / f"{SECOND}.pdf").pages[0].extract_text()


def test_nothing_else_is_left_in_the_folder(company: Company, tmp_path: Path):
    write_pdfs(company, [SECOND, FIRST, SECOND], tmp_path / "a" / "b")
    assert sorted(path.name for path in (tmp_path / "a" / "b").iterdir()) == [f"{FIRST}.pdf", f"{SECOND}.pdf"]


def test_two_processes_draw_the_same_bytes(company_file: str, tmp_path: Path):
    drawn = []
    for jobs in (1, 2):
        made = bootstrap.create(f"{company_file}{jobs}", "Acme Ltd")
        (tmp_path / "accounts.csv").write_text("account,name,city\n" + "".join(f"A{n},Name {n},Town\n" for n in range(70)))
        (tmp_path / "orders.csv").write_text(
            "order,account,ordered_on,status\n" + "".join(f"O{n},A{n},2026-01-01,active\n" for n in range(70))
        )
        lines = "".join(f"O{n},1,Thing,1,{n}.00\n" for n in range(70))
        (tmp_path / "order_lines.csv").write_text("order,line,description,quantity,unit_price\n" + lines)
        files = [tmp_path / f"{name}.csv" for name in ("accounts", "orders", "order_lines")]
        import_paths(made, files, as_of=date(2026, 1, 1))
        run_invoices(made, RunRequest(date(2026, 1, 1), target_on=date(2026, 1, 1), mode="post"))
        write_pdfs(made, None, tmp_path / str(jobs), jobs)
        drawn.append({path.name: path.read_bytes() for path in (tmp_path / str(jobs)).iterdir()})
        made.engine.dispose()
    assert len(drawn[0]) == 70
    assert drawn[0] == drawn[1]


def test_a_stopped_delivery_keeps_what_is_finished(company: Company, tmp_path: Path):
    with pytest.raises(Cancelled, match="stopped at drawing"):
        write_pdfs(company, None, tmp_path / "out", jobs=1, progress=Progress(is_cancelled=lambda: True))
    assert write_pdfs(company, None, tmp_path / "out", jobs=1).count == 2


def test_unknown_numbers_and_drafts_are_refused_before_anything_is_written(company: Company, tmp_path: Path):
    march = date(2026, 3, 31)
    run_invoices(company, RunRequest(march, target_on=march))
    with reading(company.engine) as connection:
        draft = connection.exec_driver_sql("SELECT id FROM invoices WHERE status = 'draft'").scalar()
    for number, what in (("INV-2026-00009", "no such posted document"), (str(draft), "a draft cannot be delivered")):
        with pytest.raises(BillingError, match=what):
            write_pdfs(company, [FIRST, number], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_made_is_refused(company: Company, tmp_path: Path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(BillingError, match="this is a file, not a folder"):
        write_pdfs(company, None, tmp_path / "taken")
    with pytest.raises(BillingError, match="the folder cannot be made"):
        write_pdfs(company, None, tmp_path / "taken" / "below")


def test_a_file_that_cannot_be_written_is_named_and_the_archive_keeps_it(company: Company, tmp_path: Path):
    (tmp_path / f"{FIRST}.pdf").mkdir()
    with pytest.raises(BillingError, match="the file cannot be written") as refused:
        write_pdfs(company, [FIRST], tmp_path)
    assert refused.value.record.endswith(f"{FIRST}.pdf")
    assert write_pdfs(company, [FIRST], tmp_path / "elsewhere").archived_count == 1


def test_the_logo_is_printed_on_what_is_delivered_from_then_on(company: Company, tmp_path: Path):
    write_pdfs(company, [FIRST], tmp_path / "out")
    before = (tmp_path / "out" / f"{FIRST}.pdf").read_bytes()
    change_logo(company, png(120, 40))
    write_pdfs(company, None, tmp_path / "out")
    assert (tmp_path / "out" / f"{FIRST}.pdf").read_bytes() == before
    first, second = (PdfReader(tmp_path / "out" / f"{number}.pdf").pages[0].images for number in (FIRST, SECOND))
    assert (len(first), len(second)) == (0, 1)


def png(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), (31, 95, 208)).save(out, "PNG")
    return out.getvalue()


def draft_of(company: Company) -> int:
    march = date(2026, 3, 31)
    run_invoices(company, RunRequest(march, target_on=march))
    with reading(company.engine) as connection:
        return int(connection.exec_driver_sql("SELECT id FROM invoices WHERE status = 'draft'").scalar_one())


def test_a_draft_can_be_looked_at_as_posting_it_would_make_it_and_says_that_it_is_one(company: Company):
    draft = draft_of(company)
    change_details(company, {"street": "Platz 3"}, AS_OF)
    pdf = preview_pdf(company, draft, date(2026, 3, 31))
    text = PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text()
    assert (pdf.invoice_id, pdf.number) == (draft, None)
    for words in ("DRAFT", "Platz 3", "Ada & Söhne <b>", "Support", "31.00", "nothing is due"):
        assert words in text
    with pytest.raises(BillingError, match="a draft cannot be delivered"):
        deliver_pdf(company, draft)


def test_a_draft_shows_the_date_terms_and_taxes_that_posting_would_give(company: Company):
    draft = draft_of(company)
    with reading(company.engine) as connection:
        paper = PaperReader(connection, date(2026, 3, 31)).papers(connection, [draft])[0][1]
    post_drafts(company, [draft], date(2026, 3, 31))
    with reading(company.engine) as connection:
        posted = PaperReader(connection).papers(connection, [draft])[0][1]
    assert posted.number is not None
    assert replace(paper, number=posted.number) == posted


def test_looking_at_a_posted_document_archives_nothing_and_shows_what_delivery_gives(company: Company):
    with reading(company.engine) as connection:
        first = connection.exec_driver_sql("SELECT id FROM invoices WHERE number = ?".replace("?", f"'{FIRST}'")).scalar_one()
    seen = preview_pdf(company, first, AS_OF)
    with reading(company.engine) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM documents").scalar() == 0
    assert deliver_pdf(company, first) == seen
    change_details(company, {"note": "Another note."}, AS_OF)
    assert preview_pdf(company, first, AS_OF) == seen
    with pytest.raises(BillingError, match="there is no such invoice any more"):
        preview_pdf(company, 999, AS_OF)


def test_documents_come_in_the_order_asked_for_also_where_some_are_archived(company: Company, tmp_path: Path):
    with reading(company.engine) as connection:
        rows = connection.exec_driver_sql("SELECT id, number FROM invoices WHERE status = 'posted'").fetchall()
    by_number = {number: row_id for row_id, number in rows}
    save_pdf(company, by_number[SECOND], tmp_path / "mine.pdf")
    given = list(each_pdf(company, [by_number[SECOND], by_number[FIRST]]))
    assert [pdf.number for pdf in given] == [SECOND, FIRST]
    assert given[0].content == (tmp_path / "mine.pdf").read_bytes()
    report = write_pdfs_of(company, [by_number[FIRST]], tmp_path / "out")
    assert (report.count, report.archived_count) == (1, 1)
    assert find_documents(company, [SECOND]) == [by_number[SECOND]]


def test_what_is_drawn_when_a_person_stops_is_kept(company: Company, tmp_path: Path):
    asked = iter([False, True])
    for n in range(20):
        day_n = date(2026, 4 + n // 12, 1)
        (tmp_path / "orders.csv").write_text(f"order,account,ordered_on,status\nX{n},A1,{day_n},active\n")
        (tmp_path / "order_lines.csv").write_text(f"order,line,product,quantity,unit_price\nX{n},1,TEA,1,1.00\n")
        import_paths(company, [tmp_path / "orders.csv", tmp_path / "order_lines.csv"], as_of=day_n)
    run_invoices(company, RunRequest(date(2026, 5, 1), target_on=date(2026, 5, 1), mode="post", grouping="order"))
    with pytest.raises(Cancelled):
        write_pdfs(company, None, tmp_path / "out", jobs=1, progress=Progress(is_cancelled=lambda: next(asked)))
    with reading(company.engine) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM documents").scalar() == 16
