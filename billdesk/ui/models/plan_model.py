"""The plan of a run as a Qt tree: accounts, their invoices where they get several, and the lines that explain each amount.

Ten thousand accounts are as many small nodes; lines are asked for when an account or invoice is opened. All amounts come
from the plan; nothing is worked out here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import groupby

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFont

from billdesk.services.run_review import PlannedBill, PlannedLine, RunPlan
from billdesk.ui.formats import Formats
from billdesk.ui.words import tr

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
WHAT, WHEN, QUANTITY, PRICE, NET, TAX, TOTAL = range(7)
_ROW = QSize(40, 28)
Explained = Sequence[tuple[PlannedBill, tuple[PlannedLine, ...]]]


class Node:
    """An account, an invoice or a line. `children` is None while they are not known."""

    __slots__ = ("bills", "children", "line", "number", "parent", "row")

    def __init__(
        self, number: int, parent: Node | None, row: int, bills: Sequence[PlannedBill], line: PlannedLine | None
    ) -> None:
        self.number, self.parent, self.row = number, parent, row
        self.bills = bills
        self.line = line
        self.children: list[Node] | None = [] if line is not None else None

    @property
    def is_account(self) -> bool:
        """A node of the first level."""
        return self.parent is None


class PlanModel(QAbstractItemModel):
    """Shows a plan. `wanted` asks for the lines of an account; `explain` takes them."""

    wanted = Signal(int)

    def __init__(self, formats: Formats, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        self._plan: RunPlan | None = None
        self._nodes: list[Node] = []
        self._all: list[Node] = []
        self._top: list[Node] = []
        self._asked: set[int] = set()
        self._only: frozenset[int] | None = None
        self._sort: tuple[int, bool] = (WHAT, False)
        self._bold = QFont()
        self._bold.setBold(True)
        self._titles = (
            tr("Account, invoice, line"),
            tr("Period or due date"),
            tr("Quantity"),
            tr("Unit price"),
            tr("Net"),
            tr("Tax"),
            tr("Total"),
        )

    def show_plan(self, plan: RunPlan | None) -> None:
        """Show another plan."""
        self.beginResetModel()
        self._plan = plan
        self._nodes, self._all, self._asked = [], [], set()
        for _, bills in groupby(plan.bills if plan is not None else (), key=lambda bill: bill.account_id):
            account = self._node(None, 0, tuple(bills), None)
            if len(account.bills) > 1:
                account.children = [self._node(account, row, (bill,), None) for row, bill in enumerate(account.bills)]
            self._all.append(account)
        self._arrange()
        self.endResetModel()

    def show_only(self, accounts: frozenset[int] | None) -> None:
        """Show these accounts of the plan only; None shows all."""
        if accounts == self._only:
            return
        self.beginResetModel()
        self._only = accounts
        self._arrange()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort the accounts by name, or by an amount."""
        self.beginResetModel()
        self._sort = (column, order is Qt.SortOrder.DescendingOrder)
        self._arrange()
        self.endResetModel()

    def explain(self, account_id: int, explained: Explained) -> None:
        """Take the lines of an account's invoices."""
        account = next((node for node in self._all if node.bills[0].account_id == account_id), None)
        if account is None:
            return
        is_shown = account in self._top  # a search may have put it aside meanwhile
        invoices = [account] if len(account.bills) == 1 else account.children or []
        for node, (_, lines) in zip(invoices, explained, strict=True):
            if node.children is None and lines:
                if is_shown:
                    self.beginInsertRows(self._index(node), 0, len(lines) - 1)
                node.children = [self._node(node, row, node.bills, line) for row, line in enumerate(lines)]
                if is_shown:
                    self.endInsertRows()

    def account_at(self, index: Index) -> int | None:
        """The account id of the row."""
        return self._nodes[index.internalId()].bills[0].account_id if index.isValid() else None

    @property
    def shown_count(self) -> int:
        """How many accounts are shown."""
        return len(self._top)

    # Qt's questions ---------------------------------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        """The index of a child."""
        children = self._children(parent)
        if children is None or not (0 <= row < len(children) and 0 <= column < len(self._titles)):
            return QModelIndex()
        return self.createIndex(row, column, children[row].number)

    def parent(self, index: Index = _NOWHERE) -> QModelIndex:  # type: ignore[override]  # QObject.parent() is another question
        """The index of the parent."""
        if not index.isValid():
            return QModelIndex()
        above = self._nodes[index.internalId()].parent
        return QModelIndex() if above is None else self._index(above)

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """How many children are known."""
        return len(self._children(parent) or ())

    def columnCount(self, _parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """The columns of all levels."""
        return len(self._titles)

    def hasChildren(self, parent: Index = _NOWHERE) -> bool:  # noqa: N802 - Qt's name
        """Accounts and invoices have some."""
        if not parent.isValid():
            return bool(self._top)
        return parent.column() == 0 and self._nodes[parent.internalId()].line is None

    def canFetchMore(self, parent: Index) -> bool:  # noqa: N802 - Qt's name
        """Whether children are to be asked for."""
        if not parent.isValid():
            return False
        node = self._nodes[parent.internalId()]
        return node.children is None and node.bills[0].account_id not in self._asked

    def fetchMore(self, parent: Index) -> None:  # noqa: N802 - Qt's name
        """Ask for the lines of an account's invoices."""
        if self.canFetchMore(parent):
            account_id = self._nodes[parent.internalId()].bills[0].account_id
            self._asked.add(account_id)
            self.wanted.emit(account_id)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a cell, and how they are shown."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        node = self._nodes[index.internalId()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self._words(node, index.column())
        if role == Qt.ItemDataRole.FontRole and node.is_account and index.column() in (WHAT, TOTAL):
            return self._bold
        if role == Qt.ItemDataRole.SizeHintRole:
            return _ROW
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: N802
        """The titles."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        return self._alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    # Its own ----------------------------------------------------------------------------------------------------------

    def _node(self, parent: Node | None, row: int, bills: Sequence[PlannedBill], line: PlannedLine | None) -> Node:
        node = Node(len(self._nodes), parent, row, bills, line)
        self._nodes.append(node)
        return node

    def _arrange(self) -> None:
        only, (column, descending) = self._only, self._sort
        shown = [node for node in self._all if only is None or node.bills[0].account_id in only]
        keys: dict[int, Callable[[Node], object]] = {
            NET: lambda node: sum(bill.net_minor for bill in node.bills),
            TAX: lambda node: sum(bill.tax_minor for bill in node.bills),
            TOTAL: lambda node: sum(bill.total_minor for bill in node.bills),
        }
        key = keys.get(column, lambda node: (node.bills[0].name.casefold(), node.bills[0].account))
        shown.sort(key=key, reverse=descending)
        for row, node in enumerate(shown):
            node.row = row
        self._top = shown

    def _children(self, parent: Index) -> Sequence[Node] | None:
        if not parent.isValid():
            return self._top
        return self._nodes[parent.internalId()].children if parent.column() == 0 else None

    def _index(self, node: Node) -> QModelIndex:
        return self.createIndex(node.row, 0, node.number)

    @staticmethod
    def _alignment(column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column >= QUANTITY else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def _words(self, node: Node, column: int) -> str:
        if node.line is not None:
            return self._line_words(node, node.line, column)
        bills = node.bills
        if column == WHAT:
            first = bills[0]
            return f"{first.name}  ({first.account})" if node.is_account else self._bill_words(first)
        if column == WHEN:
            return self._counts(bills) if len(bills) > 1 or not node.is_account else self._bill_words(bills[0])
        if column in (NET, TAX, TOTAL):
            return self._sums(bills, column)
        return ""

    def _bill_words(self, bill: PlannedBill) -> str:
        """Which occurrence bills it, up to when, and how it is grouped."""
        assert self._plan is not None  # noqa: S101 - a bill is one of a plan
        turn, formats = self._plan.turns[bill.turn], self._formats
        words = [turn.schedule or tr("By hand"), tr("due up to {date}").format(date=formats.date_(turn.target_on))]
        if turn.invoice_on != turn.target_on:
            words.append(tr("dated {date}").format(date=formats.date_(turn.invoice_on)))
        return ", ".join(words)

    def _counts(self, bills: Sequence[PlannedBill]) -> str:
        lines = sum(bill.line_count for bill in bills)
        words = tr("1 line") if lines == 1 else tr("{n} lines").format(n=self._formats.count(lines))
        return words if len(bills) == 1 else f"{tr('{n} invoices').format(n=self._formats.count(len(bills)))}, {words}"

    def _sums(self, bills: Sequence[PlannedBill], column: int) -> str:
        sums: dict[str, int] = {}
        for bill in bills:
            amount = bill.net_minor if column == NET else bill.tax_minor if column == TAX else bill.total_minor
            sums[bill.currency] = sums.get(bill.currency, 0) + amount
        return " + ".join(self._formats.money(minor, currency) for currency, minor in sums.items())

    def _line_words(self, node: Node, line: PlannedLine, column: int) -> str:
        formats, currency = self._formats, node.bills[0].currency
        if column == WHAT:
            return f"{line.description}  ({line.order} / {line.position})"
        if column == WHEN:
            return self._period(line)
        if column == QUANTITY:
            return formats.quantity(line.quantity_e6)
        if column == PRICE:
            price = formats.price(line.unit_price_e4, currency)
            return f"{price}  −{formats.percent(line.discount_e4)}" if line.discount_e4 else price
        if column == NET:
            return formats.money(line.net_minor, currency)
        return formats.percent(line.tax_rate_e4) if column == TAX else ""

    def _period(self, line: PlannedLine) -> str:
        """The period with its last day, and what part of a whole one it is."""
        formats = self._formats
        if line.period_from is None or line.period_until is None:
            return tr("due {date}").format(date=formats.date_(line.due_on))
        last = line.period_until - timedelta(1)
        words = f"{formats.date_(line.period_from)} – {formats.date_(last)}"
        if line.used_days != line.whole_days:
            words += "  " + tr("{used} of {whole} days").format(used=line.used_days, whole=line.whole_days)
        return words
