"""Everything that can go wrong with the suite itself, as opposed to the page under test.

    SuiteError
    ├── UsageError           asked for in a way that makes no sense               exit code 2
    │   └── ConfigError      the configuration is wrong
    └── Unavailable          something the suite needs cannot be had              exit code 3
        ├── NotSettled       page and backend do not come to rest
        └── NotStaged        a scenario's fault did not take place

Each message says what was expected, what came, and what to do.
"""


class SuiteError(Exception):
    exit_code = 3


class UsageError(SuiteError):
    exit_code = 2


class ConfigError(UsageError):
    pass


class Unavailable(SuiteError):
    pass


class NotSettled(Unavailable):
    def __init__(self, missing: list[str]) -> None:
        super().__init__(f"Page and backend did not come to rest: {'; '.join(missing)}.")
        self.missing = missing

    def __reduce__(self) -> tuple[type["NotSettled"], tuple[list[str]]]:
        return type(self), (self.missing,)


class NotStaged(Unavailable):
    pass
