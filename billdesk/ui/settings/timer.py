"""Settings: the system's own timer, which bills what is due while the window is closed."""

from __future__ import annotations

from billdesk.services.company import Company
from billdesk.services.os_timers import TimerState
from billdesk.services.timer import install_timer, remove_timer, timer_state, timer_times
from billdesk.ui.desk import Desk
from billdesk.ui.settings.section import Section
from billdesk.ui.words import tr


class TimerSection(Section):
    """Whether there is a timer, when it runs, and the buttons to set and to remove it."""

    key = "timer"
    icon = "clock"

    def __init__(self, desk: Desk) -> None:
        about = tr(
            "Your computer can run the schedules by itself, at their times of day, also while BillDesk is closed. "
            "What was missed while it was off is made up for."
        )
        super().__init__(desk, tr("Timer"), about)
        self.state: TimerState | None = None
        self.words = self.label(name="settings.timer.words")
        self.note = self.label(name="settings.timer.note", is_muted=True)
        self.on_card(self.words, self.note)
        self.install = self.button("timer.install", tr("Turn on"), self.turn_on, is_primary=True)
        self.remove = self.button("timer.remove", tr("Turn off"), self.turn_off)
        self.row(self.install, self.remove)
        self.column.addStretch(1)
        self.install.hide()
        self.remove.hide()

    def show_values(self) -> None:
        """See Section."""
        company, target = self.desk.company, self.desk.target
        self.desk.jobs.read(self, lambda: _read(company, target), self._show, key="state")

    def turn_on(self) -> None:
        """Set the timer, or give it the present times."""
        company, target = self.desk.company, self.desk.target
        self.desk.jobs.run(tr("Turning the timer on"), lambda _progress: install_timer(company, target), self._turned)

    def turn_off(self) -> None:
        """Take the timer away."""
        target = self.desk.target
        self.desk.jobs.run(tr("Turning the timer off"), lambda _progress: remove_timer(target), self._turned)

    def _turned(self, _result: object) -> None:
        self.show_values()

    def _show(self, found: tuple[TimerState, tuple[str, ...]]) -> None:
        self.state, times = found
        state, wanted = self.state, tr(" and ").join(times)
        is_stale = state.is_installed and state.times != times
        if not state.is_installed:
            self.words.setText(tr("It is off. Turned on, it runs each day at {times}.").format(times=wanted))
        elif is_stale:
            words = tr("It is on and runs each day at {present}, but the schedules are now at {times}.")
            self.words.setText(words.format(present=tr(" and ").join(state.times), times=wanted))
        else:
            self.words.setText(tr("It is on and runs each day at {times}.").format(times=wanted))
        note = state.note[:1].upper() + state.note[1:]
        self.note.setText(f"{note}." if note else "")
        self.note.setVisible(bool(note))
        self.install.setText(tr("Take the new times") if is_stale else tr("Turn on"))
        self.install.setAccessibleName(self.install.text())
        self.install.setVisible(is_stale or not state.is_installed)
        self.remove.setVisible(state.is_installed)


def _read(company: Company, target: str) -> tuple[TimerState, tuple[str, ...]]:
    return timer_state(target), timer_times(company)
