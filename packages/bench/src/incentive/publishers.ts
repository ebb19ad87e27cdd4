import { partnerEnrolled } from '@quyu/partner-contracts';
import { defineDb, definePlugin, type Plugin, z } from '@quyu/plugin-kit';
import {
  accountAssigned,
  accountUnassigned,
  memberPlaced,
  orgUnitChanged,
  staffEnrolled,
} from '@quyu/territory-contracts';

const nothing = () => ({ routes: {}, handlers: {}, jobs: {} });
const common = {
  kit: '^1.0.0',
  summary: { en: 'Has a stream and says nothing', zh: '空服务' },
  config: z.object({}),
  db: defineDb({}),
} as const;
const ofTerritory = [accountAssigned, accountUnassigned, memberPlaced, orgUnitChanged, staffEnrolled];

/** The services whose events the incentive service listens to: their streams must be there, and say nothing in a bench. */
export const publishers: readonly Plugin[] = [
  definePlugin({ ...common, id: 'partner', publishes: [partnerEnrolled] }, nothing),
  definePlugin({ ...common, id: 'territory', publishes: ofTerritory }, nothing),
];
