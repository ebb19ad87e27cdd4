import type { Context } from '../context.js';
import { type Summarised, summariseSales } from './summarise-sales.js';

export function salesJobs(ctx: Context) {
  return {
    'summarise-sales': (
      _input: Readonly<Record<string, never>>,
      progress: (done: number, total: number) => void,
      signal: AbortSignal,
    ): Promise<Summarised> => summariseSales(ctx, { signal, progress }),
  };
}
