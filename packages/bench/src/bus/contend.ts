import type { Answer, Ask } from './contender.js';
import type { Site } from './site.js';

/** What a contender can do, by name. */
export interface Abilities {
  readonly works: Readonly<Record<string, (amount: number) => Promise<unknown>>>;
  /** How it is set: the very values it works with, shown with what was measured. */
  readonly settings: Readonly<Record<string, unknown>>;
  stop(): Promise<void>;
}

/** Makes this process a contender: it does what it is asked, one work after another, until the bench lets it go. */
export async function contend(start: (site: Site) => Promise<Abilities>): Promise<void> {
  const starting = start(JSON.parse(process.argv[2] ?? '{}') as Site);
  process.on('message', ({ work, amount }: Ask) => {
    void (async () => {
      try {
        const { works, settings } = await starting;
        answer({ value: work === 'settings' ? settings : await works[work]?.(amount) });
      } catch (error) {
        answer({ fault: error instanceof Error ? (error.stack ?? error.message) : String(error) });
      }
    })();
  });
  await new Promise<void>((resolve) => process.once('disconnect', resolve));
  await (await starting).stop();
  // What a peer leaves open (timers, sockets) is its own business.
  process.exit(0);
}

function answer(message: Answer): void {
  process.send?.(message);
}
