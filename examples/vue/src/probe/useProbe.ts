import { onUnmounted, reactive } from "vue";

import { launch, ping, reasonOf } from "./api";
import { follow } from "./feed";
import { poll } from "./poll";
import { collect, reports } from "./reports";
import type { News } from "./words";

export interface Probe {
  phase: "ready" | "launching" | "probing" | "collecting";
  percent: number;
  source: string;
  /** The feed is open. */
  live: boolean;
  /** Why the last one came to nothing. */
  problem: string;
}

/** One probe at a time; `done` is called with its id when its report is there. Leaving the page ends it. */
export function useProbe(done: (id: string) => void): { probe: Probe; start: (environment: string) => void } {
  const probe = reactive<Probe>({ phase: "ready", percent: 0, source: "", live: false, problem: "" });
  let over = new AbortController();

  async function run(environment: string): Promise<void> {
    over = new AbortController();
    const { signal } = over;
    Object.assign(probe, { phase: "launching", percent: 0, source: "", live: false, problem: "" });
    try {
      await ping(signal);
      const id = await launch(environment, signal);
      probe.phase = "probing";
      await ended(id, signal);
      probe.phase = "collecting";
      reports.set(id, await collect(id, signal));
      if (!signal.aborted) done(id);
    } catch (error) {
      if (!signal.aborted) Object.assign(probe, { phase: "ready", problem: reasonOf(error) });
    }
  }

  /** Resolves when the probe is done; rejects when it broke. Both channels tell, whoever is first. */
  async function ended(id: string, signal: AbortSignal): Promise<void> {
    const channels = new AbortController();
    const either = AbortSignal.any([signal, channels.signal]);
    try {
      await new Promise<void>((resolve, reject) => {
        const tell = (news: News) => {
          if (news.state === "DONE") resolve();
          else if (news.state === "BROKEN") reject(new Error(news.fault));
          else if (news.percent >= probe.percent) Object.assign(probe, { percent: news.percent, source: news.source });
        };
        void poll(id, tell, either);
        follow(id, tell, (open) => (probe.live = open), either);
      });
    } finally {
      channels.abort();
      probe.live = false;
    }
  }

  onUnmounted(() => over.abort());

  return {
    probe,
    start(environment) {
      if (probe.phase === "ready") void run(environment);
    },
  };
}
