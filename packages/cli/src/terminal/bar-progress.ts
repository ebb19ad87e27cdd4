import type { Writable } from 'node:stream';
import cliProgress from 'cli-progress';
import { lineProgress } from './line-progress.js';
import type { Progress, ProgressStep } from './progress.js';

const FORMAT = '  {label} [{bar}] {percentage} % {duration_formatted}';

/** Progress as a bar that gives way to a line when its step ends. */
export function barProgress(stream: Writable): Progress {
  const lines = lineProgress(stream);
  return { note: lines.note, begin: (label) => beginBar(label, stream, lines.begin(label)) };
}

/** The bar is drawn from the first word on how far the step is: many steps end without one. */
function beginBar(label: string, stream: Writable, line: ProgressStep): ProgressStep {
  let bar: cliProgress.SingleBar | undefined;
  return {
    update: (done, total) => {
      if (bar) {
        bar.setTotal(total);
        bar.update(done);
      } else {
        bar = new cliProgress.SingleBar({ stream, format: FORMAT, clearOnComplete: true });
        bar.start(total, done, { label });
      }
    },
    finish: (outcome) => {
      bar?.stop();
      line.finish(outcome);
    },
    fail: () => {
      bar?.stop();
      line.fail();
    },
  };
}
