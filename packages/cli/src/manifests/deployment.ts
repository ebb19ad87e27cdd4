import { type KubernetesObject, labelsOf, podsOf } from './object.js';
import { secretVariables, volumeMounts, volumesOf } from './pod-parts.js';
import { restrictedContainer, restrictedPod } from './restricted.js';
import { GRACE_S, HTTP_PORT, METRICS_PORT, MIN_REPLICAS, PRE_STOP_S } from './settings.js';
import type { ServiceNode } from './topology.js';

const probe = (path: string, periodSeconds: number, failureThreshold: number) => ({
  httpGet: { path, port: 'http' },
  periodSeconds,
  timeoutSeconds: 3,
  failureThreshold,
});

/** The secrets of one service: its own and nobody else's. */
export function secretsOf({ id, calls }: Pick<ServiceNode, 'id' | 'calls'>) {
  return {
    secret: `quyu-${id}`,
    files: {
      QUYU_DATABASE_URL: 'database-url',
      QUYU_DATABASE_USERS: 'database-users',
      QUYU_NATS_USERS: 'nats-users',
      ...(calls.length > 0 ? { QUYU_AUTH_CLIENT_SECRETS: 'client-secrets' } : {}),
    },
  };
}

/** The pods of one service. They wait, without crashing, until the schema is what they expect. */
export function deploymentOf(node: ServiceNode): KubernetesObject {
  const labels = labelsOf(node.id, 'service');
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: node.id, labels },
    spec: {
      replicas: MIN_REPLICAS,
      revisionHistoryLimit: 5,
      selector: podsOf(node.id),
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
      template: { metadata: { labels }, spec: podOf(node) },
    },
  };
}

function podOf(node: ServiceNode) {
  return {
    serviceAccountName: node.id,
    automountServiceAccountToken: false,
    // Otherwise each Service named "partner" sets PARTNER_PORT and more, which are read as settings of that service.
    enableServiceLinks: false,
    terminationGracePeriodSeconds: GRACE_S,
    securityContext: restrictedPod,
    topologySpreadConstraints: spread(node.id),
    initContainers: [
      {
        name: 'schema',
        ...containerOf(node),
        args: ['migrate', '--check', node.id],
        resources: resourcesOf('50m', '512Mi'),
      },
    ],
    containers: [{ name: 'quyu', ...containerOf(node), ...servingOf(node) }],
    volumes: volumesOf(secretsOf(node)),
  };
}

/** What the check of the schema and the service have in common. */
function containerOf(node: ServiceNode) {
  return {
    image: 'quyu',
    imagePullPolicy: 'IfNotPresent',
    securityContext: restrictedContainer,
    envFrom: [{ configMapRef: { name: 'quyu' } }],
    env: [...urlsOf(node), ...secretVariables(secretsOf(node))],
    volumeMounts,
  };
}

function servingOf({ id }: ServiceNode) {
  return {
    args: ['serve', id],
    ports: [
      { name: 'http', containerPort: HTTP_PORT },
      { name: 'metrics', containerPort: METRICS_PORT },
    ],
    startupProbe: probe('/health/live', 2, 60),
    readinessProbe: probe('/health/ready', 5, 2),
    livenessProbe: probe('/health/live', 10, 6),
    lifecycle: { preStop: { sleep: { seconds: PRE_STOP_S } } },
    resources: resourcesOf('250m', '768Mi'),
  };
}

function urlsOf({ calls }: ServiceNode) {
  if (calls.length === 0) return [];
  const urls = Object.fromEntries(calls.map((id) => [id, `http://${id}:${HTTP_PORT}`]));
  return [{ name: 'QUYU_SERVICE_URLS', value: JSON.stringify(urls) }];
}

/** No limit of processor time: it would throttle the event loop, which liveness looks at. */
function resourcesOf(cpu: string, memory: string) {
  return {
    requests: { cpu, memory, 'ephemeral-storage': '64Mi' },
    limits: { memory, 'ephemeral-storage': '2Gi' },
  };
}

function spread(name: string) {
  return ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: podsOf(name),
    matchLabelKeys: ['pod-template-hash'],
  }));
}
