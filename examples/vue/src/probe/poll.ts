import { reasonOf, state } from "./api";
import { newsOfState, type News } from "./words";

const EVERY = 2000;

/** Asks for the probe's state every 2 s, one question at a time, until `over`. */
export async function poll(id: string, tell: (news: News) => void, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    const pause = elapsed(EVERY, over);
    try {
      const news = newsOfState(id, await state(id, over));
      if (news && !over.aborted) tell(news);
    } catch (error) {
      if (!over.aborted) console.warn(`[poll] no state: ${reasonOf(error)}`);
    }
    await pause;
  }
}

/** Resolves after so many milliseconds, or when it is `over`. */
export function elapsed(milliseconds: number, over: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    over.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
