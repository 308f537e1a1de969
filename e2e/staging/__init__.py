"""Whether a scenario took place at all: a verdict over a fault that never was is worth nothing. Pure."""

from e2e.staging.staged import fault_ids, unstaged

__all__ = ["fault_ids", "unstaged"]
