import type { BusLag, LaneLag } from '@quyu/contract-kit';
import type { Row } from '../terminal/table.js';
import { tableOr } from './render-operations.js';
import { type SourceLag, sumLanes } from './sum-lanes.js';

/** How far behind one service is. */
export type ServiceLag = BusLag & { readonly service: string };

const HEAD = ['pending', 'in hand', 'oldest (s)', 'last settled', 'problem'] as const;

/** What waits to be published, and below what waits to be handled: a line for each source, or for each lane. */
export function renderLag(lags: readonly ServiceLag[], byLane: boolean): string {
  return [renderOutboxes(lags), byLane ? renderLanes(lags) : renderSources(lags)].join('\n');
}

function renderOutboxes(lags: readonly ServiceLag[]): string {
  return tableOr(
    'No service publishes.',
    ['service', 'outbox', 'oldest (s)', 'parked'],
    lags.map(({ service, outbox, parked }) => [
      service,
      outbox.size,
      outbox.oldestSeconds ?? '-',
      parked.size,
    ]),
  );
}

const NOBODY = 'No service consumes.';

function renderSources(lags: readonly ServiceLag[]): string {
  const rows = lags.flatMap(({ service, lanes }) => sumLanes(lanes).map((lag) => sourceRow(service, lag)));
  return tableOr(NOBODY, ['service', 'from', 'lanes', ...HEAD], rows);
}

function sourceRow(service: string, lag: SourceLag): Row {
  return [service, lag.source, lag.lanes, ...waiting(lag), lag.problems.join('\n')];
}

function renderLanes(lags: readonly ServiceLag[]): string {
  const rows = lags.flatMap(({ service, lanes }) => lanes.map((lane) => laneRow(service, lane)));
  return tableOr(NOBODY, ['service', 'from', 'lane', ...HEAD], rows);
}

function laneRow(service: string, lane: LaneLag): Row {
  return [service, lane.source, lane.durable, ...waiting(lane), lane.problem ?? ''];
}

type Waiting = Pick<LaneLag, 'pending' | 'ackPending' | 'oldestSeconds' | 'lastSettledAt'>;

function waiting({ pending, ackPending, oldestSeconds, lastSettledAt }: Waiting): Row {
  return [pending, ackPending, oldestSeconds ?? '-', lastSettledAt ?? '-'];
}
