import { randomUUID } from 'node:crypto';
import { incentiveApi } from '@quyu/incentive-contracts';
import { partnerEnrolled } from '@quyu/partner-contracts';
import type { Module } from '@quyu/plugin-kit';
import { startTestHost, type TestHost } from '@quyu/testkit';
import { accountAssigned, staffEnrolled } from '@quyu/territory-contracts';
import { incentive } from '../plugin.js';

export const PARTNERS = {
  AW1: { partnerId: randomUUID(), externalId: '1' },
  AW2: { partnerId: randomUUID(), externalId: '2' },
} as const;

/** How the sales files of tests name nothing: the columns have our own names. */
export const SALES = { source: 'erp', file: 'sales.csv', currency: 'USD' };
export const HEADER = 'order,date,product,partner,salesperson,quantity,amount';

/** A sales file of these lines. */
export function salesFile(...lines: readonly string[]): string {
  return [HEADER, ...lines, ''].join('\n');
}

/** A host in which two partners, two people and two products are known. */
export async function startSmallMarket(
  options: { readonly env?: Record<string, string>; readonly modules?: readonly Module[] } = {},
): Promise<TestHost> {
  const app = await startTestHost({ plugins: [incentive], ...options });
  for (const code of ['AW1', 'AW2'] as const) await enrol(app, code, PARTNERS[code]);
  await app.publish(staffEnrolled, person('282'), person('283'));
  await app.client(incentiveApi).registerProducts({
    body: [
      { code: 'P1', name: 'Helmet', category: 'Accessories', group: 'Helmets' },
      { code: 'P2', name: 'Road bike', category: 'Bikes', group: 'Road Bikes' },
    ],
  });
  await app.settle();
  return app;
}

/** Makes a partner known. */
export async function enrol(
  app: TestHost,
  code: string,
  { partnerId, externalId }: { readonly partnerId: string; readonly externalId: string | null },
): Promise<void> {
  const address = { country: 'US', province: 'WA', city: 'Seattle' };
  await app.publish(partnerEnrolled, { partnerId, code, externalId, name: code, type: 'dealer', address });
}

/** Puts a partner into a territory. */
export async function assign(
  app: TestHost,
  code: keyof typeof PARTNERS,
  territoryName: string,
): Promise<void> {
  await app.publish(accountAssigned, {
    subjectId: PARTNERS[code].partnerId,
    subjectCode: code,
    modelCode: 'world',
    territoryCode: territoryName.toLowerCase(),
    territoryName,
    path: [territoryName.toLowerCase()],
    ruleCode: 'rule',
  });
}

function person(code: string) {
  const named = { staffId: randomUUID(), code, name: `Person ${code}`, title: 'Sales Representative' };
  return { ...named, managerCode: null, territoryCodes: [] };
}
