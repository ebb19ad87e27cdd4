import type { partnerScored } from '@quyu/feedback-contracts';
import type { partnerEnrolled, partnerScreened, reviewDecided } from '@quyu/partner-contracts';
import type { EventHandlers } from '@quyu/plugin-kit';
import type {
  accountAssigned,
  accountUnassigned,
  diversionClosed,
  diversionDetected,
} from '@quyu/territory-contracts';
import { businessDateOf } from '../business-date.js';
import type { Context, Tx } from '../context.js';
import { type Heard, KnownFacts } from './heard-facts.js';
import {
  claimCases,
  closeCases,
  countCases,
  keepPartnerFacts,
  openCases,
  selectPartnerFacts,
} from './heard-store.js';

type PartnerEvents = typeof partnerEnrolled | typeof partnerScreened | typeof reviewDecided;
type AccountEvents = typeof accountAssigned | typeof accountUnassigned;
type DiversionEvents = typeof diversionDetected | typeof diversionClosed;

const TERRITORIES = ['in-territory:'];

/** What other services say of partners, as facts: see docs/incentive/payee-facts.md for the days from which they hold. */
export function factHandlers(ctx: Context) {
  const dayOf = ({ time }: { readonly time: string }): string =>
    businessDateOf(new Date(time), ctx.config.timeZone);
  return { ...partnerFacts(dayOf), ...territoryFacts(dayOf), ...violationFacts(dayOf), ...SCORES };
}

type DayOf = (event: { readonly time: string }) => string;

async function hearAll(tx: Tx, names: readonly string[], heard: readonly Heard[]): Promise<void> {
  const codes = heard.map(({ code }) => code);
  const facts = new KnownFacts(await selectPartnerFacts(tx.db, codes, names));
  for (const each of heard) facts.hear(each);
  await keepPartnerFacts(tx.db, facts.changed());
}

function partnerFacts(dayOf: DayOf) {
  const status = { name: 'partner-status', source: 'partner', heldBefore: false };
  return {
    'partner.enrolled.v1': {
      async batch(events, tx) {
        const type = { name: 'partner-type', source: 'partner', heldBefore: true };
        const heard = events.map((event) => ({
          ...type, code: event.data.code, value: event.data.type, validFrom: dayOf(event),
        })); // prettier-ignore
        await hearAll(tx, [type.name], heard);
      },
    },
    'partner.screened.v1': {
      async batch(events, tx) {
        const heard = events.map((event) => ({
          ...status, code: event.data.code, value: event.data.outcome, validFrom: dayOf(event),
        })); // prettier-ignore
        await hearAll(tx, [status.name], heard);
      },
    },
    'partner.review-decided.v1': {
      async batch(events, tx) {
        const heard = events.map((event) => ({
          ...status,
          code: event.data.code,
          value: event.data.decision === 'approve' ? 'approved' : 'declined',
          validFrom: dayOf(event),
        }));
        await hearAll(tx, [status.name], heard);
      },
    },
  } satisfies EventHandlers<PartnerEvents, Tx>;
}

/** An account that was assigned, or that is in no territory any more. */
export interface Placed {
  readonly time: string;
  readonly data: { readonly subjectCode: string; readonly path?: readonly string[] };
}

function territoryFacts(dayOf: DayOf) {
  const hear = async (events: readonly Placed[], tx: Tx): Promise<void> => {
    const codes = events.map(({ data }) => data.subjectCode);
    const facts = new KnownFacts(await selectPartnerFacts(tx.db, codes, TERRITORIES));
    for (const event of events) {
      const { subjectCode, path = [] } = event.data;
      facts.hearTerritories(subjectCode, path, { validFrom: dayOf(event), source: 'territory' });
    }
    await keepPartnerFacts(tx.db, facts.changed());
  };
  return {
    'territory.account-assigned.v1': { batch: hear },
    'territory.account-unassigned.v1': { batch: hear },
  } satisfies EventHandlers<AccountEvents, Tx>;
}

/** An event that is about a partner. */
export interface OfPartner {
  readonly data: { readonly partnerCode: string };
}

function violationFacts(dayOf: DayOf) {
  const countAfter = async (events: readonly OfPartner[], tx: Tx, change: () => Promise<void>) => {
    const codes = events.map(({ data }) => data.partnerCode);
    await claimCases(tx.db, codes);
    await change();
    await countCases(tx.db, codes, 'territory');
  };
  return {
    'territory.diversion-detected.v1': {
      async batch(events, tx) {
        const cases = events.map((event) => ({
          diversionId: event.data.diversionId, partnerCode: event.data.partnerCode, foundOn: dayOf(event),
        })); // prettier-ignore
        await countAfter(events, tx, () => openCases(tx.db, cases));
      },
    },
    'territory.diversion-closed.v1': {
      async batch(events, tx) {
        const ids = events.map(({ data }) => data.diversionId);
        await countAfter(events, tx, () => closeCases(tx.db, ids));
      },
    },
  } satisfies EventHandlers<DiversionEvents, Tx>;
}

/** A year's score is known when it is over, so it holds from its last day on: what was paid within the year does not change by it. */
const SCORES = {
  'feedback.partner-scored.v1': {
    async batch(events, tx) {
      const heard = events.flatMap(({ data: { partnerCode: code, year, score, grade } }) => {
        const said = { code, source: 'feedback', heldBefore: false, validFrom: `${String(year).padStart(4, '0')}-12-31` };
        return [{ ...said, name: 'score', value: score }, { ...said, name: 'grade', value: grade }];
      }); // prettier-ignore
      await hearAll(tx, ['score', 'grade'], heard);
    },
  },
} satisfies EventHandlers<typeof partnerScored, Tx>;
