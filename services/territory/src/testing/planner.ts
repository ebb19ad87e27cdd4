import type { Money } from '@quyu/plugin-kit';
import { type Target, territoryApi } from '@quyu/territory-contracts';
import type { Division } from '../targets/cascade.js';
import type { MarketHost } from './china-market.js';

type Known = Pick<Target, 'targetId'>;

const inYuan = (amount: string): Money => ({ amount, currency: 'CNY' });

/** Plans targets as a head of sales does, and looks at what came of it. */
export function plannerOf(app: MarketHost) {
  return { ...planningOf(app), ...lookingOf(app) };
}

function planningOf(app: MarketHost) {
  const api = app.client(territoryApi);
  const change = async ({ targetId }: Known) => ({
    params: { targetId },
    ifMatch: (await api.getTarget({ params: { targetId } })).version,
  });
  return {
    async draft(code: string, amount: string, period = '2027'): Promise<Known> {
      const body = { code, name: code, territoryCode: 'cn', period, amount: inYuan(amount) };
      const { targetId } = await api.draftTarget({ body });
      return { targetId };
    },
    cascade: async (target: Known, { shares, ...body }: Division & { readonly territoryCode: string }) =>
      api.cascadeTarget({ ...(await change(target)), body: { ...body, shares: shares && [...shares] } }),
    adjust: async (target: Known, amounts: Readonly<Record<string, string>>) => {
      const asked = Object.entries(amounts).map(([territoryCode, amount]) => ({ territoryCode, amount }));
      return api.adjustTarget({ ...(await change(target)), body: { amounts: asked } });
    },
    issue: async (target: Known, subject: string) =>
      app.client(territoryApi, { subject }).issueTarget({ ...(await change(target)), body: {} }),
    profile: async (territoryCode: string, capacity: string) => {
      const market = { growthBp: 0, competitors: [], habits: [], policyNotes: '', validFrom: '2020-01-01' };
      return api.addProfile({ body: { territoryCode, capacity: inYuan(capacity), ...market } });
    },
  };
}

function lookingOf(app: MarketHost) {
  const nodesOf = async ({ targetId }: Known) =>
    (await app.client(territoryApi).listTargetNodes({ params: { targetId }, query: { limit: 200 } })).items;
  return {
    amounts: async (target: Known): Promise<Readonly<Record<string, string>>> =>
      Object.fromEntries(
        (await nodesOf(target)).map(({ territoryCode, amount }) => [territoryCode, amount.amount]),
      ),
    node: async (target: Known, code: string) =>
      (await nodesOf(target)).find(({ territoryCode }) => territoryCode === code)!,
  };
}
