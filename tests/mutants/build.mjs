// Builds pages one after the other: for each line of JSON on standard input, {"root", "out", "react", "mode"}, a
// line on standard output, empty or the reason why there is no page. To be run in the page's folder, where Vite is.
import { createInterface } from "node:readline";

import { build } from "vite";

for await (const line of createInterface({ input: process.stdin })) {
  const { root, out, react, mode } = JSON.parse(line);
  process.env.NODE_ENV = react;
  console.log(JSON.stringify(await built(root, out, mode)));
}

async function built(root, out, mode) {
  const wanted = { outDir: out, emptyOutDir: true, minify: false, reportCompressedSize: false };
  try {
    await build({ root, mode, logLevel: "silent", build: wanted });
    return "";
  } catch (error) {
    return String(error.stack ?? error);
  }
}
