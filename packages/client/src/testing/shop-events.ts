/** Contracts of the services whose events the tests of this package publish. */
import { defineEvent, z } from '@quyu/contract-kit';

export const shopOpened = defineEvent({
  type: 'shop.opened.v1',
  aggregate: 'shop',
  key: 'shopId',
  summary: 'A shop opened.',
  schema: z.object({ shopId: z.string(), name: z.string() }),
  examples: [{ shopId: 's-1', name: 'One' }],
});

export const shopClosed = defineEvent({
  type: 'shop.closed.v1',
  aggregate: 'shop',
  key: 'shopId',
  summary: 'A shop closed.',
  schema: z.object({ shopId: z.string(), reason: z.string() }),
  examples: [{ shopId: 's-1', reason: 'rent' }],
});

export const moneyPaid = defineEvent({
  type: 'bank.paid.v1',
  aggregate: 'account',
  key: 'accountId',
  summary: 'Money moved.',
  schema: z.object({ accountId: z.string(), amount: z.string() }),
  examples: [{ accountId: 'a-1', amount: '5' }],
});
