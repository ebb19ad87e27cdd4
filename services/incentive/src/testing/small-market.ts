import { randomUUID } from 'node:crypto';
import { incentiveApi } from '@quyu/incentive-contracts';
import { partnerEnrolled } from '@quyu/partner-contracts';
import type { Client, DataOf, EventContract } from '@quyu/plugin-kit';
import { accountAssigned, staffEnrolled } from '@quyu/territory-contracts';

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

/** What a market needs of the host it is in: a test host has it. */
export interface MarketHost {
  publish<E extends EventContract>(event: E, ...data: readonly DataOf<E>[]): Promise<void>;
  settle(): Promise<void>;
  finishJob(service: string, jobId: string): Promise<unknown>;
  client(api: typeof incentiveApi): Client<typeof incentiveApi>;
  db(service: string): { query(text: string): Promise<{ rows: readonly unknown[] }> };
}

/** Makes two partners, two people and two products known. */
export async function openSmallMarket(app: MarketHost): Promise<void> {
  for (const code of ['AW1', 'AW2'] as const) await enrol(app, code, PARTNERS[code]);
  await app.publish(staffEnrolled, person('282'), person('283'));
  await app.client(incentiveApi).registerProducts({
    body: [
      { code: 'P1', name: 'Helmet', category: 'Accessories', group: 'Helmets' },
      { code: 'P2', name: 'Road bike', category: 'Bikes', group: 'Road Bikes' },
    ],
  });
  await app.settle();
}

/** Makes a partner known. */
export async function enrol(
  app: MarketHost,
  code: string,
  { partnerId, externalId }: { readonly partnerId: string; readonly externalId: string | null },
): Promise<void> {
  const address = { country: 'US', province: 'WA', city: 'Seattle' };
  await app.publish(partnerEnrolled, { partnerId, code, externalId, name: code, type: 'dealer', address });
}

/** Puts a partner into a territory. */
export async function assign(
  app: MarketHost,
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

/** Waits until no job is under way and all that jobs have published is heard. */
export async function finishJobs(app: MarketHost): Promise<void> {
  const { rows } = await app.db('incentive').query("select id from job where state in ('queued', 'running')");
  for (const { id } of rows as readonly { id: string }[]) await app.finishJob('incentive', id);
  await app.settle();
}

function person(code: string) {
  const named = { staffId: randomUUID(), code, name: `Person ${code}`, title: 'Sales Representative' };
  return { ...named, managerCode: null, territoryCodes: [] };
}
