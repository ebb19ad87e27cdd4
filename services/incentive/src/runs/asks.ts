import type { RunRequest } from '@quyu/incentive-contracts';
import type { HistoryRequest, PayeeKind, ReadyPlan } from './engine.js';

/** A plan, and the payees to calculate by it. */
export interface Ask {
  readonly plan: ReadyPlan;
  readonly request: HistoryRequest;
}

export interface Known {
  /** The last month there is anything to calculate of. */
  readonly through: number;
  /** How all payees of a plan were last calculated, by its code. */
  readonly calculated: ReadonlyMap<string, { readonly version: number; readonly through: number }>;
}

export interface Asked {
  readonly through: number;
  /** Plans of which every payee is calculated. */
  readonly whole: readonly ReadyPlan[];
}

const KINDS: readonly PayeeKind[] = ['partner', 'salesperson'];

/** Through which month, and which plans as a whole. */
export function askedOf(request: RunRequest, plans: readonly ReadyPlan[], known: Known): Asked {
  const through = request.through === undefined ? known.through : lastMonthUntil(request.through);
  if (request.scope?.payees !== undefined) return { through, whole: [] };
  const whole = plansAsked(request, plans).filter(({ code, version }) => {
    const last = known.calculated.get(code);
    return request.mode === 'full' || last?.version !== version || last.through < through;
  });
  return { through, whole };
}

function plansAsked({ scope }: RunRequest, plans: readonly ReadyPlan[]): readonly ReadyPlan[] {
  return scope?.plans === undefined ? plans : plans.filter(({ code }) => scope.plans!.includes(code));
}

/** What to calculate: plans as a whole for all, the others for the payees named or marked. */
export function asksOf(
  request: RunRequest,
  plans: readonly ReadyPlan[],
  { through, whole }: Asked,
  marks: readonly { readonly kind: PayeeKind; readonly code: string }[],
): readonly Ask[] {
  const named = request.scope?.payees ?? marks;
  return plansAsked(request, plans).flatMap((plan) =>
    KINDS.filter((kind) => plan.payeeKinds.has(kind)).flatMap((payee) => {
      const some = [
        ...new Set(named.filter(({ kind }) => kind === payee).map(({ code }) => code)),
      ].toSorted();
      // Places depend on everybody.
      const codes = whole.includes(plan) || (plan.isRanked && some.length > 0) ? 'all' : some;
      if (codes.length === 0) return [];
      const { measures, quotaSets, factNames, prorates, currency, firstMonth: first, bucketMonths } = plan;
      const what = { measures, quotaSets: quotaSets[payee], factNames, prorates, currency };
      return [{ plan, request: { ...what, payee, codes, first, through, bucketMonths } }];
    }),
  );
}

/** The last month that is over by the end of a day. */
function lastMonthUntil(day: string): number {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const isOver = date === new Date(Date.UTC(year, month, 0)).getUTCDate();
  return year * 12 + month - (isOver ? 1 : 2);
}
