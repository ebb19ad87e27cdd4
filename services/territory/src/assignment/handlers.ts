import type { partnerEnrolled } from '@quyu/partner-contracts';
import { type DataOf, type EventEnvelope, type EventHandlers, latestByKey } from '@quyu/plugin-kit';
import { accountAssigned, accountUnassigned } from '@quyu/territory-contracts';
import type { Tx } from '../context.js';
import type { Dimensions } from '../dimensions/dimensions.js';
import type { ModelContent } from '../models/models.js';
import { type Account, type CompiledModel, compileModel, placeAccounts, type Placed } from './placement.js';
import {
  selectAccounts,
  selectAccountsAfter,
  type Subject,
  upsertAssignments,
  upsertSubjects,
} from './store.js';

/** How many accounts are read, decided and written at a time. */
const BATCH = 5000;

/** What assigning needs to know of models. */
export interface Models {
  /** Holds the choice of the active model still until the transaction ends; null when there is none yet. */
  holdActive(db: Tx['db']): Promise<string | null>;
  contentOf(db: Tx['db'], modelId: string): Promise<ModelContent>;
}

type Enrolled = DataOf<typeof partnerEnrolled>;

/**
 * Partners become known here, and are assigned by the active model.
 *
 * @param alsoNote what else is to be done about enrolments, in the same transaction.
 */
export function assignmentHandlers(
  dimensions: Dimensions,
  models: Models,
  alsoNote: (events: readonly EventEnvelope<Enrolled>[], tx: Tx) => Promise<void>,
): EventHandlers<typeof partnerEnrolled, Tx> {
  const compiled = keepCompiled(models);
  return {
    'partner.enrolled.v1': {
      async batch(events, tx) {
        const modelId = await models.holdActive(tx.db);
        const enrolled = events.map(({ data }) => data);
        const subjects = latestSubjects(enrolled, dimensions);
        await upsertSubjects(tx.db, subjects);
        await alsoNote(events, tx);
        if (modelId === null) return;
        const model = await compiled(tx.db, modelId);
        const ids = subjects.map(({ subjectId }) => subjectId);
        await assign(tx, model, await selectAccounts(tx.db, ids));
      },
    },
  };
}

/** Assigns every known account by a model that has just become active, whose choice the caller has locked. */
export async function reassign(tx: Tx, content: ModelContent): Promise<void> {
  const model = compileModel(content);
  let accounts: readonly Account[] = [];
  do {
    accounts = await selectAccountsAfter(tx.db, accounts.at(-1)?.subjectId, BATCH);
    await assign(tx, model, accounts);
  } while (accounts.length === BATCH);
}

async function assign(tx: Tx, model: CompiledModel, accounts: readonly Account[]): Promise<void> {
  const placed = placeAccounts(model, accounts);
  if (placed.length === 0) return;
  await upsertAssignments(tx.db, model.modelId, placed);
  for (const account of placed) if (account.moved) publishMove(tx, model.code, account);
}

function publishMove(tx: Tx, modelCode: string, { subjectId, code: subjectCode, place }: Placed): void {
  const { status, territoryCode, territoryName, path, ruleCode, contenders } = place;
  const subject = { subjectId, subjectCode, modelCode };
  if (status !== 'assigned') {
    tx.publish(accountUnassigned, { ...subject, reason: status, contenders: [...contenders] });
    return;
  }
  if (territoryCode === null || territoryName === null || ruleCode === null) {
    throw new TypeError(`account "${subjectCode}" is assigned but its place is incomplete`);
  }
  tx.publish(accountAssigned, { ...subject, territoryCode, territoryName, path: [...path], ruleCode });
}

/** The events of one partner come in order: the last says how it is now. */
function latestSubjects(enrolled: readonly Enrolled[], dimensions: Dimensions): readonly Subject[] {
  return latestByKey(enrolled, ({ partnerId }) => partnerId).map((partner) => ({
    subjectId: partner.partnerId,
    code: partner.code,
    attributes: dimensions.attributesOf(partner),
  }));
}

/** Keeps the active model in its compiled form: its content cannot change, so its id says whether it is still right. */
function keepCompiled(models: Models): (db: Tx['db'], modelId: string) => Promise<CompiledModel> {
  let kept: CompiledModel | undefined;
  return async (db, modelId) => {
    if (kept?.modelId === modelId) return kept;
    const model = compileModel(await models.contentOf(db, modelId));
    kept = model;
    return model;
  };
}
