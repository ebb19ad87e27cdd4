import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Listens for the wish to stop: the first signal asks for an orderly stop, the second ends the process at once. */
export interface StopRequest {
  /** Resolves with the signal when somebody asks. */
  readonly asked: Promise<NodeJS.Signals>;
  readonly isAsked: () => boolean;
}

export function listenForStop(note: (line: string) => void): StopRequest {
  let asked = false;
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>();
  const onSignal = (signal: NodeJS.Signals): void => {
    if (asked) process.exit(128 + constants.signals[signal]);
    asked = true;
    note('\nStopping. Once more to stop at once.');
    resolve(signal);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return { asked: promise, isAsked: () => asked };
}
