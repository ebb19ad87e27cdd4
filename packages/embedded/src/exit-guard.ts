/**
 * Last-moment work for when this process ends without an orderly shutdown: an uncaught error,
 * process.exit(), or a signal nobody else handles. Nothing here replaces calling `stop()`.
 */
const cleanups = new Set<() => void>();
const DEADLY = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs `cleanup` (synchronous, must not throw) if the process ends first; the result takes it back. */
export function onExit(cleanup: () => void): () => void {
  if (cleanups.size === 0) install();
  cleanups.add(cleanup);
  return () => {
    if (cleanups.delete(cleanup) && cleanups.size === 0) uninstall();
  };
}

function runCleanups(): void {
  for (const cleanup of cleanups) cleanup();
  cleanups.clear();
}

function endAfterCleanups(signal: NodeJS.Signals): void {
  // Somebody else handles this signal, so the orderly shutdown is theirs to run.
  if (process.listenerCount(signal) > 1) return;
  runCleanups();
  uninstall();
  process.kill(process.pid, signal);
}

function install(): void {
  process.on('exit', runCleanups);
  for (const signal of DEADLY) process.on(signal, endAfterCleanups);
}

function uninstall(): void {
  process.off('exit', runCleanups);
  for (const signal of DEADLY) process.off(signal, endAfterCleanups);
}
