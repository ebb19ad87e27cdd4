import { type KubernetesObject, labelsOf, podsOf } from './object.js';
import { HTTP_PORT, MAX_REPLICAS, METRICS_PORT, MIN_REPLICAS } from './settings.js';

/** What stands beside a service's Deployment: its account, address, and how many may be away. */
export function companionsOf(id: string): readonly KubernetesObject[] {
  const metadata = { name: id, labels: labelsOf(id, 'service') };
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: {
        selector: podsOf(id).matchLabels,
        ports: [
          { name: 'http', port: HTTP_PORT, targetPort: 'http' },
          { name: 'metrics', port: METRICS_PORT, targetPort: 'metrics' },
        ],
      },
    },
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata,
      spec: { minAvailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow', selector: podsOf(id) },
    },
  ];
}

/** Scales on processor time. The component `keda` takes its place. */
export function autoscalerOf(id: string): KubernetesObject {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: id, labels: labelsOf(id, 'service') },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: id },
      minReplicas: MIN_REPLICAS,
      maxReplicas: MAX_REPLICAS,
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } },
        },
      ],
      behavior: { scaleDown: { stabilizationWindowSeconds: 300 } },
    },
  };
}
