import { type Verified, verifyAudit } from '@quyu/host';
import { findRunning } from '../deployment/locate-platform.js';
import { loadConfig } from '../deployment/load-config.js';
import { readUrl } from '../deployment/read-url.js';
import { stateFolder } from '../deployment/state-files.js';
import { chooseServices } from '../events/find-services.js';
import { print } from '../events/output.js';
import { tableOr } from '../events/render-operations.js';
import { formatHead, parseHead } from './heads.js';

/** What verifying takes. */
export interface VerifyOptions {
  readonly expect?: readonly string[];
  readonly json?: true;
  readonly state?: string;
}

/** `quyu audit verify`: exits with 1 when a log is not what was sealed. */
export async function verifyLogs(services: readonly string[], options: VerifyOptions): Promise<void> {
  const results = await verifyAll(services, options);
  if (results.some(({ fault }) => fault)) process.exitCode = 1;
  print(options.json, results, () => results.map(describe).join('\n'));
}

/** `quyu audit head`: where each chain has come to, if all of it is right up to there. */
export async function printHeads(services: readonly string[], options: VerifyOptions): Promise<void> {
  const results = await verifyAll(services, options);
  const broken = results.filter(({ fault }) => fault);
  if (broken.length > 0) {
    process.exitCode = 1;
    process.stderr.write(`${broken.map(describe).join('\n')}\n`);
  }
  const heads = results.filter(({ fault }) => !fault).map(({ service, head }) => ({ service, ...head }));
  print(options.json, heads, () => heads.map(formatHead).join('\n'));
}

async function verifyAll(
  named: readonly string[],
  { expect = [], state }: VerifyOptions,
): Promise<Verified[]> {
  const expected = expect.map(parseHead);
  const { plugins } = await loadConfig();
  const known = plugins.flatMap(({ spec }) => (spec.db ? [spec.id] : []));
  const services = [...named, ...expected.map(({ service }) => service)].flatMap((name) =>
    chooseServices(known, name),
  );
  const databaseUrl = findDatabase(state);
  const results: Verified[] = [];
  for (const service of services.length > 0 ? new Set(services) : known) {
    const head = expected.find((each) => each.service === service);
    results.push(await verifyAudit({ databaseUrl, service, expect: head }));
  }
  return results;
}

/** As one who may read every schema: the chain must be checked past the platform. */
function findDatabase(state: string | undefined): string {
  const given = ['QUYU_DATABASE_DIRECT_URL', 'QUYU_DATABASE_URL'].find((name) => process.env[name]);
  if (given !== undefined) return readUrl(given, EXAMPLE);
  return findRunning(stateFolder(state))?.databaseUrl ?? readUrl('QUYU_DATABASE_URL', EXAMPLE);
}

const EXAMPLE = 'postgres://user:password@host:5432/database, whose user may read every schema';

function describe({ service, head, waiting, fault }: Verified): string {
  if (!fault) {
    const rest = waiting > 0 ? `, ${waiting} not sealed yet` : '';
    return `${service}: ${head.seq} entries are as they were sealed${rest}`;
  }
  return [
    `${service}: the audit log is NOT what was sealed.`,
    tableOr(
      '',
      ['seal', 'entry', 'what', 'which'],
      [[fault.seq, fault.entryId ?? '-', fault.kind, fault.detail]],
    ),
    `Up to seal ${head.seq} it is right.`,
  ].join('\n');
}
