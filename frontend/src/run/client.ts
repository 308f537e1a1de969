import { browserClock, type Clock } from "./clock";
import { collect, start } from "./calls";
import { createRunLog } from "./log";
import { IDLE, next } from "./machine";
import { poll } from "./polling";
import { listen } from "./socket";
import { socketUrl } from "./socketUrl";
import type { RunEvent, RunRequest, RunState } from "./types";

export interface RunClient {
  state: () => RunState;
  /** Calls `changed` after each event, until the answer is called: that ends whatever is under way. */
  subscribe: (changed: () => void) => () => void;
  /** Starts a run; without effect while one is under way. */
  start: (request: RunRequest) => void;
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
    if (state.phase !== before.phase) {
      phase.abort();
      phase = new AbortController();
      enter(state, phase.signal);
    }
    for (const changed of listeners) changed();
  }

  function enter(entered: RunState, signal: AbortSignal): void {
    switch (entered.phase) {
      case "starting":
        void start(clock, entered.request, signal).then(dispatch);
        break;
      case "running":
        poll({ clock, log }, entered.jobId, dispatch, signal);
        listen({ log, url: socketUrl, WebSocket: Socket }, entered.jobId, dispatch, signal);
        break;
      case "collecting":
        void collect(clock, log, entered.jobId, signal).then(dispatch);
        break;
    }
  }

  return {
    state: () => state,
    subscribe(changed) {
      listeners.add(changed);
      return () => {
        listeners.delete(changed);
        dispatch({ type: "leave" });
      };
    },
    start(request) {
      dispatch({ type: "start", request });
    },
  };
}
