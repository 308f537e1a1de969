import type { Clock } from "./clock";
import { getStatus, reasonOf } from "./http";
import type { RunLog } from "./log";
import { readStatus } from "./messages";
import type { Emit } from "./types";

const INTERVAL_SECONDS = 2;

/**
 * A request that waits keeps its chance while the next ones are made. When one more would be too many, the
 * oldest is given up, after 8 s. Browsers allow six connections to an origin: two stay free for other calls.
 * An answer that comes after a later request's counts for nothing.
 */
const MOST_OUTSTANDING = 4;

export interface PollingPorts {
  log: RunLog;
  clock: Clock;
}

/** Asks for the job's status at once and then every 2 s, whatever became of earlier requests, until `signal` aborts. */
export function poll({ log, clock }: PollingPorts, jobId: string, emit: Emit, signal: AbortSignal): void {
  const outstanding: AbortController[] = [];
  let asked = 0;
  let answered = 0;

  async function ask(request: AbortController): Promise<void> {
    const number = ++asked;
    log.polling(jobId);
    try {
      const answer = await getStatus(jobId, AbortSignal.any([signal, request.signal]));
      if (number < answered) return;
      answered = number;
      const news = readStatus(jobId, answer);
      if (news) emit(news);
    } catch (error) {
      if (!signal.aborted) log.pollFailed(reasonOf(error));
    } finally {
      remove(request);
    }
  }

  function remove(request: AbortController): void {
    const index = outstanding.indexOf(request);
    if (index >= 0) outstanding.splice(index, 1);
  }

  function tick(): void {
    if (outstanding.length >= MOST_OUTSTANDING) outstanding.shift()?.abort(new Error("no answer"));
    const request = new AbortController();
    outstanding.push(request);
    void ask(request);
  }

  signal.addEventListener("abort", clock.every(INTERVAL_SECONDS, tick));
  tick();
}
