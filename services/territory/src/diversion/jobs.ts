import type { JobHandlers } from '@quyu/plugin-kit';
import { diversionClosed, diversionDetected } from '@quyu/territory-contracts';
import type { CompiledModel } from '../assignment/placement.js';
import type { Context, Tx } from '../context.js';
import type { JudgeInput, TerritoryJobs } from '../jobs.js';
import type { ActiveModel } from '../places/active-model.js';
import { placeByModel } from '../places/places.js';
import { type JudgedSale, judgeShipment, type Verdict } from './evidence.js';
import { lockPartners, saveEvidence, selectEvidence, selectOffenders } from './evidence-store.js';
import { selectGrantsFor } from './grant-store.js';
import { selectToJudge, saveVerdicts, type ToJudge } from './shipment-store.js';
import { recount } from './recount-store.js';
import { selectDiversionsOf } from './store.js';

/** Shipments, or partners, that share a transaction. */
const BATCH = 500;

export function diversionJobs(
  ctx: Context,
  active: ActiveModel,
): Pick<JobHandlers<TerritoryJobs>, 'judge-shipments' | 'recount-diversions'> {
  return {
    'judge-shipments': async (input, progress, signal) => {
      const sum = { judged: 0, outside: 0 };
      let batch: readonly Verdict[] = [];
      do {
        signal.throwIfAborted();
        batch = await judgeBatch(ctx, active, input, batch.at(-1)?.sale);
        sum.judged += batch.length;
        sum.outside += batch.filter(({ ruling }) => ruling.verdict === 'outside').length;
        progress(sum.judged, sum.judged);
      } while (batch.length === BATCH);
      return sum;
    },

    'recount-diversions': async ({ partnerCode }, _progress, signal) => {
      let partners = partnerCode === undefined ? await selectOffenders(ctx.db, undefined, BATCH) : [partnerCode];
      let counted = 0;
      while (partners.length > 0) {
        signal.throwIfAborted();
        counted += await recountPartners(ctx, partners);
        partners = partners.length < BATCH ? [] : await selectOffenders(ctx.db, partners.at(-1), BATCH);
      }
      return { counted };
    },
  };
} // prettier-ignore

function recountPartners(ctx: Context, partners: readonly string[]): Promise<number> {
  return ctx.transaction(async (tx) => {
    await lockPartners(tx.db, partners);
    return recount(tx.db, partners);
  });
}

/**
 * Judges the next shipments. Their partners are locked before their grants are read: whoever changes a grant has them judged after
 * that, so whichever of two comes last has seen everything.
 */
function judgeBatch(
  ctx: Context,
  active: ActiveModel,
  { partnerCode, again }: JudgeInput,
  after: JudgedSale | undefined,
): Promise<readonly Verdict[]> {
  return ctx.transaction(async (tx) => {
    const model = await active.hold(tx.db);
    if (!model) return [];
    const sales = await selectToJudge(tx.db, { partnerCode, again, after, limit: BATCH });
    if (sales.length === 0) return [];
    const partners = [...new Set(sales.map((sale) => sale.partnerCode))];
    await lockPartners(tx.db, partners);
    const verdicts = await judge(ctx, tx, model, sales, partners);
    await saveVerdicts(tx.db, verdicts);
    await saveEvidence(tx.db, verdicts, ctx.now());
    const altered = verdicts
      .filter(({ raised, withdrawn }) => raised ?? withdrawn)
      .map((each) => each.sale.partnerCode);
    if (altered.length > 0) await recount(tx.db, [...new Set(altered)]);
    await announce(tx, verdicts);
    return verdicts;
  });
}

async function judge(
  ctx: Context,
  tx: Tx,
  model: CompiledModel,
  sales: readonly ToJudge[],
  partners: readonly string[],
): Promise<readonly Verdict[]> {
  const grants = await selectGrantsFor(tx.db, partners);
  const evidence = await selectEvidence(
    tx.db,
    sales.map(({ shipmentId }) => shipmentId),
  );
  const knowledge = { modelCode: model.code, grants, evidence, newId: () => ctx.newId() };
  return sales.map((sale) => judgeShipment(sale, placeByModel(model, sale.shipTo), knowledge));
}

/** Tells of what was raised and of what was withdrawn, each in full: who hears of it need not ask. */
async function announce(tx: Tx, verdicts: readonly Verdict[]): Promise<void> {
  const idOf = ({ raised, withdrawn }: Verdict) => withdrawn ?? (raised?.told ? raised.diversionId : null);
  const told = await selectDiversionsOf(
    tx.db,
    verdicts.flatMap((verdict) => idOf(verdict) ?? []),
  );
  for (const verdict of verdicts) {
    const { raised, withdrawn, ruling } = verdict;
    const diversion = told.get(idOf(verdict) ?? '');
    if (!diversion) continue;
    const { diversionId, source, lineId, partnerCode, productLine } = diversion;
    const sale = { diversionId, source, lineId, partnerCode, productLine };
    if (withdrawn !== null) {
      const reason = ruling.verdict === 'inside' ? `grant ${ruling.grantCode}` : 'no territory';
      tx.publish(diversionClosed, { ...sale, outcome: 'withdrawn', reason });
      continue;
    }
    const { shippedOn, quantity, amount, modelCode, territoryCode, ruleCode, reason, repeats } = diversion;
    const { grantCodes, exclusiveGrantCodes, severity } = diversion;
    if (raised === null || severity === null) throw new TypeError(`evidence ${diversionId} was not counted`);
    tx.publish(diversionDetected, {
      ...sale, shippedOn, quantity, amount, modelCode, territoryCode, path: [...raised.path], ruleCode, reason,
      grantCodes: [...grantCodes], exclusiveGrantCodes: [...exclusiveGrantCodes], repeats, severity,
    }); // prettier-ignore
  }
}
