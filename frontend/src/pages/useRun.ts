import { useState, useSyncExternalStore } from "react";

import { createRunClient } from "../run/client";
import type { RunRequest, RunState } from "../run/types";

/** The run of this page: what it shows, and how to start one. The run ends when the page is left. */
export function useRun(): { run: RunState; start: (request: RunRequest) => void } {
  const [client] = useState(() => createRunClient());
  const run = useSyncExternalStore(client.subscribe, client.state);
  return { run, start: client.start };
}
