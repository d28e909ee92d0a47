"""The trail of places."""

from billdesk.ui.navigation import Place, Trail


def test_going_back_and_somewhere_else_forgets_what_lay_ahead():
    trail = Trail()
    for page in ("home", "accounts", "orders"):
        trail.visit(Place(page))
    trail.back()
    trail.visit(Place("runs"))

    assert not trail.can_go_forward
    assert trail.back() == Place("accounts")
    assert trail.back() == Place("home")
    assert trail.back() is None


def test_going_where_one_is_leaves_no_trace():
    trail = Trail()
    trail.visit(Place("home"))
    trail.visit(Place("home"))

    assert not trail.can_go_back


def test_a_long_trail_forgets_its_beginning():
    trail = Trail(limit=3)
    for record in range(5):
        trail.visit(Place("order", record))

    assert trail.here == Place("order", 4)
    assert [trail.back(), trail.back(), trail.back()] == [Place("order", 3), Place("order", 2), None]


def test_recent_places_come_newest_first_and_once():
    trail = Trail()
    for page in ("home", "accounts", "home", "orders"):
        trail.visit(Place(page))

    assert trail.recent() == [Place("home"), Place("accounts")]


def test_a_place_tells_what_it_was_told():
    place = Place("invoices", None, (("filter", "overdue"),))

    assert (place.told("filter"), place.told("run")) == ("overdue", "")
