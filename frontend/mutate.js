/**
 * node mutate.js FILE...: puts all mutants of these files into them, and writes the list of them to mutants.json.
 *
 * Danger: it overwrites the files; it is for a copy of the page. The mutant whose id is
 * `globalThis.__stryker__.activeMutant` when its line runs is the one that is on; by default none is.
 * Of each mutant the list says id, fileName, mutatorName, replacement and location: from `start` up to `end`,
 * lines and columns counted from 0.
 *
 * What the build would fill in, `import.meta.env`, is left to `globalThis.__builtFor__`: one bundle for all modes.
 */
import { readFileSync, writeFileSync } from "node:fs";

import { Instrumenter } from "@stryker-mutator/instrumenter";

const quiet = { debug() {}, info() {}, warn: console.warn, error: console.error, isDebugEnabled: () => false };
const options = { plugins: null, excludedMutations: [], ignorers: [] };

const sources = process.argv.slice(2).map((name) => ({ name, mutate: true, content: readFileSync(name, "utf8") }));
const { files, mutants } = await new Instrumenter(quiet).instrument(sources, options);

for (const { name, content } of files) {
  writeFileSync(name, content.replaceAll("import.meta.env", "globalThis.__builtFor__"));
}
writeFileSync("mutants.json", JSON.stringify(mutants));
