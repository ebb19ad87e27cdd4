import { startTestHost, type TestHost } from '@quyu/testkit';
import {
  diversionClosed,
  diversionDetected,
  type PartnerGrantLine,
  type ShipmentLine,
  territoryApi,
} from '@quyu/territory-contracts';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { territory } from '../plugin.js';
import { divide } from '../testing/field-market.js';

let app: TestHost;
let api: ReturnType<typeof clientOf>;
const clientOf = (host: TestHost) => host.client(territoryApi);

beforeAll(async () => {
  app = await startTestHost({ plugins: [territory], now: () => new Date('2026-11-25T02:00:00Z') });
  api = clientOf(app);
});
afterAll(() => app.stop());

const shipment = (lineId: string, province: string, change: Partial<ShipmentLine> = {}): ShipmentLine => ({
  source: 'erp', lineId, partnerCode: 'north', productLine: 'tea', shipTo: { 'geo.province': province },
  shippedOn: '2026-11-01', quantity: 2, amount: { amount: '5000', currency: 'CNY' }, ...change,
}); // prettier-ignore
const grant = (change: Partial<PartnerGrantLine> = {}): PartnerGrantLine => ({
  code: 'g-north', partnerCode: 'north', territoryCodes: ['west'], exclusive: false, from: '2026-01-01', ...change,
}); // prettier-ignore
async function record(...body: readonly ShipmentLine[]) {
  const summary = await api.recordShipments({ body });
  await app.settle();
  return summary;
}
async function give(...body: readonly PartnerGrantLine[]) {
  const summary = await api.grantPartners({ body });
  await app.settle();
  return summary;
}
const verdicts = async (partnerCode = 'north') => {
  const { items } = await api.listShipments({ query: { partnerCode } });
  return items
    .toSorted((a, b) => (a.lineId < b.lineId ? -1 : 1))
    .map(({ lineId, verdict, territoryCode }) => [lineId, verdict, territoryCode]);
};
const detected = async () => (await app.published(diversionDetected)).map(({ data }) => data);
const closed = async () => (await app.published(diversionClosed)).map(({ data }) => data);
const evidenceOf = async (lineId: string) => {
  const { items } = await api.listDiversions({ query: { partnerCode: 'north' } });
  return items.find((each) => each.lineId === lineId)!;
};

describe('diversion', () => {
  it('cannot be judged before there is a model, and is then', async () => {
    await give(grant());
    await record(shipment('1', 'W'), shipment('2', 'E'), shipment('3', 'X'));
    expect(await verdicts()).toEqual([['1', 'pending', null], ['2', 'pending', null], ['3', 'pending', null]]);
    await divide(app, api, 'first', [['west', 'W'], ['east', 'E']]);
    expect(await verdicts()).toEqual([['1', 'inside', 'west'], ['2', 'outside', 'east'], ['3', 'unplaced', null]]);
  }); // prettier-ignore

  it('is told with sale, grant, rule and territory', async () => {
    expect(await detected()).toEqual([
      {
        diversionId: expect.any(String), source: 'erp', lineId: '2', partnerCode: 'north', productLine: 'tea', shippedOn: '2026-11-01',
        quantity: 2, amount: { amount: '5000', currency: 'CNY' }, modelCode: 'first', territoryCode: 'east', path: ['cn', 'east'],
        ruleCode: 'to-east', reason: 'other-territory', grantCodes: ['g-north'], exclusiveGrantCodes: [], repeats: 1, severity: 'notice',
      },
    ]);
    const evidence = await evidenceOf('2');
    expect(await api.getDiversion({ params: evidence })).toEqual(evidence);
    expect(evidence.explanation.en).toBe(
      '"north" shipped "tea" (erp, 2) on 2026-11-01 into "east" (rule "to-east" of the model "first"): the grant is for other territories (g-north)',
    );
  }); // prettier-ignore

  it('accumulates by partner and product line within the window', async () => {
    await record(shipment('4', 'E', { shippedOn: '2026-11-02' }), shipment('5', 'E', { shippedOn: '2026-11-03' }), shipment('old', 'E', { shippedOn: '2026-05-01' }), shipment('6', 'E', { productLine: 'coffee' }));
    expect((await detected()).map(({ lineId, repeats, severity }) => `${lineId}: ${repeats} ${severity}`).toSorted()).toEqual([
      '2: 1 notice', '4: 2 notice', '5: 3 serious', '6: 1 notice', 'old: 1 notice',
    ]);
    const { items } = await api.listDiversionCases({ query: {} });
    expect(items).toMatchObject([
      { partnerCode: 'north', productLine: 'coffee', cases: 1, severity: 'notice' },
      { partnerCode: 'north', productLine: 'tea', cases: 3, severity: 'serious', quantity: '6', firstOn: '2026-11-01', lastOn: '2026-11-03', territoryCodes: ['east'] },
    ]);
  }); // prettier-ignore

  it('is dismissed once, with a reason, and counts no more', async () => {
    const { diversionId } = await evidenceOf('4');
    const dismissed = await api.dismissDiversion({ params: { diversionId }, body: { reason: 'agreed with head office' } });
    expect(dismissed).toMatchObject({ status: 'dismissed', dismissal: { reason: 'agreed with head office', by: 'test' } });
    await app.settle();
    expect(await evidenceOf('5')).toMatchObject({ repeats: 2, severity: 'notice' });
    expect(await closed()).toMatchObject([{ diversionId, outcome: 'dismissed', reason: 'agreed with head office' }]);
    await expect(api.dismissDiversion({ params: { diversionId }, body: { reason: 'again' } })).rejects.toMatchObject({ code: 'DIVERSION_NOT_OPEN' });
  }); // prettier-ignore

  it('is withdrawn when a grant comes later, and back when it goes', async () => {
    await give(grant({ code: 'g-east', territoryCodes: ['east'], productLines: ['coffee'] }));
    expect(await evidenceOf('6')).toMatchObject({ status: 'withdrawn', severity: null });
    expect((await closed()).at(-1)).toMatchObject({ lineId: '6', outcome: 'withdrawn', reason: 'grant g-east' });
    await give(grant({ code: 'g-east', territoryCodes: ['east'], productLines: ['coffee'], to: '2026-10-31' }));
    expect(await evidenceOf('6')).toMatchObject({ status: 'open', reason: 'not-in-force', repeats: 1 });
    expect((await detected()).at(-1)).toMatchObject({ lineId: '6', reason: 'not-in-force' });
  }); // prettier-ignore

  it('names who sells there exclusively, and refuses two who would', async () => {
    await give(grant({ code: 'g-south', partnerCode: 'south', territoryCodes: ['east'], exclusive: true }));
    expect(await evidenceOf('2')).toMatchObject({ exclusiveGrantCodes: ['g-south'] });
    const { rejections } = await give(grant({ code: 'g-mid', partnerCode: 'mid', territoryCodes: ['cn'], exclusive: true }));
    expect(rejections[0]!.faults).toMatchObject([{ pointer: '/exclusive', code: 'exclusive_overlap', message: expect.stringContaining('"g-mid" and "g-south"') }]);
  }); // prettier-ignore

  it('follows the rule that says how it accumulates', async () => {
    const levels = [{ from: 1, severity: 'notice' as const }, { from: 2, severity: 'grave' as const }];
    expect(await api.putDiversionRule({ body: { windowDays: 30, levels } })).toMatchObject({ version: 2 });
    expect(await api.putDiversionRule({ body: { windowDays: 30, levels } })).toMatchObject({ version: 2 });
    await app.settle();
    expect(await evidenceOf('5')).toMatchObject({ repeats: 2, severity: 'grave' });
  }); // prettier-ignore

  it('follows the model', async () => {
    await divide(app, api, 'second', [['west', 'W', 'E'], ['east', 'X']]);
    expect(await verdicts()).toContainEqual(['2', 'inside', 'west']);
    expect(await verdicts()).toContainEqual(['3', 'outside', 'east']);
    expect(await evidenceOf('4')).toMatchObject({ status: 'dismissed' });
  }); // prettier-ignore

  it('drops nothing in silence', async () => {
    const { rejections, ...counts } = await record(
      shipment('1', 'W'), shipment('1', 'W', { quantity: 3 }), shipment('7', 'W', { shipTo: { 'moon.crater': 'x' } }), shipment('8', 'W'), shipment('8', 'W'),
    );
    expect(counts).toEqual({ created: 1, unchanged: 2, rejected: 2 });
    expect(rejections.map(({ line, faults }) => [line, faults[0]!.pointer])).toEqual([[2, '/quantity'], [3, '/shipTo/moon.crater']]);
  }); // prettier-ignore
});

