import { expect, it } from 'vitest';
import { ledger, shop } from '../../faults/shop.js';
import { authorizationBlock } from './authorization-block.js';
import { deploymentRights, rightsOf, subscriberRights } from './rights.js';

it('a service that consumes nothing publishes its own events and hears its own replies', () => {
  expect(rightsOf('quyu', shop)).toEqual({
    user: 'shop',
    publish: {
      allow: [
        'quyu.shop.>',
        '$JS.API.STREAM.INFO.QUYU_SHOP',
        'quyu_wake.shop',
        '$JS.API.DIRECT.GET.QUYU_SHOP',
        '$JS.API.DIRECT.GET.QUYU_SHOP.>',
      ],
    },
    subscribe: { allow: ['_INBOX_quyu_shop.>', 'quyu_wake.shop'] },
  });
});

it("a subscriber outside reaches its own durable's consumers and nothing else", () => {
  expect(subscriberRights('quyu', { user: 'crm', durable: 'crm', services: ['partner'] })).toEqual({
    user: 'crm',
    publish: {
      allow: [
        '$JS.API.CONSUMER.INFO.QUYU_PARTNER.crm',
        '$JS.API.CONSUMER.MSG.NEXT.QUYU_PARTNER.crm',
        '$JS.ACK.QUYU_PARTNER.crm.>',
      ],
    },
    subscribe: { allow: ['_INBOX_quyu_crm.>'] },
  });
});

it('the configuration has every user, and no password', () => {
  const text = authorizationBlock(deploymentRights('quyu', [shop, { ...ledger, id: 'after-sales' }]));
  expect(text.match(/ {6}(user|password): .*/g)?.map((line) => line.trim())).toEqual([
    'user: "shop"',
    'password: $SHOP_NATS_PASSWORD',
    'user: "after-sales"',
    'password: $AFTER_SALES_NATS_PASSWORD',
    'user: "provisioner"',
    'password: $PROVISIONER_NATS_PASSWORD',
    'user: "observer"',
    'password: $OBSERVER_NATS_PASSWORD',
  ]);
});
