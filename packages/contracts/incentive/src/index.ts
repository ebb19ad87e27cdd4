export * from './accounts.js';
export * from './api.js';
export * from './cost-effectiveness.js';
export * from './disputes.js';
export * from './crediting.js';
export * from './errors.js';
export * from './events/index.js';
export * from './exchange-rates.js';
export * from './periods.js';
export { type Gate, type GateTest, minorUnitsSchema, payeeKindSchema, type PlanMeasure } from './measures.js';
export {
  type CustomComponent,
  type EarningComponent,
  type PayoutPoint,
  type Tier,
} from './plan-components.js';
export { type Modifier } from './plan-modifiers.js';
export * from './payouts.js';
export * from './plans.js';
export * from './products.js';
export * from './payee-facts.js';
export * from './quotas.js';
export * from './redemptions.js';
export * from './results.js';
export * from './runs.js';
export * from './sales-imports.js';
export * from './simulations.js';
export * from './statements.js';
export * from './what-if.js';
export * from './sales-lines.js';
export * from './sales-totals.js';
