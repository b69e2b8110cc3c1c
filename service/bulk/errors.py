"""What keeps a bulk run from beginning."""

from service.errors import SettingsError


class BulkError(SettingsError):
    code = "bulk_refused"
    title = "The run cannot begin."


class MissingExtra(BulkError):
    code = "missing_extra"
    title = "That takes what is not installed."

    def __init__(self, extra: str) -> None:
        super().__init__(f"pip install 'innominado[{extra}]'.")


class AnotherRun(BulkError):
    code = "another_run"
    title = "The output folder is of a run with another input, bundle, policy, version or acceptance."


class RunInProgress(BulkError):
    code = "run_in_progress"
    title = "Another process is writing to the output folder."


class AcceptanceVoid(BulkError):
    code = "acceptance_void"
    title = "The acceptance is of another bundle, policy, style or version: a new sample has to be read."


class WorkersFail(BulkError):
    code = "workers_fail"
    title = "Those who are to do the work cannot."


class OutputFails(BulkError):
    code = "output_fails"
    title = "The output folder takes nothing more; make room and run it again."