describe('the law of evidence', () => {
  it('holds exactly for shipments outside grants, whatever the order of arrival', async () => {
    await divide(app, api, 'law', [['west', 'W'], ['east', 'E']]);
    type Step = { readonly ship?: ShipmentLine; readonly give?: PartnerGrantLine };
    const day = fc.integer({ min: 1, max: 4 }).map((number) => `2026-01-0${number}`);
    const asked = fc.record({
      ships: fc.array(fc.record({ province: fc.constantFrom('W', 'E', 'X'), shippedOn: day }), { minLength: 1, maxLength: 6 }),
      gives: fc.array(fc.record({ territory: fc.constantFrom('west', 'east', 'cn'), from: day, to: day }).filter(({ from, to }) => from <= to), { maxLength: 3 }),
    });
    let round = 0;
    await fc.assert(
      fc.asyncProperty(asked, fc.infiniteStream(fc.nat()), async ({ ships, gives }, order) => {
        round += 1;
        const partnerCode = `p${round}`;
        const steps: Step[] = [
          ...ships.map(({ province, shippedOn }, index) => ({ ship: shipment(`${round}-${index}`, province, { partnerCode, shippedOn }) })),
          ...gives.map(({ territory: code, from, to }, index) => ({ give: grant({ code: `${partnerCode}-${index}`, partnerCode, territoryCodes: [code], from, to }) })),
        ];
        const shuffled = steps.map((step) => ({ step, at: order.next().value! })).toSorted((a, b) => a.at - b.at);
        await Promise.all(shuffled.map(({ step }) => (step.ship ? api.recordShipments({ body: [step.ship] }) : api.grantPartners({ body: [step.give!] }))));
        await app.settle();
        const outside = ships.filter(({ province, shippedOn }) => {
          const path = province === 'W' ? ['cn', 'west'] : province === 'E' ? ['cn', 'east'] : [];
          return path.length > 0 && !gives.some(({ territory: code, from, to }) => path.includes(code) && from <= shippedOn && shippedOn <= to);
        });
        const { items } = await api.listDiversions({ query: { partnerCode, status: 'open' } });
        expect(items.map(({ shippedOn }) => shippedOn).toSorted()).toEqual(outside.map(({ shippedOn }) => shippedOn).toSorted());
      }),
      { numRuns: 20 },
    );
  }); // prettier-ignore
});
