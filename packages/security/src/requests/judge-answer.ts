import { type Route, platformErrors } from '@quyu/contract-kit';
import type { Answer } from './exchange.js';

const PLATFORM_CODES: ReadonlySet<string> = new Set(Object.keys(platformErrors));

/** What only our insides say: stacks, SQL, addresses of files and of neighbours. */
const INSIDES: readonly RegExp[] = [
  /\n\s+at .+:\d+:\d+/,
  /\\n\s+at .+:\d+:\d+/,
  /node_modules|node:internal|file:\/\//,
  /\/(packages|services|dist|src|home|tmp|work|root|usr)\//,
  /syntax error|violates|duplicate key|(relation|column) \\?"[^"]*" (of|does not)|SQLSTATE|invalid input syntax|invalid byte sequence/i,
  /postgres(ql)?:\/\/|nats:\/\/|127\.0\.0\.1:\d/,
  /\b(TypeError|RangeError|ReferenceError|ZodError|Kysely|JetStream|ECONN\w+)\b/,
];

/** A statement: in what an error says. An answer may hold such words, as an entry of the audit log does. */
const STATEMENT = /\b(select|insert into|update|delete from)\b.+\b(from|values|set|where)\b/i;

/**
 * What is wrong with an answer, whatever was asked: a failure of ours, an error that is no problem document or has a
 * code the route does not declare, something of our insides. None when all is well.
 *
 * @param sent texts of the request that the answer may well quote.
 */
export function faultsOfAnswer(
  { status, headers, text, problem }: Answer,
  route: Pick<Route, 'problems'>,
  sent: readonly string[] = [],
): readonly string[] {
  const faults = [
    ...(status >= 500 ? [`${status} is a failure of ours`] : []),
    ...(status >= 400 && !problem ? [`${status} without a problem document`] : []),
    ...(problem && problem.status !== status ? [`the document says ${problem.status}`] : []),
    ...(problem && !isDeclared(problem.code, route) ? [`the code ${problem.code} is not declared`] : []),
    ...[...INSIDES, ...(status >= 400 ? [STATEMENT] : [])]
      .filter((inside) => inside.test(withoutQuotes(text, sent)))
      .map((inside) => `tells ${inside}`),
    ...['x-injected', 'set-cookie'].filter((name) => name in headers).map((name) => `has the header ${name}`),
  ];
  return faults.length === 0 ? [] : [...faults, `${status} ${text.slice(0, 400)}`];
}

function isDeclared(code: string, { problems }: Pick<Route, 'problems'>): boolean {
  return PLATFORM_CODES.has(code) || problems.includes(code);
}

/** The answer without what it only quotes of the question. */
function withoutQuotes(text: string, sent: readonly string[]): string {
  return sent
    .flatMap((each) => [each, inPointer(each)])
    .flatMap((each) => [JSON.stringify(each).slice(1, -1), encodeURIComponent(each.toWellFormed()), each])
    .filter((each) => each !== '')
    .reduce((rest, each) => rest.replaceAll(each, ''), text);
}

/** A text as a JSON Pointer has it. */
function inPointer(text: string): string {
  return text.replaceAll('~', '~0').replaceAll('/', '~1');
}
