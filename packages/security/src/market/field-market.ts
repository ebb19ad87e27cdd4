import {
  type OrgMemberLine,
  type OrgUnitLine,
  type OutletLine,
  type PartnerGrantLine,
  type ShipmentLine,
  territoryApi,
} from '@quyu/territory-contracts';
import type { TestHost } from '@quyu/testkit';

const units: readonly OrgUnitLine[] = [
  { code: 'unit-nw', kind: 'region', name: 'North-west platform', territoryCodes: ['northwest'] },
  { code: 'unit-se', kind: 'region', name: 'South-east platform', territoryCodes: ['southeast'] },
];

const member = (unitCode: string, staffCode: string): OrgMemberLine => ({
  unitCode, staffCode, position: 'group-leader', fullTime: true, sells: true, from: '2019-01-01',
}); // prettier-ignore

const outlet = (code: string, country: string): OutletLine => ({
  code, name: `Outlet ${code}`, attributes: { 'geo.country': country }, productLines: ['road'],
}); // prettier-ignore

const grant = (partnerCode: string, territoryCode: string): PartnerGrantLine => ({
  code: `grant-${partnerCode}`, partnerCode, territoryCodes: [territoryCode], exclusive: true, from: '2019-01-01',
}); // prettier-ignore

/** Shipped at home, and so far away that no rule knows it; what a partner ships into another's part is seen from there. */
const shipments = (partnerCode: string, country: string): readonly ShipmentLine[] =>
  [country, 'AQ'].map((to) => ({
    source: 'erp', lineId: `${partnerCode}-${to}`, partnerCode, productLine: 'road', shipTo: { 'geo.country': to },
    shippedOn: '2018-07-01', quantity: 1, amount: { amount: '100', currency: 'USD' },
  })); // prettier-ignore

/** Staffs both parts of the market, and lets their partners ship: before their grants began, so that it is evidence. */
export async function openField(app: TestHost): Promise<void> {
  const territory = app.client(territoryApi);
  await territory.enrolOrgUnits({ body: units });
  await territory.placeMembers({ body: [member('unit-nw', 'ann'), member('unit-se', 'bo')] });
  await territory.registerOutlets({ body: [outlet('north-outlet', 'US'), outlet('south', 'CN')] });
  const seen = { productLine: 'road', observedOn: '2019-07-01', carried: true };
  await territory.observeOutlets({ body: [{ outletCode: 'north-outlet', ...seen }, { outletCode: 'south', ...seen }] });
  await territory.grantPartners({ body: [grant('north', 'northwest'), grant('south', 'southeast')] });
  await territory.recordShipments({ body: [...shipments('north', 'US'), ...shipments('south', 'CN')] });
} // prettier-ignore

/** The evidence against a partner, once it was raised. */
export async function findDiversion(app: TestHost, partnerCode: string): Promise<string> {
  for (const until = Date.now() + 20_000; Date.now() < until;) {
    const { items } = await app.client(territoryApi).listDiversions({ query: { partnerCode } });
    if (items[0]) return items[0].diversionId;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`no evidence of diversion by "${partnerCode}" was raised`);
}
