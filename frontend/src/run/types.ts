/** What a run is made of. Plain data: no I/O, no time. */

/** The body of the start call. */
export interface RunRequest {
  homeName: string;
  address?: string;
  city?: string;
  postcode?: string;
  apisToTest: string[];
}

/** The whole job as the results call answers it. */
export type JobResults = Record<string, unknown>;

/**
 *     idle ──► starting ──► running ──► collecting ──► finished
 *                 │            │             │
 *                 └────────────┴─────────────┴──► failed ──► starting
 *
 * Leaving the page leads from anywhere to idle.
 */
export type RunState =
  | { phase: "idle" }
  | { phase: "starting"; request: RunRequest }
  | Running
  | { phase: "collecting"; jobId: string }
  | { phase: "finished"; jobId: string; results: JobResults }
  | Failed;

export interface Running {
  phase: "running";
  jobId: string;
  /** Percent, a whole number from 0 to 100; never goes back within a run. */
  progress: number;
  /** The API being tested, null when none is known. */
  currentApi: string | null;
}

export interface Failed {
  phase: "failed";
  /** A whole sentence for the user. */
  notice: string;
  /** The job that did complete and whose results could not be loaded. */
  completedJob?: string;
}

/** News of a job. Both channels, socket and polling, tell it in these same words. */
export type JobEvent =
  | { type: "progress"; jobId: string; progress: number; currentApi: string | null }
  | { type: "completed"; jobId: string }
  | { type: "failed"; jobId: string; error: string };

export type RunEvent =
  | JobEvent
  | { type: "start"; request: RunRequest }
  | { type: "started"; jobId: string }
  | { type: "start-refused"; reason: string }
  | { type: "results"; results: JobResults }
  | { type: "results-missing"; reason: string }
  | { type: "leave" };

export type Emit = (event: RunEvent) => void;
