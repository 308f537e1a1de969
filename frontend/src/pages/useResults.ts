import { useEffect, useState } from "react";
import { useLocation } from "react-router";

import { getResults, reasonOf } from "../run/http";
import { isRecord } from "../run/messages";
import type { JobResults } from "../run/types";

export type ResultsState =
  | { phase: "loading" }
  | { phase: "loaded"; results: JobResults }
  | { phase: "failed"; reason: string };

/** The results that the runner page handed over, else those that the backend has for the job. */
export function useResults(jobId: string): { state: ResultsState; reload: () => void } {
  const handed = handedOver(useLocation().state);
  const [state, setState] = useState<ResultsState>(handed ? { phase: "loaded", results: handed } : { phase: "loading" });
  const reload = () => {
    setState({ phase: "loading" });
  };

  useEffect(() => {
    if (state.phase !== "loading") return;
    const left = new AbortController();
    void load(jobId, left.signal).then((loaded) => {
      if (!left.signal.aborted) setState(loaded);
    });
    return () => {
      left.abort();
    };
  }, [jobId, state.phase]);

  return { state, reload };
}

async function load(jobId: string, signal: AbortSignal): Promise<ResultsState> {
  try {
    return { phase: "loaded", results: await getResults(jobId, signal) };
  } catch (error) {
    return { phase: "failed", reason: reasonOf(error) };
  }
}

function handedOver(state: unknown): JobResults | null {
  return isRecord(state) ? state : null;
}
