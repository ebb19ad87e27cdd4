import type { PartnerType } from '@quyu/partner-contracts';

/** The currency of a dataset in the layout of AdventureWorks, whose files do not name one. */
export const CURRENCY = 'USD';

/** The system sales lines come from: a line is known by it, its order and its product. */
export const SALES_SOURCE = 'adventureworks';

/** Where observations come from. */
export const OBSERVATION_SOURCE = 'survey';

/** Levels of the territory model from the top. */
export const TERRITORY_LEVELS = ['world', 'group', 'country', 'region'] as const;

/** The root of the territory tree. */
export const WORLD = 'World';

/** The territory of people who lead several regions: it is in no list of territories. */
export const SEVERAL_REGIONS = '11';

/** What a reseller's business type makes of it. */
export const PARTNER_TYPES: ReadonlyMap<string, PartnerType> = new Map([
  ['Warehouse', 'distributor'],
  ['Value Added Reseller', 'dealer'],
  ['Specialty Bike Shop', 'dealer'],
]);
