import type { partnerEnrolled } from '@quyu/partner-contracts';
import { type DataOf, type EventEnvelope, type EventHandlers, latestByKey } from '@quyu/plugin-kit';
import { accountAssigned, accountUnassigned, type Mode } from '@quyu/territory-contracts';
import type { Tx } from '../context.js';
import type { Dimensions } from '../dimensions/dimensions.js';
import type { ModelContent } from '../models/models.js';
import { planTakeOver } from './changes.js';
import { type CompiledModel, compileModel, placeAccounts, type Placed } from './placement.js';
import { carryOver, selectAccounts, type Subject, upsertAssignments, upsertSubjects } from './store.js';
import {
  addOutcome,
  assertDecided,
  assertNoneLost,
  FAULTS_SHOWN,
  NO_OUTCOME,
  type Outcome,
} from './takeover.js';
import { placeAll, selectLostTerritories } from './takeover-store.js';

/** What assigning needs to know of models. */
export interface Models {
  /** Holds the choice of the active model still until the transaction ends; null when there is none yet. */
  holdActive(db: Tx['db']): Promise<string | null>;
  contentOf(db: Tx['db'], modelId: string): Promise<ModelContent>;
}

type Enrolled = DataOf<typeof partnerEnrolled>;

/**
 * Partners become known here, and those that are new or have changed are assigned by the active model.
 *
 * @param alsoNote what else is to be done about enrolments, in the same transaction.
 */
export function assignmentHandlers(
  dimensions: Dimensions,
  assigner: Assigner,
  alsoNote: (events: readonly EventEnvelope<Enrolled>[], tx: Tx) => Promise<void>,
): EventHandlers<typeof partnerEnrolled, Tx> {
  return {
    'partner.enrolled.v1': {
      async batch(events, tx) {
        await assigner.reassign(tx, () => {
          const enrolled = events.map(({ data }) => data);
          return upsertSubjects(tx.db, latestSubjects(enrolled, dimensions));
        });
        await alsoNote(events, tx);
      },
    },
  };
}

/** Assigns accounts by the active model. */
export interface Assigner {
  /**
   * Assigns anew the accounts that a change touches; nobody can activate another model meanwhile.
   *
   * @param change makes the change and gives the ids of the accounts it touches.
   */
  reassign(tx: Tx, change: () => Promise<readonly string[]>): Promise<void>;
}

export function createAssigner(models: Models): Assigner {
  const compiled = keepCompiled(models);
  return {
    async reassign(tx, change) {
      const modelId = await models.holdActive(tx.db);
      const ids = await change();
      if (modelId === null || ids.length === 0) return;
      const model = await compiled(tx.db, modelId);
      await write(tx, model, placeAccounts(model, await selectAccounts(tx.db, ids)));
    },
  };
}

/** A model that comes in the place of another, and how it takes over the accounts. */
export interface Succession {
  /** The model that has placed the accounts so far. */
  readonly before: ModelContent | undefined;
  readonly after: ModelContent;
  readonly mode: Mode;
}

/**
 * What a model makes of every account, batch by batch; nothing is written. An activation goes by this and a preview shows it,
 * so that the two cannot differ.
 *
 * @throws Problem MODEL_DROPS_TERRITORIES when filling and the model has no place for accounts that must not move.
 */
export async function* foresee(
  db: Tx['db'],
  { before, after, mode }: Succession,
): AsyncGenerator<readonly Placed[], void, undefined> {
  if (mode === 'fill') assertNoneLost(await selectLostTerritories(db, after.modelId, FAULTS_SHOWN));
  yield* placeAll(db, planTakeOver(before, after, mode));
}

/**
 * Assigns the accounts by a model that has just become active, whose choice the caller has locked. Accounts that the
 * difference between the two models cannot touch are not decided on again, and only those that change are written.
 *
 * @throws Problem MODEL_DROPS_TERRITORIES, and MODEL_HAS_CONFLICTS unless forced: the transaction must not commit.
 */
export async function takeOver(
  tx: Tx,
  { force, ...succession }: Succession & { force: boolean },
): Promise<Outcome> {
  const { after } = succession;
  let outcome = NO_OUTCOME;
  for await (const batch of foresee(tx.db, succession)) {
    outcome = addOutcome(outcome, batch);
    const isRefused = outcome.undecided > 0 && !force;
    if (!isRefused)
      await write(
        tx,
        after,
        batch.filter(({ changed }) => changed),
      );
    // The active model is locked and accounts come in the order of their ids: nobody else can be in the way.
    await tx.storeEvents();
  }
  if (!force) assertDecided(outcome, after.code);
  await carryOver(tx.db, after.modelId);
  return outcome;
}

async function write(
  tx: Tx,
  model: Pick<CompiledModel, 'modelId' | 'code'>,
  placed: readonly Placed[],
): Promise<void> {
  if (placed.length === 0) return;
  await upsertAssignments(tx.db, model.modelId, placed);
  for (const account of placed) if (account.moved) publishMove(tx, model.code, account);
}

function publishMove(tx: Tx, modelCode: string, placed: Placed): void {
  const { subjectId, code: subjectCode, place, by } = placed;
  const from = placed.before?.territoryCode ?? null;
  const { status, territoryCode, territoryName, path, ruleCode, contenders } = place;
  const subject = { subjectId, subjectCode, modelCode };
  if (status !== 'assigned') {
    tx.publish(accountUnassigned, { ...subject, reason: status, contenders: [...contenders], from });
    return;
  }
  if (territoryCode === null || territoryName === null || ruleCode === null) {
    throw new TypeError(`account "${subjectCode}" is assigned but its place is incomplete`);
  }
  const target = { territoryCode, territoryName, path: [...path], ruleCode };
  tx.publish(accountAssigned, { ...subject, ...target, by, from });
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
