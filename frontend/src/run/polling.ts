import { type Clock, within } from "./clock";
import { getStatus, reasonOf } from "./http";
import type { RunLog } from "./log";
import { readStatus } from "./messages";
import type { Emit } from "./types";

const INTERVAL_SECONDS = 2;

/**
 * A request that waits keeps its chance while the next three are made. Browsers allow six connections to an origin:
 * two stay free for other calls.
 */
const PATIENCE_SECONDS = 8;

export interface PollingPorts {
  log: RunLog;
  clock: Clock;
}

/**
 * Asks for the job's status at once and then every 2 s, whatever became of earlier requests, until `signal` aborts.
 * An answer that comes after a later request's counts for nothing.
 */
export function poll({ log, clock }: PollingPorts, jobId: string, emit: Emit, signal: AbortSignal): void {
  let asked = 0;
  let answered = 0;

  async function ask(): Promise<void> {
    const number = ++asked;
    log.polling(jobId);
    try {
      const answer = await within(clock, PATIENCE_SECONDS, signal, (late) => getStatus(jobId, late));
      if (number < answered) return;
      answered = number;
      const news = readStatus(jobId, answer);
      if (news) emit(news);
    } catch (error) {
      if (!signal.aborted) log.pollFailed(reasonOf(error));
    }
  }

  function tick(): void {
    void ask();
  }

  signal.addEventListener("abort", clock.every(INTERVAL_SECONDS, tick));
  tick();
}
