import type { Migration } from 'kysely/migration';
import { createReferences } from './20261123_create_references.js';
import { createRewards } from './20261123_create_rewards.js';
import { createSales } from './20261123_create_sales.js';
import { placeReferences } from './20261126_place_references.js';
import { knowUnits } from './20261127_know_units.js';
import { keepFacts } from './20261128_keep_facts.js';
import { extendLedger } from './20261128_extend_ledger.js';
import { versionResults } from './20261128_version_results.js';
import { keepAccounts } from './20261129_keep_accounts.js';
import { setCeilings } from './20261202_set_ceilings.js';
import { payInCurrencies } from './20261203_pay_in_currencies.js';
import { dispute } from './20261204_dispute.js';
import { creditByRules } from './20261201_credit_by_rules.js';
import { findSalesOfPeople } from './20261130_find_sales_of_people.js';
import { widenQuotas } from './20261201_widen_quotas.js';
import { fillInParts } from './20261205_fill_in_parts.js';
import { sayOnce } from './20261206_say_once.js';
import { keepViolations } from './20261202_keep_violations.js';

export const migrations: Readonly<Record<string, Migration>> = {
  '20261123_create_references': createReferences,
  '20261123_create_rewards': createRewards,
  '20261123_create_sales': createSales,
  '20261126_place_references': placeReferences,
  '20261127_know_units': knowUnits,
  '20261128_extend_ledger': extendLedger,

  '20261128_version_results': versionResults,
  '20261128_keep_facts': keepFacts,
  '20261129_keep_accounts': keepAccounts,

  '20261130_find_sales_of_people': findSalesOfPeople,
  '20261202_set_ceilings': setCeilings,
  '20261203_pay_in_currencies': payInCurrencies,

  '20261201_widen_quotas': widenQuotas,
  '20261202_keep_violations': keepViolations,
  '20261204_dispute': dispute,
  '20261201_credit_by_rules': creditByRules,
  '20261205_fill_in_parts': fillInParts,
  '20261206_say_once': sayOnce,
};
