import type { PluginSpec } from '@quyu/plugin-kit';
import { ruleGroups } from '../monitoring/alert-rules.js';
import { grafanaJson } from '../monitoring/dashboard.js';
import { dashboardsOf } from '../monitoring/dashboards.js';
import type { KubernetesObject } from './object.js';

const FOLDER = 'components/monitoring';

/** Alerts, and dashboards as files that Kustomize makes ConfigMaps of, by their paths. */
export function monitoringFiles(
  specs: readonly PluginSpec[],
  textOf: (objects: readonly object[]) => string,
): readonly (readonly [string, string])[] {
  const pages = dashboardsOf(specs);
  return [
    [`${FOLDER}/alerts.yaml`, textOf([alertRules(specs)])],
    [`${FOLDER}/kustomization.yaml`, textOf([kustomization(pages.map(({ uid }) => uid))])],
    ...pages.map((page) => [`${FOLDER}/dashboards/${page.uid}.json`, grafanaJson(page)] as const),
  ];
}

function alertRules(specs: readonly PluginSpec[]): KubernetesObject {
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: 'quyu' },
    spec: ruleGroups(specs),
  };
}

/** Grafana's sidecar looks for ConfigMaps with its label, in the namespaces that it is told. */
function kustomization(uids: readonly string[]) {
  return {
    apiVersion: 'kustomize.config.k8s.io/v1alpha1',
    kind: 'Component',
    resources: ['monitors.yaml', 'alerts.yaml'],
    configMapGenerator: uids.map((uid) => ({
      name: `${uid}-dashboard`,
      files: [`dashboards/${uid}.json`],
      options: { disableNameSuffixHash: true, labels: { grafana_dashboard: '1' } },
    })),
  };
}
