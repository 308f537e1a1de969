import { browserClock, type Clock } from "./clock";
import { collect, start } from "./calls";
import { createRunLog } from "./log";
import { IDLE, next } from "./machine";
import { poll } from "./polling";
import { listen } from "./socket";
import { socketUrl } from "./socketUrl";
import type { RunEvent, RunRequest, RunState } from "./types";

export interface RunClient {
  /** The same object until something changes. */
  state: () => RunState;
  /** Calls `changed` after each change of the state; the answer ends that. */
  subscribe: (changed: () => void) => () => void;
  /** Starts a run; without effect while one is under way. */
  start: (request: RunRequest) => void;
  /** Ends whatever is under way: closes the socket, stops polling, gives up requests. A new run can be started. */
  leave: () => void;
}

/**
 *     socket  ─┐
 *              ├─► event ─► machine ─► state ─► page
 *     polling ─┘                         │
 *        ▲                               │
 *        └──── what the phase does ◄─────┘
 *
 * Each phase does its own work while it lasts, and is told by a signal when it is over.
 */
export function createRunClient(clock: Clock = browserClock, Socket: typeof WebSocket = WebSocket): RunClient {
  const log = createRunLog(clock);
  const listeners = new Set<() => void>();
  let state = IDLE;
  let phase = new AbortController();

  function dispatch(event: RunEvent): void {
    const before = state;
    state = next(before, event);
    if (state === before) return;
    if (state.phase !== before.phase) {
      phase.abort();
      phase = new AbortController();
      enter(state, phase.signal);
    }
    for (const changed of listeners) changed();
  }

  function enter(entered: RunState, signal: AbortSignal): void {
    const emit = (event: RunEvent) => {
      if (!signal.aborted) dispatch(event);
    };
    switch (entered.phase) {
      case "starting":
        void start(clock, entered.request, signal).then(emit);
        break;
      case "running":
        poll({ clock, log }, entered.jobId, emit, signal);
        listen({ log, url: socketUrl, WebSocket: Socket }, entered.jobId, emit, signal);
        break;
      case "collecting":
        void collect(clock, log, entered.jobId, signal).then(emit);
        break;
    }
  }

  return {
    state: () => state,
    subscribe(changed) {
      listeners.add(changed);
      return () => {
        listeners.delete(changed);
      };
    },
    start(request) {
      dispatch({ type: "start", request });
    },
    leave() {
      dispatch({ type: "leave" });
    },
  };
}
