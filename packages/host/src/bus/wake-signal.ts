/** Lets a loop sleep until there may be work. A wake-up while nobody sleeps is kept for the next one who would. */
export interface WakeSignal {
  wake(): void;
  /** Waits for {@link wake}, for `stop`, or for `ms` milliseconds, whichever comes first. */
  sleep(ms: number, stop: AbortSignal): Promise<void>;
}

/** Makes a signal for one sleeper. */
export function createWakeSignal(): WakeSignal {
  let woken = false;
  let rouse: (() => void) | undefined;
  return {
    wake() {
      woken = true;
      rouse?.();
    },
    async sleep(ms, stop) {
      if (!woken && !stop.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          rouse = () => {
            clearTimeout(timer);
            resolve();
          };
          stop.addEventListener('abort', rouse, { once: true });
        });
        if (rouse) stop.removeEventListener('abort', rouse);
        rouse = undefined;
      }
      woken = false;
    },
  };
}

/** Waits, but not longer than until `stop`. */
export function pause(ms: number, stop: AbortSignal): Promise<void> {
  return createWakeSignal().sleep(ms, stop);
}
