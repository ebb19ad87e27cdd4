import { incentiveErrors } from '@quyu/incentive-contracts';
import { cursorPart, PAGE_DEFAULT, pageFrom, readCursor } from '@quyu/plugin-kit';
import type { Context, RoutesOf } from '../context.js';
import { creditsAsked } from './credits-asked.js';
import { keyOfCredit, selectCredits } from './credit-list-store.js';

const { text } = cursorPart;

export function creditRoutes(ctx: Context): RoutesOf<'listCredits'> {
  return {
    listCredits: async ({ query: { cursor, limit = PAGE_DEFAULT, ...query } }) => {
      const after = readCursor(cursor, [text, text, text, text, text, text, text, text]);
      const asked = creditsAsked(query);
      if (!asked)
        throw incentiveErrors.CREDITS_UNFILTERED({
          detail: 'name either source and lineId, or payeeKind, payeeCode and period, and nothing else',
        });
      return pageFrom(await selectCredits(ctx.db, asked, after, limit + 1), limit, keyOfCredit);
    },
  };
}
