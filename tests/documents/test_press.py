"""Many papers come out in order and the same, whoever renders them."""

import itertools

import pytest

from billdesk.billing.errors import BillingError
from billdesk.documents import press
from billdesk.documents.invoice import render_invoice
from billdesk.documents.press import WORTH_IT, render_many
from tests.documents.papers import ODD, an_invoice


def numbered(count):
    return [(index, an_invoice(2, number=f"INV-{index}")) for index in range(count)]


def test_one_process_gives_each_paper_in_order():
    papers = numbered(5)
    assert list(render_many(papers, 1)) == [(key, render_invoice(paper)) for key, paper in papers]


def test_two_processes_give_the_same_in_the_same_order():
    # Enough for the worker to have started and done its share, with all that travels between them.
    papers = list(enumerate(itertools.chain(ODD.values(), (paper for _, paper in numbered(600)))))
    assert list(render_many(papers, 2)) == [(key, render_invoice(paper)) for key, paper in papers]


def test_folded_document_unfolds_to_itself():
    for paper in ODD.values():
        pdf = render_invoice(paper)
        folded = press._fold(pdf)
        assert press._unfold(folded) == pdf
        assert sum(len(piece) for piece in folded if isinstance(piece, bytes)) < len(pdf) - 6000


def test_papers_are_drawn_only_as_needed():
    drawn = []

    def papers():
        for index in itertools.count():
            drawn.append(index)
            yield index, an_invoice(1)

    stream = render_many(papers(), 2)
    for _ in range(100):
        next(stream)
    stream.close()
    assert len(drawn) < 1000


def test_few_papers_start_no_process(monkeypatch):
    monkeypatch.setattr(press, "_render_beside", lambda *_: pytest.fail("a worker was started"))
    assert len(list(render_many(numbered(10)))) == 10


def test_many_papers_are_shared_out_when_nothing_is_said(monkeypatch):
    asked = []

    def note(source, workers):
        asked.append((len(list(source)), workers))
        return iter(())

    monkeypatch.setattr(press, "_processors", lambda: 3)
    monkeypatch.setattr(press, "_render_beside", note)
    list(render_many((index, an_invoice(1)) for index in range(WORTH_IT)))
    assert asked == [(WORTH_IT, 2)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_refused_paper_is_named(jobs):
    papers = [*numbered(3), (3, an_invoice(number="INV-3", currency="XXQ"))]
    with pytest.raises(BillingError, match="unknown currency 'XXQ', document INV-3; "):
        list(render_many(papers, jobs))


@pytest.mark.parametrize("jobs", [1, 2])
def test_bug_names_the_document(jobs):
    paper = an_invoice(number=None, paper_size="A9")
    with pytest.raises(RuntimeError, match="document 17 could not be rendered: KeyError: 'A9'"):
        list(render_many([*numbered(2), (17, paper)], jobs))


@pytest.mark.parametrize(("jobs", "at_least"), [(1, 100), (2, 84)])
def test_documents_before_the_refused_one_are_given(jobs, at_least):
    given = []

    def take_all():
        for key, _ in render_many([*numbered(100), (100, an_invoice(currency="XXQ"))], jobs):
            given.append(key)

    with pytest.raises(BillingError):
        take_all()
    assert given == list(range(len(given)))
    assert at_least <= len(given) <= 100
