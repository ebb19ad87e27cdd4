import { type Judgement, type Line, newValues, PAGE_DEFAULT, takeLines } from '@quyu/plugin-kit';
import type { ProfileDraft } from '@quyu/territory-contracts';
import type { Context, RoutesOf, Tx } from '../context.js';
import { assertPlannable } from '../facts/business-days.js';
import {
  assertCurrent,
  assertFound,
  faultsOf,
  judgeProfiles,
  type NewProfile,
  overlaps,
  problemOf,
} from './profiles.js';
import {
  holdProfiles,
  insertProfiles,
  type Recording,
  replaceProfile,
  selectKnownTerritories,
  selectProfile,
  selectProfiles,
  selectProfileVersions,
  selectValidities,
} from './store.js';

type Operations = 'addProfile' | 'addProfiles' | 'correctProfile' | 'listProfiles' | 'listProfileVersions';

/** What is known of markets. Nothing is overwritten: a correction is another version of its profile. */
export function profileRoutes(ctx: Context): RoutesOf<Operations> {
  const newId = (): string => ctx.newId();
  return {
    async addProfile({ body, caller }, tx) {
      const line = { line: 1, ok: true, value: body } as const;
      const recording = { by: caller.subject, at: ctx.now() };
      const [judged] = await takeProfiles(tx, [line], newId, recording);
      if (judged?.kind !== 'new') throw problemOf(judged?.kind === 'faulty' ? judged.faults : []);
      const { profileId } = judged.value;
      return assertFound(await selectProfile(tx.db, profileId), profileId);
    },

    addProfiles: ({ body, caller }) =>
      takeLines(body, (lines) =>
        ctx.transaction((tx) => takeProfiles(tx, lines, newId, { by: caller.subject, at: ctx.now() })),
      ),

    async correctProfile({ params: { profileId }, body, caller, ifMatch }, tx) {
      const { territoryCode } = assertFound(await selectProfile(tx.db, profileId), profileId);
      await holdProfiles(tx.db, [territoryCode]);
      const { version } = assertCurrent(await selectProfile(tx.db, profileId), profileId, ifMatch);
      const draft = { territoryCode, ...body };
      const validities = await selectValidities(tx.db, [territoryCode]);
      const faults = [...faultsOf(draft), ...overlaps(draft, validities, profileId)];
      if (faults.length > 0) throw problemOf(faults);
      const recording = { by: caller.subject, at: ctx.now() };
      await replaceProfile(tx.db, profileId, recording.at);
      await insertProfiles(tx.db, [{ profileId, version: version + 1, draft }], recording);
      return assertFound(await selectProfile(tx.db, profileId), profileId);
    },

    listProfiles({ query }) {
      assertPlannable(query.on, '/query/on');
      return selectProfiles(ctx.db, { ...query, limit: query.limit ?? PAGE_DEFAULT });
    },

    async listProfileVersions({ params: { profileId }, query: { cursor, limit = PAGE_DEFAULT } }) {
      assertFound(await selectProfile(ctx.db, profileId), profileId);
      return selectProfileVersions(ctx.db, profileId, cursor, limit);
    },
  };
}

async function takeProfiles(
  tx: Tx,
  lines: readonly Line<ProfileDraft>[],
  newId: () => string,
  recording: Recording,
): Promise<readonly Judgement<NewProfile>[]> {
  const codes = [...new Set(lines.map(({ value }) => value.territoryCode))];
  await holdProfiles(tx.db, codes);
  const territories = await selectKnownTerritories(tx.db, codes);
  const validities = await selectValidities(tx.db, codes);
  const judged = judgeProfiles({ territories, validities, newId }, lines);
  const added = newValues(judged).map((profile) => ({ ...profile, version: 1 }));
  if (added.length > 0) await insertProfiles(tx.db, added, recording);
  return judged;
}
