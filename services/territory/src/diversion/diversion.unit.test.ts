import type { PartnerGrant, ShipmentLine } from '@quyu/territory-contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combineDimensions } from '../dimensions/dimensions.js';
import { accumulate, assertLevels } from './accumulation.js';
import { type KnownEvidence, judgeShipment } from './evidence.js';
import { judgeGrants } from './grants.js';
import { judgeSale, type Sale } from './judge.js';
import { firstOfEach, judgeShipments } from './shipments.js';

const grant = (change: Partial<PartnerGrant> = {}): PartnerGrant => ({
  code: 'g', partnerCode: 'north', territoryCodes: ['west'], productLines: ['tea'], exclusive: false, from: '2026-01-01', to: '2026-12-31', ...change,
}); // prettier-ignore
const sale = (change: Partial<Sale> = {}): Sale => ({
  partnerCode: 'north', productLine: 'tea', shippedOn: '2026-06-01', path: ['cn', 'west'], ...change,
}); // prettier-ignore

describe('judging a sale', () => {
  it('is inside when one grant covers territory, product line and day', () => {
    expect(judgeSale(sale(), [grant({ code: 'h' }), grant()])).toEqual({ verdict: 'inside', grantCode: 'g' });
    expect(judgeSale(sale(), [grant({ territoryCodes: ['cn'], productLines: null, to: null })])).toMatchObject({ verdict: 'inside' });
  }); // prettier-ignore

  it.each([
    ['there is none', [], 'no-grant', []],
    ['it is another partner', [grant({ partnerCode: 'south' })], 'no-grant', []],
    ['it has ended', [grant({ to: '2026-05-31' })], 'not-in-force', ['g']],
    ['it is for other products', [grant({ productLines: ['coffee'] })], 'other-product-line', ['g']],
    ['it is for elsewhere', [grant({ territoryCodes: ['east'] })], 'other-territory', ['g']],
    ['it is for elsewhere and has ended', [grant({ territoryCodes: ['east'], to: '2026-05-31' })], 'no-grant', []],
    ['the nearest has ended', [grant({ territoryCodes: ['east'] }), grant({ code: 'h', to: '2026-05-31' })], 'not-in-force', ['h']],
  ] as const)('is outside when %s', (_what, grants, reason, grantCodes) => {
    expect(judgeSale(sale(), grants)).toEqual({ verdict: 'outside', reason, grantCodes, exclusiveGrantCodes: [] });
  }); // prettier-ignore

  it('names the grants by which others sell there exclusively', () => {
    const others = [grant({ code: 'x', partnerCode: 'south', exclusive: true }), grant({ code: 'y', partnerCode: 'south' })];
    expect(judgeSale(sale(), others)).toMatchObject({ verdict: 'outside', exclusiveGrantCodes: ['x'] });
  }); // prettier-ignore

  it('cannot be done without a territory', () => {
    expect(judgeSale(sale({ path: [] }), [])).toEqual({ verdict: 'unplaced' });
  });
});

