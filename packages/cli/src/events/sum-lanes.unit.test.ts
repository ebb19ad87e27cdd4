import type { LaneLag } from '@quyu/contract-kit';
import { describe, expect, it } from 'vitest';
import { renderLag } from './render-lag.js';
import { sumLanes } from './sum-lanes.js';

function lane(source: string, partition: number, lag: Partial<LaneLag> = {}): LaneLag {
  const token = `p0${partition}`;
  return {
    name: `${source}/incentive/${token}`,
    source,
    stream: `QUYU_${source.toUpperCase()}`,
    durable: `incentive-${token}`,
    partition,
    pending: 0,
    ackPending: 0,
    oldestSeconds: null,
    lastSettledAt: null,
    problem: null,
    ...lag,
  };
}

describe('the lag of a service', () => {
  it('is one for each source, with what waits in all its lanes and the oldest of them', () => {
    const lanes = [
      lane('partner', 0, { pending: 2, ackPending: 1, oldestSeconds: 7 }),
      lane('territory', 0, { pending: 5, oldestSeconds: 1 }),
      lane('partner', 1, { pending: 1, oldestSeconds: 40, lastSettledAt: '2026-11-25T08:00:01.000Z' }),
      lane('partner', 2, { lastSettledAt: '2026-11-25T07:59:00.000Z' }),
    ];
    expect(sumLanes(lanes)).toEqual([
      {
        source: 'partner',
        lanes: 3,
        pending: 3,
        ackPending: 1,
        oldestSeconds: 40,
        lastSettledAt: '2026-11-25T08:00:01.000Z',
        problems: [],
      },
      {
        source: 'territory',
        lanes: 1,
        pending: 5,
        ackPending: 0,
        oldestSeconds: 1,
        lastSettledAt: null,
        problems: [],
      },
    ]);
  });

  it('tells the same trouble of several lanes once, and how many have it', () => {
    const gone = (partition: number) => ({
      problem:
        `incentive lane partner/incentive/p0${partition}: ` +
        `consumer incentive-p0${partition} of stream QUYU_PARTNER is gone: run quyu provision`,
    });
    const late = { problem: 'incentive lane partner/incentive/p02: no answer' };
    const [lag] = sumLanes([
      lane('partner', 0, gone(0)),
      lane('partner', 1, gone(1)),
      lane('partner', 2, late),
    ]);
    expect(lag?.problems).toEqual([
      'consumer * of stream QUYU_PARTNER is gone: run quyu provision (2 of 3 lanes)',
      'no answer (1 of 3 lanes)',
    ]);
    const [all] = sumLanes([lane('partner', 0, gone(0)), lane('partner', 1, gone(1))]);
    expect(all?.problems).toEqual(['consumer * of stream QUYU_PARTNER is gone: run quyu provision']);
  });

  it('is shown by source, or lane by lane when that is asked for', () => {
    const lags = [
      {
        service: 'incentive',
        lanes: [lane('partner', 0, { pending: 2 }), lane('partner', 1, { pending: 3 })],
        outbox: { size: 0, oldestSeconds: null },
        parked: { size: 0, oldestSeconds: null },
      },
    ];
    const bySource = renderLag(lags, false);
    expect(bySource).toMatch(/incentive │ partner │ 2 +│ 5 /);
    expect(bySource).not.toContain('incentive-p00');
    const byLane = renderLag(lags, true);
    expect(byLane).toMatch(/incentive-p00 │ 2 /);
    expect(byLane).toMatch(/incentive-p01 │ 3 /);
  });
});
