import type { PluginSpec } from '@quyu/plugin-kit';
import { busDashboard } from './bus-dashboard.js';
import type { Dashboard } from './dashboard.js';
import { platformDashboard } from './platform-dashboard.js';
import { serviceDashboard } from './service-dashboard.js';

/** Every page of a deployment: the platform, the bus, and one for each service. */
export const dashboardsOf = (specs: readonly Pick<PluginSpec, 'id' | 'figures'>[]): readonly Dashboard[] => [
  platformDashboard,
  busDashboard,
  ...specs.map(serviceDashboard),
];