describe('the laws of diversion', () => {
  const day = fc.integer({ min: 1, max: 9 }).map((number) => `2026-01-0${number}`);
  const territory = fc.constantFrom('cn', 'west', 'east');
  const line = fc.constantFrom('tea', 'coffee');
  const grants = fc.array(
    fc.record({
      partnerCode: fc.constantFrom('north', 'south'), territoryCodes: fc.array(territory, { minLength: 1, maxLength: 2 }),
      productLines: fc.option(fc.array(line, { minLength: 1 })), exclusive: fc.boolean(), from: day, to: fc.option(day),
    }).map((each) => ({ ...each, code: JSON.stringify(each) })),
    { maxLength: 6 },
  ); // prettier-ignore
  const anySale = fc.record({
    partnerCode: fc.constantFrom('north', 'south'), productLine: line, shippedOn: day,
    path: fc.constantFrom(['cn', 'west'], ['cn', 'east'], ['cn'], []),
  }); // prettier-ignore

  it('a sale is outside exactly when no grant of its seller covers it', () => {
    fc.assert(
      fc.property(anySale, grants, (each, all) => {
        const covered = all.some(
          (one) =>
            one.partnerCode === each.partnerCode &&
            one.from <= each.shippedOn &&
            (one.to ?? '9') >= each.shippedOn &&
            (one.productLines?.includes(each.productLine) ?? true) &&
            each.path.some((code) => one.territoryCodes.includes(code)),
        );
        const expected = each.path.length === 0 ? 'unplaced' : covered ? 'inside' : 'outside';
        expect(judgeSale(each, all).verdict).toBe(expected);
      }),
    );
  });

  it('the order of the grants does not matter', () => {
    const shuffled = grants.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
    fc.assert(
      fc.property(anySale, shuffled, (each, [one, other]) => {
        expect(judgeSale(each, other)).toEqual(judgeSale(each, one));
      }),
    );
  }); // prettier-ignore

  it('cases accumulate alike in whatever order they come, and one more never counts less', () => {
    const cases = fc
      .array(fc.record({ partnerCode: fc.constantFrom('n', 's'), productLine: line, shippedOn: day }), { minLength: 1, maxLength: 12 })
      .map((all) => all.map((each, index) => ({ ...each, diversionId: `d${index}` })));
    const rule = { version: 1, windowDays: 3, levels: [{ from: 1, severity: 'notice' as const }, { from: 3, severity: 'grave' as const }] };
    const byId = (all: Parameters<typeof accumulate>[0]) => new Map(accumulate(all, rule).map((each) => [each.diversionId, each]));
    fc.assert(
      fc.property(cases.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))), ([all, other]) => {
        expect(byId(other)).toEqual(byId(all));
        const fewer = byId(all.slice(1));
        for (const [id, { repeats }] of byId(all)) {
          const own = all.find(({ diversionId }) => diversionId === id)!;
          const within = all.filter((each) => each.partnerCode === own.partnerCode && each.productLine === own.productLine && each.shippedOn <= own.shippedOn && Date.parse(own.shippedOn) - Date.parse(each.shippedOn) < 3 * 86_400_000);
          expect(repeats).toBe(within.length);
          expect(repeats).toBeGreaterThanOrEqual(fewer.get(id)?.repeats ?? 1);
        }
      }),
    );
  }); // prettier-ignore
});

describe('evidence', () => {
  const shipment = { shipmentId: 's1', partnerCode: 'north', productLine: 'tea', shippedOn: '2026-06-01' };
  const east = { modelId: 'm', status: 'assigned', territoryCode: 'east', ruleCode: 'to-east', path: ['cn', 'east'] } as const;
  const judge = (known: readonly KnownEvidence[], grants = [grant()], place: Parameters<typeof judgeShipment>[1] = east) =>
    judgeShipment(shipment, place, { modelCode: 'first', grants, evidence: new Map(known.map((each) => [each.shipmentId, each])), newId: () => 'd1' });
  const raised = judge([]).raised!;
  const { told: _told, ...facts } = raised;
  const known = (status: KnownEvidence['status']): KnownEvidence => ({ ...facts, shipmentId: 's1', status });

  it('is raised once, with sale, grant, rule and territory', () => {
    expect(raised).toEqual({ diversionId: 'd1', told: true, modelCode: 'first', territoryCode: 'east', ruleCode: 'to-east', path: ['cn', 'east'], reason: 'other-territory', grantCodes: ['g'], exclusiveGrantCodes: [] });
    expect(judge([known('open')])).toMatchObject({ raised: null, withdrawn: null });
  });

  it('is withdrawn when a grant covers the sale, and raised anew when it does no more', () => {
    expect(judge([known('open')], [grant({ territoryCodes: ['cn'] })])).toMatchObject({ raised: null, withdrawn: 'd1' });
    expect(judge([known('withdrawn')])).toMatchObject({ raised: { diversionId: 'd1', told: true } });
  });

  it('is told again when it names another territory, and only written when something else differs', () => {
    expect(judge([known('open')], [], { ...east, territoryCode: 'south', ruleCode: 'to-south', path: ['cn', 'south'] })).toMatchObject({ raised: { told: true } });
    expect(judge([known('open')], [])).toMatchObject({ raised: { told: false, reason: 'no-grant' } });
  });

  it('stays dismissed, whatever comes', () => {
    for (const grants of [[], [grant()], [grant({ territoryCodes: ['cn'] })]])
      expect(judge([known('dismissed')], grants)).toMatchObject({ raised: null, withdrawn: null });
  });
}); // prettier-ignore

