import { feedbackApi, type ObservationLine, observationsRecorded } from '@quyu/feedback-contracts';
import type { BulkSummary } from '@quyu/plugin-kit';
import { deadAddressesOf, startTestHost, type TestHost } from '@quyu/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { feedback } from '../plugin.js';

let app: TestHost;
/** Each test has a source and events of its own. */
let source = 0;
let heardBefore = 0;

beforeAll(async () => {
  app = await startTestHost({
    plugins: [feedback],
    settings: { serviceUrls: deadAddressesOf(feedback) },
  });
});
afterAll(() => app.stop());
beforeEach(async () => {
  source += 1;
  heardBefore = (await app.published(observationsRecorded)).length;
});

const line = (externalId: string, change: Partial<ObservationLine> = {}): ObservationLine => ({
  source: `survey-${source}`,
  externalId,
  respondent: 'C-11000',
  category: 'Accessories',
  group: 'Helmets',
  observedOn: '2013-05-09',
  ...change,
});
const record = (...body: readonly ObservationLine[]): Promise<BulkSummary> =>
  app.client(feedbackApi).recordObservations({ body });
const recorded = async (): Promise<number[]> => {
  await app.settle();
  return (await app.published(observationsRecorded)).slice(heardBefore).map(({ data }) => data.observations);
};

describe('recording observations in bulk', () => {
  it('records each once, with one event a batch', async () => {
    const many = Array.from({ length: 1100 }, (_, index) => line(String(index)));
    expect(await record(...many)).toEqual({ created: 1100, unchanged: 0, rejected: 0, rejections: [] });
    expect(await recorded()).toEqual([500, 500, 100]);
    expect(await record(...many, line('new'))).toMatchObject({ created: 1, unchanged: 1100 });
    expect(await recorded()).toEqual([500, 500, 100, 1]);
  });

  it('refuses other content under a known key, and takes the good lines beside the bad', async () => {
    await record(line('1'));
    const { rejections, ...counts } = await record(
      line('1', { category: 'Bikes' }),
      line('2', { observedOn: '2013-13-09' }),
      line('3'),
      line('3', { respondent: 'C-2' }),
      line('3'),
    );
    expect(counts).toEqual({ created: 1, unchanged: 1, rejected: 3 });
    expect(rejections.map(({ line: at, faults }) => [at, faults[0]!.pointer, faults[0]!.code])).toEqual([
      [1, '/category', 'CONFLICTING_OBSERVATION'],
      [2, '/observedOn', 'invalid_format'],
      [4, '/respondent', 'CONFLICTING_OBSERVATION'],
    ]);
    expect(await recorded()).toEqual([1, 1]);
  });

  it('records each once when two requests bring it at the same time', async () => {
    const many = Array.from({ length: 300 }, (_, index) => line(String(index)));
    const answers = await Promise.all([record(...many), record(...many.toReversed())]);
    expect(answers.reduce((sum, { created }) => sum + created, 0)).toBe(300);
    expect(answers.reduce((sum, { unchanged }) => sum + unchanged, 0)).toBe(300);
    expect((await recorded()).reduce((sum, observations) => sum + observations, 0)).toBe(300);
  });
});

describe('demand', () => {
  it('is counted by category and month, in pages', async () => {
    await record(
      line('1', { category: 'X-Boats' }),
      line('2', { category: 'X-Boats', observedOn: '2013-05-31' }),
      line('3', { category: 'X-Boats', observedOn: '2013-06-01' }),
      line('4', { category: 'Y-Bikes', group: 'Road Bikes' }),
    );
    const client = app.client(feedbackApi);
    const start = Buffer.from('["X",""]').toString('base64url');
    const first = await client.listDemand({ query: { limit: 2, cursor: start } });
    const second = await client.listDemand({ query: { limit: 2, cursor: first.next! } });
    expect(first.items).toEqual([
      { category: 'X-Boats', month: '2013-05', observations: 2 },
      { category: 'X-Boats', month: '2013-06', observations: 1 },
    ]);
    expect(second).toEqual({
      items: [{ category: 'Y-Bikes', month: '2013-05', observations: 1 }],
      next: null,
    });
    const bikes = await client.listDemand({ query: { category: 'Y-Bikes' } });
    expect(bikes.items).toEqual(second.items);
  });
});
