import { isRecord, newsOfMessage, type News } from "./words";

const SHORTEST = 1;
const LONGEST = 30;

/**
 * Tells the feed's news of that probe until `over`. A feed that is lost is opened again after 1 s, and while
 * that fails after twice as long each time, 30 s at most.
 *
 * `live` is told whether it is open.
 */
export function follow(
  id: string,
  tell: (news: News) => void,
  live: (open: boolean) => void,
  over: AbortSignal,
): void {
  let wait = SHORTEST;

  function open(): void {
    let opened = false;
    let lost = false;
    let unreadable = false;

    // Danger: a socket that a Content-Security-Policy forbids fires `error` and no `close`; one that is refused
    // fires both.
    function lose(why: string): void {
      if (lost || over.aborted) return;
      lost = true;
      live(false);
      console.warn(`[feed] ${why}, next try in ${wait} s`);
      const timer = setTimeout(open, wait * 1000);
      over.addEventListener("abort", () => clearTimeout(timer));
      wait = Math.min(LONGEST, 2 * wait);
    }

    let socket: WebSocket;
    try {
      socket = new WebSocket(`${import.meta.env.VITE_WS_URL}?probe=${encodeURIComponent(id)}`);
    } catch {
      lose("out of reach");
      return;
    }
    socket.onopen = () => {
      opened = true;
      wait = SHORTEST;
      live(true);
      console.info(`[feed] up, following ${id}`);
    };
    socket.onmessage = ({ data }) => {
      const message = read(data);
      if (message === undefined && !unreadable) {
        unreadable = true;
        console.warn("[feed] brought something that nobody can read");
      }
      if (!isRecord(message)) return;
      if (message.kind === "HELLO") console.info("[feed] hello from the server");
      const news = newsOfMessage(id, message);
      if (news && !over.aborted) tell(news);
    };
    socket.onerror = () => {
      if (!opened) lose("out of reach");
    };
    socket.onclose = ({ code }) => {
      console.info(`[feed] down with ${code}`);
      lose(`broken off with ${code}`);
    };
    over.addEventListener("abort", () => socket.close(1000));
  }

  open();
}

/** Undefined for what is no JSON text. */
function read(data: unknown): unknown {
  try {
    return typeof data === "string" ? JSON.parse(data) : undefined;
  } catch {
    return undefined;
  }
}