describe('grants', () => {
  const paths = new Map([['cn', ['cn']], ['west', ['cn', 'west']], ['east', ['cn', 'east']]]);
  const codes = (known: readonly PartnerGrant[], change: Partial<PartnerGrant>) => {
    const { productLines, to, ...rest } = grant({ code: 'new', exclusive: true, ...change });
    const value = { ...rest, ...(productLines ? { productLines: [...productLines] } : {}), ...(to === null ? {} : { to }) };
    const [judged] = judgeGrants({ grants: known, paths }, [{ line: 1, ok: true, value }]);
    return judged!.kind === 'faulty' ? judged!.faults.map(({ code }) => code) : judged!.kind;
  };
  const south = grant({ code: 's', partnerCode: 'south', exclusive: true });

  it('of two partners are not both exclusive for one territory, product line and day', () => {
    expect(codes([south], {})).toEqual(['exclusive_overlap']);
    expect(codes([south], { territoryCodes: ['cn'], productLines: null, to: null })).toEqual(['exclusive_overlap']);
    for (const change of [{ territoryCodes: ['east'] }, { productLines: ['coffee'] }, { from: '2027-01-01', to: null }, { exclusive: false }, { partnerCode: 'south' }])
      expect(codes([south], change)).toBe('new');
  });

  it('keep their partner, and end after they begin', () => {
    expect(codes([grant({ code: 'new', partnerCode: 'south' })], {})).toEqual(['other_partner']);
    expect(codes([], { to: '2025-12-31' })).toEqual(['reversed_dates']);
  });
}); // prettier-ignore

describe('lines of sell-through', () => {
  const dimensions = combineDimensions([]);
  const line = (change: Partial<ShipmentLine> = {}): ShipmentLine => ({
    source: 'erp', lineId: '1', partnerCode: 'north', productLine: 'tea', shipTo: { 'geo.province': 'W' }, shippedOn: '2026-06-01', quantity: 1, amount: { amount: '100', currency: 'CNY' }, ...change,
  });
  const judge = (created: readonly ShipmentLine[], stored: readonly ShipmentLine[], ...values: ShipmentLine[]) =>
    judgeShipments(values.map((value, index) => ({ line: index + 1, ok: true, value })), { created, stored }, dimensions)
      .map((judged) => (judged.kind === 'faulty' ? judged.faults.map(({ pointer }) => pointer).join() : judged.kind));

  it('are facts: the same again changes nothing, other content is refused', () => {
    expect(judge([line()], [line()], line(), line(), line({ quantity: 2 }))).toEqual(['new', 'unchanged', '/quantity']);
    expect(judge([], [line()], line())).toEqual(['unchanged']);
    expect(judge([], [], line())).toEqual(['/lineId']);
  });

  it('are refused with a place that cannot be judged, or a negative amount', () => {
    const odd = line({ shipTo: { 'moon.crater': 'x' }, amount: { amount: '-1', currency: 'CNY' } });
    expect(judge([], [], odd)).toEqual(['/shipTo/moon.crater,/amount/amount']);
    expect(firstOfEach([{ line: 1, ok: true, value: odd }], dimensions)).toEqual([]);
  });
}); // prettier-ignore

describe('levels of severity', () => {
  it('start at 1 and rise', () => {
    const levels = [{ from: 2, severity: 'serious' as const }, { from: 2, severity: 'notice' as const }];
    expect(() => assertLevels({ windowDays: 90, levels })).toThrow(/must start at 1.*not above 2.*not more severe/);
    expect(() => assertLevels({ windowDays: 90, levels: [{ from: 1, severity: 'grave' }] })).not.toThrow();
  }); // prettier-ignore
});
