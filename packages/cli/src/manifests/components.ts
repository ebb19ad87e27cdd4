import { secretsOf } from './deployment.js';
import { jobSecrets } from './jobs.js';
import { type KubernetesObject, labelsOf, podsOf } from './object.js';
import { HTTP_PORT, MAX_REPLICAS, METRICS_PORT, MIN_REPLICAS, OTLP_PORT } from './settings.js';
import type { ServiceNode } from './topology.js';

/** Events that one replica may have waiting before another is wanted. */
const LAG_OF_A_REPLICA = '5000';

/** Scales on what waits for the service; without Prometheus it stays at a number that serves. */
export function scaledObjectOf({ id, consumesFrom }: ServiceNode): KubernetesObject {
  const lag = {
    type: 'prometheus',
    metricType: 'AverageValue',
    metadata: {
      serverAddress: 'http://prometheus-operated.monitoring:9090',
      // Each replica tells the same lag: the greatest of each source, added up.
      query: `sum(max by (source) (quyu_consumer_lag_events{service="${id}"}))`,
      threshold: LAG_OF_A_REPLICA,
    },
  };
  const cpu = { type: 'cpu', metricType: 'Utilization', metadata: { value: '70' } };
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { name: id, labels: labelsOf(id, 'service') },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: id },
      minReplicaCount: MIN_REPLICAS,
      maxReplicaCount: MAX_REPLICAS,
      pollingInterval: 15,
      cooldownPeriod: 300,
      ...(consumesFrom.length > 0 ? { fallback: { failureThreshold: 3, replicas: 4 } } : {}),
      triggers: consumesFrom.length > 0 ? [lag, cpu] : [cpu],
    },
  };
}

/** The gateway's way to a service's API. */
export function routeOf(id: string): KubernetesObject {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: id, labels: labelsOf(id, 'service') },
    spec: {
      parentRefs: [{ name: 'quyu' }],
      hostnames: ['quyu.example.org'],
      rules: [
        {
          matches: [{ path: { type: 'PathPrefix', value: `/api/${id}` } }],
          backendRefs: [{ name: id, port: HTTP_PORT }],
        },
      ],
    },
  };
}

/** Takes the platform's secrets from a store of the company's own, a path for each pod. */
export function externalSecrets(nodes: readonly ServiceNode[]): readonly KubernetesObject[] {
  const wanted = [...nodes.map(secretsOf), ...Object.values(jobSecrets)];
  return wanted.map(({ secret, files }) => ({
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name: secret },
    spec: {
      refreshInterval: '1h',
      secretStoreRef: { kind: 'ClusterSecretStore', name: 'quyu' },
      target: { name: secret, creationPolicy: 'Owner' },
      data: Object.values(files).map((key) => ({
        secretKey: key,
        remoteRef: { key: `quyu/${secret}`, property: key },
      })),
    },
  }));
}

/** Prometheus reads each pod of the services, and only Prometheus may; spans go to a collector beside it. */
export function monitors(ids: readonly string[]): readonly KubernetesObject[] {
  const prometheus = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } };
  const pods = {
    matchLabels: { 'app.kubernetes.io/component': 'service', 'app.kubernetes.io/part-of': 'quyu' },
  };
  const policies = ids.map((id) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: `${id}-metrics`, labels: labelsOf(id, 'service') },
    spec: {
      podSelector: podsOf(id),
      policyTypes: ['Ingress'],
      ingress: [{ from: [prometheus], ports: [{ protocol: 'TCP', port: METRICS_PORT }] }],
    },
  }));
  const monitor = {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata: { name: 'quyu' },
    spec: { selector: pods, podMetricsEndpoints: [{ port: 'metrics', path: '/metrics', interval: '15s' }] },
  };
  const toCollector = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'to-collector', labels: { 'app.kubernetes.io/part-of': 'quyu' } },
    spec: {
      podSelector: pods,
      policyTypes: ['Egress'],
      egress: [{ to: [prometheus], ports: [{ protocol: 'TCP', port: OTLP_PORT }] }],
    },
  };
  return [monitor, ...policies, toCollector];
}
