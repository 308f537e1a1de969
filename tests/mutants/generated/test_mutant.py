import json

from tests.mutants.generated.mutant import Mutant, Place, clipped, folded, offset, read

SOURCE = """\
function remove(): void {
  if (index >= 0) {
    list.splice(index, 1);
  }
}
"""


def listed(start: tuple[int, int], end: tuple[int, int], replacement: str) -> bytes:
    location = {name: {"line": at[0], "column": at[1]} for name, at in (("start", start), ("end", end))}
    fields = {"id": "7", "fileName": "src/run/list.ts", "mutatorName": "EqualityOperator"}
    return json.dumps([{**fields, "replacement": replacement, "location": location}]).encode()


def test_a_mutant_is_told_by_where_it_is_and_what_it_changes() -> None:
    assert read(listed((1, 6), (1, 16), "index > 0"), {"src/run/list.ts": SOURCE}) == [
        Mutant(
            id="7",
            file="run/list.ts",
            line=2,
            mutator="EqualityOperator",
            code="if (index >= 0) {",
            original="index >= 0",
            replacement="index > 0",
            diff="""\
@@ -1,3 +1,3 @@
 function remove(): void {
-  if (index >= 0) {
+  if (index > 0) {
     list.splice(index, 1);""",
        )
    ]


def test_what_spans_lines_is_told_on_one() -> None:
    (mutant,) = read(listed((1, 18), (3, 3), "{}"), {"src/run/list.ts": SOURCE})
    assert (mutant.code, mutant.original) == ("if (index >= 0) {", "{ list.splice(index, 1); }")
    assert mutant.diff.splitlines()[2:] == [
        "-  if (index >= 0) {",
        "-    list.splice(index, 1);",
        "-  }",
        "+  if (index >= 0) {}",
        " }",
    ]


def test_a_place_is_counted_from_0() -> None:
    assert [offset("one\ntwo\n", place) for place in (Place(0, 0), Place(1, 2), Place(2, 0))] == [0, 6, 8]


def test_long_texts_are_folded_and_clipped() -> None:
    assert folded("  a\n\t b ") == "a b"
    assert [clipped("12345", most=5), clipped("123456", most=5)] == ["12345", "1234…"]
