import { authorizationBlock, deploymentRights } from '@quyu/host';
import type { PluginSpec } from '@quyu/plugin-kit';
import { externalSecrets, monitors, routeOf, scaledObjectOf } from './components.js';
import { deploymentOf } from './deployment.js';
import { preparingJobs } from './jobs.js';
import { monitoringFiles } from './monitoring-files.js';
import { commonPolicies, servicePolicy } from './network-policies.js';
import type { KubernetesObject } from './object.js';
import { autoscalerOf, companionsOf } from './service-objects.js';
import { commonConfig } from './settings.js';
import { topologyOf } from './topology.js';
import { yamlOf } from './yaml-text.js';

const HEAD =
  '# Made by "quyu manifests" from the services\' specs: change those, or a patch of an overlay.\n';

/**
 * The manifests that follow from the specs, by their path below `deploy/kubernetes`. Nothing is started, and the same specs
 * give the same text.
 *
 * @example for (const [path, text] of manifestFiles(specs)) await writeFile(join(folder, path), text);
 */
export function manifestFiles(specs: readonly PluginSpec[]): ReadonlyMap<string, string> {
  const nodes = topologyOf(specs);
  const ids = nodes.map(({ id }) => id);
  const services = nodes.map((node): [string, string] => [
    `base/services/${node.id}.yaml`,
    textOf([...companionsOf(node.id), deploymentOf(node), autoscalerOf(node.id), servicePolicy(node)]),
  ]);
  return new Map<string, string>([
    ...services,
    ['base/services/common.yaml', textOf([configMap(), ...commonPolicies(ids), ...preparingJobs()])],
    ['base/services/kustomization.yaml', kustomization(['common.yaml', ...ids.map((id) => `${id}.yaml`)])],
    ['base/nats/users.conf', usersOf(specs)],
    ['components/keda/scaled-objects.yaml', textOf(nodes.map(scaledObjectOf))],
    ['components/gateway/routes.yaml', textOf(ids.map(routeOf))],
    ['components/external-secrets/secrets.yaml', textOf(externalSecrets(nodes))],
    ['components/monitoring/monitors.yaml', textOf(monitors(ids))],
    ...monitoringFiles(specs, textOf),
  ]);
}

const textOf = (objects: readonly object[]): string => HEAD + yamlOf(objects);

function configMap(): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'quyu' }, data: commonConfig };
}

function kustomization(resources: readonly string[]): string {
  return textOf([{ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources }]);
}

function usersOf(specs: readonly PluginSpec[]): string {
  return HEAD + authorizationBlock(deploymentRights(commonConfig['QUYU_BUS_ROOT'] ?? 'quyu', specs));
}
