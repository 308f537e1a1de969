import type { JobEvent, RunEvent, Running, RunState } from "./types";

export const IDLE: RunState = { phase: "idle" };

/**
 * The state after `event`.
 *
 * An event that does not fit the state has none: news of another job, news of a job that has ended, a second
 * start. So it makes no difference which channel tells a thing first, or how often it is told.
 */
export function next(state: RunState, event: RunEvent): RunState {
  switch (event.type) {
    case "leave":
      return IDLE;
    case "start":
      return canStart(state) ? { phase: "starting", request: event.request } : state;
    case "started":
    case "start-refused":
      return state.phase === "starting" ? afterStart(event) : state;
    case "progress":
    case "completed":
    case "failed":
      return state.phase === "running" && state.jobId === event.jobId ? afterNews(state, event) : state;
    case "results":
    case "results-missing":
      return state.phase === "collecting" ? afterCollecting(state.jobId, event) : state;
  }
}

export function canStart(state: RunState): boolean {
  return state.phase === "idle" || state.phase === "failed";
}

function afterStart(event: Extract<RunEvent, { type: "started" | "start-refused" }>): RunState {
  return event.type === "started"
    ? { phase: "running", jobId: event.jobId, progress: 0, currentApi: null }
    : { phase: "failed", notice: `Could not start the test: ${event.reason}` };
}

function afterNews(state: Running, event: JobEvent): RunState {
  switch (event.type) {
    case "progress":
      // In a burst of the same news nothing is drawn anew.
      return event.progress === state.progress && event.currentApi === state.currentApi
        ? state
        : merge(state, event.progress, event.currentApi);
    case "completed":
      return { phase: "collecting", jobId: state.jobId };
    case "failed":
      return { phase: "failed", notice: `Test failed: ${event.error}` };
  }
}

function afterCollecting(
  jobId: string,
  event: Extract<RunEvent, { type: "results" | "results-missing" }>,
): RunState {
  return event.type === "results"
    ? { phase: "finished", jobId, results: event.results }
    : { phase: "failed", notice: `Could not load the results: ${event.reason}`, completedJob: jobId };
}

/** News with less progress than is shown is old news and counts for nothing. */
function merge(state: Running, progress: number, currentApi: string | null): Running {
  return progress < state.progress ? state : { ...state, progress, currentApi };
}
