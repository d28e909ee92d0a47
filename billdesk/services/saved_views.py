"""Saved views: a list's filters and sort under a name of a person's own, kept in the company for all its windows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update

from billdesk.billing.errors import BillingError, FieldError
from billdesk.db.bulk import next_id
from billdesk.db.engine import reading, writing
from billdesk.db.models import saved_views
from billdesk.services import audit
from billdesk.services.company import Company
from billdesk.services.lists_columns import source_of
from billdesk.services.lists_conditions import OPERATORS, Condition

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class SavedView:
    """A view of one kind of list. `sort` is empty where the list's own holds."""

    kind: str
    name: str
    conditions: tuple[Condition, ...] = ()
    sort: tuple[tuple[str, bool], ...] = ()
    text: str = ""


def list_views(company: Company, kind: str) -> list[SavedView]:
    """The views of a list by name. What another version of BillDesk has saved and this one cannot show is left out."""
    c = saved_views.c
    with reading(company.engine) as connection:
        rows = connection.execute(select(c.name, c.query).where(c.kind == kind).order_by(c.name)).all()
    views = (_view_of(kind, name, query) for name, query in rows)
    return [view for view in views if view is not None]


def save_view(company: Company, view: SavedView) -> SavedView | None:
    """Keep a view, in the place of an earlier one of its name, which is returned. Raises FieldError for an empty name."""
    name = " ".join(view.name.split())
    if not name or len(name) > _LONGEST:
        raise FieldError("name", "a view needs a name of at most 60 letters", name, "give it a short name")
    c = saved_views.c
    query = json.dumps(_stored(view), ensure_ascii=False)
    with writing(company.engine) as connection:
        former = connection.execute(select(c.id, c.query).where(c.kind == view.kind, c.name == name)).first()
        if former is not None:
            connection.execute(update(saved_views).where(c.id == former.id).values(query=query))
            view_id = int(former.id)
        else:
            view_id = next_id(connection, saved_views)
            connection.execute(insert(saved_views).values(id=view_id, kind=view.kind, name=name, query=query))
        audit.append(connection, company, [audit.Entry("save", "view", view_id, {"list": view.kind, "name": name})])
    return None if former is None else _view_of(view.kind, name, former.query)


def delete_view(company: Company, kind: str, name: str) -> SavedView | None:
    """Delete a view and return it, for `save_view` to put back. Raises BillingError where there is none of that name."""
    c = saved_views.c
    with writing(company.engine) as connection:
        former = connection.execute(select(c.id, c.query).where(c.kind == kind, c.name == name)).first()
        if former is None:
            raise BillingError("no such view", name, "it was deleted already")
        connection.execute(delete(saved_views).where(c.id == former.id))
        audit.append(connection, company, [audit.Entry("delete", "view", int(former.id), {"list": kind, "name": name})])
    return _view_of(kind, name, former.query)


def conditions_as_json(conditions: tuple[Condition, ...]) -> list[list[Any]]:
    """Conditions as they are stored: [key, op, value]."""
    return [[c.key, c.op, list(c.value) if isinstance(c.value, tuple) else c.value] for c in conditions]


def conditions_from_json(kind: str, stored: object) -> tuple[Condition, ...] | None:
    """Conditions from what was stored; None where the list has no such column or filter any more."""
    if not isinstance(stored, list):
        return None
    known = source_of(kind).by_key
    made = []
    for part in stored:
        key, op, value = part if isinstance(part, list) and len(part) == 3 else ("", "", "")
        if key not in known or op not in OPERATORS[known[key].kind] or not isinstance(value, str | list):
            return None
        made.append(Condition(key, op, tuple(map(str, value)) if isinstance(value, list) else value))
    return tuple(made)


def _stored(view: SavedView) -> Mapping[str, Any]:
    return {"conditions": conditions_as_json(view.conditions), "sort": [list(pair) for pair in view.sort], "text": view.text}


def _view_of(kind: str, name: str, query: str) -> SavedView | None:
    try:
        stored = json.loads(query)
        conditions = conditions_from_json(kind, stored.get("conditions", []))
        sort = tuple((str(key), bool(down)) for key, down in stored.get("sort", []))
        text = str(stored.get("text", ""))
    except (ValueError, AttributeError, TypeError):
        return None
    known = source_of(kind).by_key
    if conditions is None or any(key not in known for key, _ in sort):
        return None
    return SavedView(kind, name, conditions, sort, text)
