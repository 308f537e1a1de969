"""`python -m tests.mutants.generated`: small changes of the reference page, all that a program can think of,
and whether the suite notices them. Prints what caught each, those that nothing caught, and the score.

Exit code 0: enough were caught, and the rest is explained. 1: not so. 3: the page breaks its contract even
without them, or the tool could not do its work.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from queue import SimpleQueue

from e2e.errors import SuiteError
from tests.mutants.generated import equivalent
from tests.mutants.generated.mutant import Mutant
from tests.mutants.generated.page import mutated, served
from tests.mutants.generated.plays import PLAYS, Play, reaching
from tests.mutants.generated.score import Fate, Played, Score, fate, table
from tests.mutants.generated.worker import Order, Worker

EVERY = 5.0
"""Real seconds between two lines that say how far it is."""


class Crew:
    """Workers of one kind: whoever has nothing to do plays the next."""

    def __init__(self, workers: Sequence[Worker]) -> None:
        self._idle: SimpleQueue[Worker] = SimpleQueue()
        self.size = len(workers)
        for worker in workers:
            self._idle.put(worker)

    def play(self, play: Play, mutant: str | None = None) -> Played:
        worker = self._idle.get()
        try:
            return worker.play(Order(play, mutant))
        finally:
            self._idle.put(worker)


class Progress:
    """Lines on standard error: how far it is, every few seconds; each mutant that got away, at once."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = self._survived = 0
        self._began = self._shown_at = time.monotonic()

    def add(self, one: Fate) -> None:
        self._done += 1
        if not one.caught_by:
            self._survived += 1
            say(f"survived: {one.mutant.place}, {one.mutant.mutator}: {one.mutant.change}")
        now = time.monotonic()
        if now - self._shown_at >= EVERY:
            self._shown_at = now
            say(
                f"{self._done} of {self._total} mutants, {self._survived} survived, {now - self._began:.0f} s"
            )


def say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


@contextmanager
def crew(size: int) -> Iterator[tuple[Crew, list[Mutant]]]:
    """The page with its mutants, built and served, and so many to play with it."""
    with ExitStack() as undo:
        sources, mutants = mutated(Path(undo.enter_context(tempfile.TemporaryDirectory())))
        config, addresses = served(sources, undo)
        workers = [Worker(config, addresses) for _ in range(size)]
        for worker in workers:
            undo.callback(worker.stop)
        yield Crew(workers), mutants


def baseline(crew: Crew) -> dict[Play, frozenset[str]]:
    """The ids that each scenario reaches. Raises SuiteError where the page breaks its contract by itself."""
    with ThreadPoolExecutor(crew.size) as threads:
        plays = dict(zip(PLAYS, threads.map(crew.play, PLAYS), strict=True))
    broken = [one for one in plays.values() if not one.kept]
    if broken:
        told = "; ".join(
            f"{one.play}: {', '.join((*one.checks, *one.unstaged, one.trouble))}" for one in broken
        )
        raise SuiteError(f"The page without a mutant was expected to keep its contract, and did not: {told}.")
    return {play: played.reached for play, played in plays.items()}


def hunted(crew: Crew, mutants: Sequence[Mutant], reached: Mapping[Play, frozenset[str]]) -> list[Fate]:
    progress = Progress(len(mutants))
    with ThreadPoolExecutor(crew.size) as threads:
        hunts: list[Future[Fate]] = [
            threads.submit(
                fate, each, reaching(each.file, each.id, reached), partial(crew.play, mutant=each.id)
            )
            for each in mutants
        ]
        try:
            for hunt in as_completed(hunts):
                progress.add(hunt.result())
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            raise
    return [hunt.result() for hunt in hunts]


def chosen(mutants: Iterable[Mutant], files: Sequence[str], ids: Sequence[str]) -> list[Mutant]:
    """Those of these files and ids; all where none is named."""
    return [each for each in mutants if (not files or each.file in files) and (not ids or each.id in ids)]


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.mutants.generated", description=__doc__.splitlines()[0]
    )
    parser.add_argument(
        "--file", action="append", default=[], help="those of this file only, as in run/polling.ts"
    )
    parser.add_argument("--id", action="append", default=[], help="this one only, by its number in the table")
    parser.add_argument(
        "--workers", type=int, default=min(4, os.cpu_count() or 1), help="pages driven at a time"
    )
    parser.add_argument(
        "--explain", action="store_true", help="end with the survivors as equivalent.yaml would name them"
    )
    options = parser.parse_args()
    try:
        return run(options)
    except SuiteError as error:
        say(str(error))
        return error.exit_code


def run(options: argparse.Namespace) -> int:
    began = time.monotonic()
    explanations = equivalent.load()
    with crew(options.workers) as (players, mutants):
        reached = baseline(players)
        ready = time.monotonic() - began
        say(f"{len(mutants)} mutants in the page; without them it keeps its contract ({ready:.0f} s)")
        fates = hunted(players, chosen(mutants, options.file, options.id), reached)
    score = Score(fates, explanations, mutants)
    blocks = [table(fates), *(told(each, explanations) for each in score.survivors)]
    if options.explain:
        blocks.append(equivalent.written([each.mutant for each in score.unexplained]))
    sys.stdout.write("\n\n".join([*blocks, *score.complaints, score.line(time.monotonic() - began)]) + "\n")
    return 1 if score.complaints else 0


def told(survivor: Fate, explanations: Sequence[equivalent.Explanation]) -> str:
    """A mutant that nothing caught, with its diff and why that is right, if it is."""
    mutant = survivor.mutant
    reasons = [explanation.reason for explanation in explanations if explanation.fits(mutant)]
    head = f"survivor {mutant.id}, {mutant.place}, {mutant.mutator}"
    where = "" if survivor.played else " (reached by no scenario)"
    return "\n".join([head + where, mutant.diff, *(f"explained: {reason}" for reason in reasons)])


if __name__ == "__main__":
    sys.exit(main())
