import { Problem } from '@quyu/contract-kit';
import { CliError } from './cli-error.js';
import { describeFault } from './import/csv/fault.js';
import { CsvRefused } from './import/csv/refused.js';

/** Errors whose message already says what happened, where, and what to do. */
const SELF_EXPLAINING = new Set([
  'EmbeddedError',
  'ConfigError',
  'BootError',
  'BootErrors',
  'BrokerError',
  'MigrationError',
  'ProvisionError',
  'SchemaError',
  'IssuerRefused',
  'SignInFailed',
]);

/** What to tell a person of an error: one message, without a stack unless `QUYU_DEBUG=1` asks for it. */
export function explainError(error: unknown, debug = process.env['QUYU_DEBUG'] === '1'): string {
  const message = messageOf(error);
  const stack = debug && error instanceof Error ? `\n\n${stackOf(error)}` : '';
  return `${message}${stack}`;
}

function messageOf(error: unknown): string {
  if (error instanceof CliError) return `${error.message}\n${error.remedy}`;
  if (error instanceof CsvRefused) return explainRefusal(error);
  if (error instanceof Problem) return explainProblem(error);
  if (codesOf(error).includes('ENOSPC')) return 'No space is left on the disk.\nFree some and start again.';
  // Before its causes are looked at: which server does not answer, and what for, is said here only.
  if (error instanceof Error && SELF_EXPLAINING.has(error.name)) return error.message;
  const oauth = oauthRefusal(error);
  if (oauth !== undefined) return oauth;
  const refused = refusedAddress(error);
  if (refused !== undefined)
    return `Nothing answers at ${refused}.\nIs the platform running? Start it with "npm start".`;
  return `Something unexpected happened: ${withCauses(error)}\nQUYU_DEBUG=1 shows where.`;
}

/** The same on one line, for whoever sees no more of a log than its end. */
export function summariseError(error: unknown): string {
  if (error instanceof Error && error.name === 'ConfigError') {
    const { faults } = error as Error & {
      readonly faults: readonly Readonly<Record<'name' | 'fault', string>>[];
    };
    return faults.map(({ name, fault }) => `${name} ${fault}`).join('; ');
  }
  if (error instanceof Error && error.name === 'SchemaError') {
    const { faults } = error as Error & {
      readonly faults: readonly Readonly<Record<'service' | 'fault' | 'remedy', string>>[];
    };
    return faults.map(({ service, fault, remedy }) => `"${service}" ${fault}: ${remedy}`).join('; ');
  }
  if (error instanceof Error && error.name === 'BootErrors') {
    const { errors } = error as Error & { readonly errors: readonly Error[] };
    return errors.map(({ message }) => message).join('; ');
  }
  return explainError(error, false)
    .trim()
    .replaceAll(/\s*\n\s*/g, ' ');
}

function withCauses(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${withCauses(error.cause)}`;
}

function explainRefusal({ faults }: CsvRefused): string {
  const lines = faults.map((fault) => `  ${describeFault(fault)}`);
  return [
    'The folder cannot be imported; nothing was written.',
    ...lines,
    'Mend the files and import again.',
  ].join('\n');
}

function explainProblem({ code, status, message, details }: Problem): string {
  const faults = (details.errors ?? []).map(({ pointer, message: fault }) => `  ${pointer}: ${fault}`);
  const remedy: Readonly<Record<string, string>> = {
    UNAUTHENTICATED: 'Log in with "npm run quyu -- login", or give a token with --token or QUYU_TOKEN.',
    FORBIDDEN: 'Log in as somebody who may: "npm run quyu -- login --as <person>" on the local platform.',
  };
  return [`The platform answered ${code} (${status}): ${message}`, ...faults, remedy[code] ?? '']
    .filter(Boolean)
    .join('\n');
}

/** What an issuer answered instead of a token (RFC 6749, 5.2). */
function oauthRefusal(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('error' in error) || typeof error.error !== 'string') return undefined;
  const detail = 'error_description' in error ? `: ${String(error.error_description)}` : '';
  return `The issuer refused: ${error.error}${detail}.\nLog in again with "npm run quyu -- login".`;
}

/** The address of a connection that was refused: `fetch` hides it in the cause. */
function refusedAddress(error: unknown): string | undefined {
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    const { code, address, port } = each as Error & { code?: string; address?: string; port?: number };
    if (code === 'ECONNREFUSED') return address === undefined ? 'its address' : `${address}:${port}`;
    if (each instanceof AggregateError) return refusedAddress(each.errors[0]);
  }
  return undefined;
}

/** The codes of an error and its causes. */
function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  return ['code' in error ? String(error.code) : '', ...codesOf(error.cause)];
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${stackOf(error.cause)}` : '';
  return `${error.stack ?? error.message}${cause}`;
}
