/** Time, in seconds since some fixed moment. All waiting of the run client goes through here. */
export interface Clock {
  now(): number;
  /** Calls `due` once after so many seconds, unless cancelled. */
  after(seconds: number, due: () => void): Cancel;
  /** Calls `due` again and again, for the first time after so many seconds, until cancelled. */
  every(seconds: number, due: () => void): Cancel;
}

export type Cancel = () => void;

export const browserClock: Clock = {
  now: () => performance.now() / 1000,
  after(seconds, due) {
    const timer = setTimeout(due, seconds * 1000);
    return () => {
      clearTimeout(timer);
    };
  },
  every(seconds, due) {
    const timer = setInterval(due, seconds * 1000);
    return () => {
      clearInterval(timer);
    };
  },
};

/** Resolves after so many seconds. */
export function pause(clock: Clock, seconds: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(seconds, resolve);
  });
}

/** Runs `work` with a signal that aborts with the given one, or when so many seconds have passed. */
export async function within<T>(
  clock: Clock,
  seconds: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  const cancel = clock.after(seconds, () => {
    late.abort(new Error(`no answer within ${seconds} s`));
  });
  try {
    return await work(AbortSignal.any([signal, late.signal]));
  } finally {
    cancel();
  }
}
