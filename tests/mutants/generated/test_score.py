from collections.abc import Iterable
from dataclasses import replace

from tests.mutants.generated.equivalent import Explanation, name_of
from tests.mutants.generated.mutant import Mutant
from tests.mutants.generated.score import Fate, Played, Score, fate, table

MUTANT = Mutant("1", "run/log.ts", 7, "StringLiteral", 'log("closed");', '"closed"', '""', "-a\n+b")
KEPT = Played("success", 0.5)
BROKEN = Played("reset-mid-run", 0.7, checks=("log-loss", "log-lifecycle"))
UNSTAGED = Played("refused-handshake", 0.6, unstaged=("no handshake was refused",))
STUCK = Played("job-fails", 10.0, trouble="not settled")


def scored(fates: Iterable[Fate], explained: Iterable[Mutant] = ()) -> Score:
    whole = list(fates)
    explanations = [Explanation(name_of(mutant), "Nobody sees it.") for mutant in explained]
    return Score(whole, explanations, [each.mutant for each in whole])


def many(caught: int, survived: int) -> list[Fate]:
    ends = [(BROKEN,)] * caught + [(KEPT,)] * survived
    return [Fate(replace(MUTANT, file=f"run/{number}.ts"), end) for number, end in enumerate(ends)]


def test_a_mutant_is_played_until_a_promise_is_broken() -> None:
    assert fate(MUTANT, [KEPT, UNSTAGED, BROKEN, STUCK], lambda one: one).played == (KEPT, UNSTAGED, BROKEN)


def test_what_does_not_come_to_rest_is_played_no_further() -> None:
    assert fate(MUTANT, [STUCK, BROKEN], lambda one: one).played == (STUCK,)


def test_it_is_caught_by_a_check_first_by_trouble_else_by_what_did_not_take_place() -> None:
    ends = [(KEPT, UNSTAGED, BROKEN), (KEPT, STUCK), (KEPT, UNSTAGED), (KEPT,), ()]
    assert [Fate(MUTANT, played).caught_by for played in ends] == [
        "log-loss, log-lifecycle",
        "not settled",
        "not staged",
        "",
        "",
    ]


def test_nine_of_ten_are_enough_where_the_tenth_is_explained() -> None:
    fates = many(9, 1)
    score = scored(fates, [fates[-1].mutant])
    assert score.complaints == []
    assert score.line(61) == "generated: 9 of 10 caught (90.0%), 1 explained, 0 neither, in 1:01"


def test_fewer_are_not() -> None:
    fates = many(8, 2)
    assert scored(fates, [each.mutant for each in fates[-2:]]).complaints == [
        "8 of 10 mutants were caught, expected 90% at least."
    ]


def test_of_a_part_only_each_has_to_be_caught_or_explained() -> None:
    one, other = many(1, 1)
    explanations = [Explanation(name_of(other.mutant), "Nobody sees it.")]
    assert Score([one, other], explanations, [other.mutant] * 10).complaints == []


def test_one_that_is_neither_caught_nor_explained_is_too_many() -> None:
    (complaint,) = scored(many(99, 1)).complaints
    assert complaint.startswith("1 of 100 mutants were neither caught nor explained")


def test_an_explanation_of_what_does_not_exist_is_an_error() -> None:
    gone = replace(MUTANT, file="run/gone.ts")
    assert scored(many(10, 0), [gone]).complaints == [
        'equivalent.yaml explains a mutant that does not exist: run/gone.ts, StringLiteral: "closed" → "".'
    ]


def test_an_explanation_of_what_is_caught_is_an_error() -> None:
    fates = [Fate(MUTANT, (BROKEN,))]
    (complaint,) = scored(fates, [MUTANT]).complaints
    assert complaint == (
        f"equivalent.yaml explains {MUTANT.place}, {MUTANT.change}, which log-loss, log-lifecycle caught: "
        "take it out."
    )


def test_nothing_played_shows_nothing() -> None:
    assert Score([], [], [MUTANT]).complaints == ["No mutant was played: nothing was shown."]


def test_the_table_says_what_caught_each_and_where() -> None:
    fates = [
        Fate(MUTANT, (KEPT, BROKEN)),
        Fate(replace(MUTANT, id="2"), (KEPT,)),
        Fate(replace(MUTANT, id="3")),
    ]
    assert table(fates) == (
        "mutant  place         change                        caught by                scenario           s\n"
        '1       run/log.ts:7  StringLiteral: "closed" → ""  log-loss, log-lifecycle  reset-mid-run    1.2\n'
        '2       run/log.ts:7  StringLiteral: "closed" → ""  -                        -                0.5\n'
        '3       run/log.ts:7  StringLiteral: "closed" → ""  -                        reached by none  0.0'
    )
