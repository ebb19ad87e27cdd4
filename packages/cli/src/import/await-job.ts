import { setTimeout as sleep } from 'node:timers/promises';
import { CliError } from '../cli-error.js';
import type { Service } from '../main-job/services.js';
import { type Progress, track } from '../terminal/progress.js';
import type { Platform } from './platform.js';

const POLL_MS = 100;

/** Waits for long work of a service to be done, and shows how far it is. */
export function awaitJob(
  platform: Platform,
  progress: Progress,
  job: { readonly service: Service; readonly jobId: string; readonly label: string },
): Promise<void> {
  const { service, jobId, label } = job;
  return track(progress, label, async (step) => {
    for (;;) {
      const status = await platform.hostOf[service].getJob({ params: { jobId } });
      if (status.state === 'succeeded') return;
      if (status.state === 'failed') throw failed(label, jobId, status.error);
      if (status.total > 0) step.update(status.done, status.total);
      await sleep(POLL_MS);
    }
  });
}

function failed(label: string, jobId: string, reason = 'no reason was given'): CliError {
  return new CliError(
    `The job "${label}" (${jobId}) failed: ${reason}`,
    'Look into the log of the platform for more; a new start goes on where this one stopped.',
  );
}
