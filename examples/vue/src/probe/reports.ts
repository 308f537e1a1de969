import { reasonOf, report } from "./api";
import { elapsed } from "./poll";
import type { Dict } from "./words";

const PATIENCE = 30_000;

/** Reports that were loaded already, by their probe. */
export const reports = new Map<string, Dict>();

/** The news of the end may be ahead of the report: it is asked for again after 1 s, for 30 s. */
export async function collect(id: string, over: AbortSignal): Promise<Dict> {
  const until = Date.now() + PATIENCE;
  for (;;) {
    try {
      return await report(id, over);
    } catch (error) {
      if (over.aborted || Date.now() >= until) throw new Error(`the report is lost: ${reasonOf(error)}`);
    }
    await elapsed(1000, over);
  }
}
