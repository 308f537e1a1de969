import type { RunLog } from "./log";
import { readFrame } from "./messages";
import { reasonOf } from "./http";
import type { Emit } from "./types";

export interface SocketPorts {
  log: RunLog;
  url: () => string;
  WebSocket: typeof WebSocket;
}

/**
 * Tells the news of the progress socket until `signal` aborts, then closes it. It never throws and never
 * reconnects: the socket is a shortcut, polling carries the run.
 */
export function listen({ log, url, WebSocket }: SocketPorts, jobId: string, emit: Emit, signal: AbortSignal): void {
  let socket: WebSocket;
  try {
    socket = new WebSocket(url());
  } catch (error) {
    log.socketNotCreated(reasonOf(error));
    return;
  }
  let opened = false;
  let told = false;
  // Danger: a socket that a Content-Security-Policy forbids fires `error` and no `close`; one that is refused
  // fires both.
  function tellFailure(): void {
    if (opened || told || signal.aborted) return;
    told = true;
    log.socketFailed();
  }
  socket.onopen = () => {
    opened = true;
    log.socketOpened(jobId);
    socket.send(JSON.stringify({ job_id: jobId }));
  };
  socket.onmessage = ({ data }) => {
    receive(log, data, emit);
  };
  socket.onerror = tellFailure;
  // Danger: an open connection that drops fires no `error`, only `close`.
  socket.onclose = ({ code, reason }) => {
    log.socketClosed(code, reason);
    if (opened && !signal.aborted) log.socketLost(code);
    else tellFailure();
  };
  signal.addEventListener("abort", () => {
    socket.close();
  });
}

function receive(log: RunLog, data: unknown, emit: Emit): void {
  try {
    if (typeof data !== "string") throw new Error("a binary frame");
    const frame = readFrame(data);
    if (frame === "acknowledgement") log.socketAcknowledged();
    else if (frame) emit(frame);
  } catch (error) {
    log.frameUnreadable(reasonOf(error));
  }
}
