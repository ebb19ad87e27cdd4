import type { PartnerProfile } from '@quyu/partner-contracts';
import { askAll, waitUntilQuiet } from '../import/settle.js';
import { fingerprints } from './back-up.js';
import type { Report } from '../report/report.js';
import { runCli } from './cli-process.js';
import { type PlatformProcess, startPlatformWith } from './running-platform.js';

/** A machine that is busy with other tests must not make it turn requests away. */
const UNHURRIED = { QUYU_MAX_EVENT_LOOP_DELAY_MS: '0' };

/** What must be the same after a restore. */
export interface Figures {
  readonly report: Omit<Report, 'seconds'>;
  /** By schema and table: how many rows, and a fingerprint of them. */
  readonly tables: Readonly<Record<string, string>>;
}

/** What one write made of each service: events published and handled, and what is left undone. */
export type Effect = Readonly<Record<string, { published: number; handled: number; left: number }>>;

/** A platform that is stopped, restored and started again in one state folder. */
export class Rehearsal {
  readonly state: string;
  #running: PlatformProcess | undefined;

  constructor(state: string) {
    this.state = state;
  }

  get platform(): PlatformProcess {
    if (!this.#running) throw new Error('the platform does not run');
    return this.#running;
  }

  /** Starts it, and waits until nothing is under way. */
  async start(): Promise<void> {
    this.#running = await startPlatformWith(UNHURRIED, this.state, '--no-import');
    await this.settle();
  }

  async stop(): Promise<void> {
    const process = this.#running?.process;
    this.#running = undefined;
    process?.child.kill('SIGTERM');
    await process?.finished;
  }

  settle(): Promise<void> {
    return waitUntilQuiet(() => askAll(this.platform.clients), { update: () => undefined });
  }

  /** Runs a command on it, as an operator would. @returns what it printed; throws unless it ends with 0. */
  async quyu(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await runCli([...args, '--state', this.state]);
    if (code !== 0)
      throw new Error(`quyu ${args.join(' ')} ended with ${code}, and said:\n${stderr}${stdout}`);
    return stdout;
  }

  async figures(): Promise<Figures> {
    const { seconds: _, ...report } = JSON.parse(await this.quyu('report', '--json')) as Report;
    return { report, tables: await fingerprints(this.platform.databaseUrl) };
  }

  /** Enrols a partner, of whom all services hear, and waits until they have. */
  async enrol(code: string): Promise<Effect> {
    const before = await askAll(this.platform.clients);
    await this.platform.clients.partner.enrolPartner({ body: partnerOf(code) });
    await this.settle();
    const after = Object.entries(await askAll(this.platform.clients));
    return Object.fromEntries(
      after.map(([service, { published, handled, outbox, pending, deadLetters }]) => [
        service,
        {
          published: published - (before[service]?.published ?? 0),
          handled: handled - (before[service]?.handled ?? 0),
          left: outbox + pending + deadLetters,
        },
      ]),
    );
  }
}

/** A partner with this code. */
export function partnerOf(code: string): PartnerProfile {
  return {
    code,
    externalId: code,
    name: `Bike Store ${code}`,
    type: 'dealer',
    address: { country: 'US', province: 'WA', city: 'Seattle', postalCode: '98104' },
    annualSales: { amount: '100000000', currency: 'USD' },
    employees: 20,
    openedYear: 1990,
  };
}
