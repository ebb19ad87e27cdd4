import type { PluginSpec } from '@quyu/plugin-kit';
import { type Alert, ruleOf } from './alert.js';
import { busAlerts } from './bus-alerts.js';
import { processAlerts } from './process-alerts.js';
import { workAlertsOf } from './work-alerts.js';

/** Every alert of a deployment. */
export function alertsOf(specs: readonly Pick<PluginSpec, 'id' | 'db'>[]): readonly Alert[] {
  const stateful = specs.filter(({ db }) => db).map(({ id }) => id);
  return [...processAlerts, ...busAlerts, ...workAlertsOf(stateful)];
}

/** The alerts as Prometheus takes them from a file. */
export function ruleGroups(specs: readonly Pick<PluginSpec, 'id' | 'db'>[]) {
  return { groups: [{ name: 'quyu', interval: '30s', rules: alertsOf(specs).map(ruleOf) }] };
}
