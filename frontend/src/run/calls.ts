import { type Clock, pause, within } from "./clock";
import { checkHealth, getResults, reasonOf, startJob } from "./http";
import type { RunLog } from "./log";
import type { RunEvent, RunRequest } from "./types";

const HEALTH_SECONDS = 3;
const START_SECONDS = 30;
const RESULTS_SECONDS = 10;
const RESULTS_PAUSE_SECONDS = 1;
const RESULTS_PATIENCE_SECONDS = 30;

/** Starts a job if the backend is well; the answer is what became of it. */
export async function start(clock: Clock, request: RunRequest, signal: AbortSignal): Promise<RunEvent> {
  try {
    await within(clock, HEALTH_SECONDS, signal, checkHealth);
  } catch (error) {
    return { type: "start-refused", reason: `the backend is not available (${reasonOf(error)})` };
  }
  try {
    const jobId = await within(clock, START_SECONDS, signal, (late) => startJob(request, late));
    return { type: "started", jobId };
  } catch (error) {
    return { type: "start-refused", reason: reasonOf(error) };
  }
}

/**
 * The results of a completed job. The news of the completion can be ahead of them, so any other answer than
 * results is asked again after 1 s, for 30 s.
 */
export async function collect(clock: Clock, log: RunLog, jobId: string, signal: AbortSignal): Promise<RunEvent> {
  const patience = new AbortController();
  clock.after(RESULTS_PATIENCE_SECONDS, () => {
    patience.abort();
  });
  for (;;) {
    try {
      const results = await within(clock, RESULTS_SECONDS, signal, (late) => getResults(jobId, late));
      return { type: "results", results };
    } catch (error) {
      const reason = reasonOf(error);
      if (signal.aborted || patience.signal.aborted) return { type: "results-missing", reason };
      log.resultsNotReady(reason);
    }
    await pause(clock, RESULTS_PAUSE_SECONDS);
  }
}
