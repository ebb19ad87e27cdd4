import { SAMPLE_PEOPLE } from '@quyu/issuer';
import { describe, expect, it } from 'vitest';
import { BUNDLED_DATASET } from '../../main-job/bundled-dataset.js';
import { FaultLog } from '../csv/fault.js';
import { rowsOf } from '../csv/rows.js';
import { divideMarket } from './divide-market.js';
import { resellersLayout, salespeopleLayout } from './layouts.js';
import { readMarket } from './read-market.js';

const scopesOf = (kind: string): string[] =>
  SAMPLE_PEOPLE.flatMap(({ grants }) => grants)
    .filter(({ within }) => within?.kind === kind)
    .map(({ within }) => within?.id ?? '');

describe('the scopes of the sample people', () => {
  it('are territories of the bundled market', async () => {
    const { regions, places } = await readMarket(BUNDLED_DATASET, new FaultLog());
    const codes = divideMarket(regions, places.values()).territories.map(({ body }) => body.code);
    expect(scopesOf('territory')).toEqual(['north-america', 'northwest']);
    expect(codes).toEqual(expect.arrayContaining(scopesOf('territory')));
  });

  it('are units of its staff, headed by the person who has the scope', async () => {
    const heads = new Map<string, string>();
    for await (const { body } of rowsOf(salespeopleLayout, BUNDLED_DATASET, new FaultLog()))
      heads.set(body.key, `${body.firstName} ${body.lastName}`);
    const named = scopesOf('org-unit').map((code) => heads.get(code));
    expect(named).toEqual(['Amy Alberts', 'Pamela Ansman-Wolfe']);
    expect(SAMPLE_PEOPLE.map(({ name }) => name.en)).toEqual(expect.arrayContaining(named));
  });

  it('are partners of it', async () => {
    const names = new Map<string, string>();
    for await (const { body } of rowsOf(resellersLayout, BUNDLED_DATASET, new FaultLog()))
      names.set(body.code, body.name);
    expect(new Set(scopesOf('partner').map((code) => names.get(code)))).toEqual(
      new Set(['Closeout Boutique']),
    );
  });
});
