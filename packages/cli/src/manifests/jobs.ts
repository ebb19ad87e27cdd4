import { type KubernetesObject, labelsOf } from './object.js';
import { secretVariables, volumeMounts, volumesOf } from './pod-parts.js';
import { restrictedContainer, restrictedPod } from './restricted.js';

/** The secrets of the two jobs. */
export const jobSecrets = {
  'quyu-migrate': {
    secret: 'quyu-migrate',
    files: { QUYU_DATABASE_URL: 'database-url', QUYU_DATABASE_USERS: 'database-users' },
  },
  'quyu-provision': { secret: 'quyu-provision', files: { QUYU_NATS_USERS: 'nats-users' } },
} as const;

/** Schemas first, then streams and consumers. Both change nothing when they run again. */
export function preparingJobs(): readonly KubernetesObject[] {
  return [
    jobOf('quyu-migrate', ['migrate']),
    jobOf('quyu-provision', ['provision', '--replicas', '3']),
  ].flat();
}

function jobOf(name: keyof typeof jobSecrets, args: readonly string[]): readonly KubernetesObject[] {
  const labels = labelsOf(name, 'job');
  const metadata = { name, labels };
  const template = { metadata: { labels }, spec: podOf(name, args) };
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false },
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { ...metadata, annotations },
      // A Job cannot be changed: it goes away by itself, so that the next version can be applied.
      spec: { backoffLimit: 10, activeDeadlineSeconds: 1800, ttlSecondsAfterFinished: 300, template },
    },
  ];
}

/** Argo CD runs them anew at each sync, after the broker (wave -2) and before the services (wave 0). */
const annotations = {
  'argocd.argoproj.io/hook': 'Sync',
  'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
  'argocd.argoproj.io/sync-wave': '-1',
};

function podOf(name: keyof typeof jobSecrets, args: readonly string[]) {
  const secrets = jobSecrets[name];
  return {
    serviceAccountName: name,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    restartPolicy: 'OnFailure',
    securityContext: restrictedPod,
    containers: [
      {
        name: 'quyu',
        image: 'quyu',
        imagePullPolicy: 'IfNotPresent',
        args,
        securityContext: restrictedContainer,
        envFrom: [{ configMapRef: { name: 'quyu' } }],
        env: secretVariables(secrets),
        volumeMounts,
        resources: {
          requests: { cpu: '100m', memory: '512Mi', 'ephemeral-storage': '64Mi' },
          limits: { memory: '512Mi', 'ephemeral-storage': '2Gi' },
        },
      },
    ],
    volumes: volumesOf(secrets),
  };
}
