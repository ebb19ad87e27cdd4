import type { BulkSummary } from '@quyu/contract-kit';
import { track } from '../terminal/progress.js';
import type { FaultLog } from './csv/fault.js';
import type { Filed } from './filed.js';
import { describeOutcome, type ImportJob, type StepOutcome } from './import-job.js';

/** Lines of a file on their way to a bulk route. */
export interface Shipment<T> {
  /** What the lines are, for people. */
  readonly what: string;
  readonly file: string;
  /** The column that a field of the request comes from, by JSON Pointer. */
  readonly columns: Readonly<Record<string, string>>;
  readonly lines: Iterable<Filed<T>> | AsyncIterable<Filed<T>>;
  readonly send: (body: AsyncIterable<T>) => Promise<BulkSummary>;
}

/** Sends lines to a bulk route; what the service rejects is noted with its place in the file. */
export async function sendLines<T>(
  job: Pick<ImportJob, 'faults' | 'progress'>,
  shipment: Shipment<T>,
): Promise<StepOutcome> {
  const { what } = shipment;
  const send = async (): Promise<StepOutcome> => {
    const before = job.faults.lines;
    const sentFrom: number[] = [];
    const summary = await shipment.send(bodiesOf(shipment.lines, sentFrom));
    noteRejections(job.faults, shipment, summary, sentFrom);
    const { created, unchanged } = summary;
    return { what, created, unchanged, rejected: job.faults.lines - before };
  };
  return track(job.progress, what, send, describeOutcome);
}

async function* bodiesOf<T>(
  lines: Iterable<Filed<T>> | AsyncIterable<Filed<T>>,
  sentFrom: number[],
): AsyncIterable<T> {
  for await (const { line, body } of lines) {
    sentFrom.push(line);
    yield body;
  }
}

function noteRejections(
  log: FaultLog,
  { file, columns }: Pick<Shipment<unknown>, 'file' | 'columns'>,
  { rejected, rejections }: BulkSummary,
  sentFrom: readonly number[],
): void {
  for (const rejection of rejections) {
    const line = sentFrom[rejection.line - 1] ?? null;
    const faults = rejection.faults.map(({ pointer, message }) => {
      return { file, line, column: columnOf(columns, pointer), value: null, reason: message };
    });
    log.addLine(...faults);
  }
  log.addUnseen(rejected - rejections.length);
}

/** The column behind a field of the request, or behind the field that holds it. */
function columnOf(columns: Readonly<Record<string, string>>, pointer: string): string | null {
  const field = Object.keys(columns).find((each) => pointer === each || pointer.startsWith(`${each}/`));
  return field === undefined ? null : (columns[field] ?? null);
}
