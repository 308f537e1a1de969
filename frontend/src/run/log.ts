import type { Clock } from "./clock";

const WINDOW_SECONDS = 5;
const LINES_PER_WINDOW = 40;

/**
 * The run client's lines in the console.
 *
 * Lines that the other side can cause at will, one with each frame, are bounded: at most 40 in a window of 5 s.
 */
export function createRunLog(clock: Clock) {
  const bounded = createBound(clock);
  return {
    socketOpened(jobId: string) {
      console.log(`WebSocket connected for job: ${jobId}`);
    },
    socketAcknowledged() {
      bounded(() => {
        console.log("WebSocket connection confirmed");
      });
    },
    frameUnreadable(reason: string) {
      bounded(() => {
        console.error(`Error parsing WebSocket message: ${reason}`);
      });
    },
    socketClosed(code: number, reason: string) {
      console.log(`WebSocket closed ${code} ${reason}`.trimEnd());
    },
    socketFailed() {
      console.warn("WebSocket connection failed, using polling instead");
    },
    socketLost(code: number) {
      console.warn(`WebSocket connection lost (code ${code}), using polling instead`);
    },
    socketNotCreated(reason: string) {
      console.warn(`Failed to create WebSocket, using polling only: ${reason}`);
    },
    polling(jobId: string) {
      console.log(`Polling status for job: ${jobId}`);
    },
    pollFailed(reason: string) {
      console.error(`Polling error: ${reason}`);
    },
    resultsNotReady(reason: string) {
      console.log(`Results not ready: ${reason}`);
    },
  };
}

export type RunLog = ReturnType<typeof createRunLog>;

function createBound(clock: Clock) {
  let since = -Infinity;
  let lines = 0;
  return (write: () => void) => {
    if (clock.now() - since >= WINDOW_SECONDS) {
      since = clock.now();
      lines = 0;
    }
    lines += 1;
    if (lines < LINES_PER_WINDOW) write();
    if (lines === LINES_PER_WINDOW) console.log("Further lines about WebSocket messages are left out");
  };
}
