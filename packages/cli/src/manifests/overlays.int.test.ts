import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { connectionsOf, readSettings } from '@quyu/host';
import { beforeAll, describe, expect, it } from 'vitest';
import { findConfig } from '../deployment/find-root.js';
import { loadConfig } from '../deployment/load-config.js';
import { availabilityFaults } from './checks/availability-faults.js';
import { containersOf, list, look, nameOf, ofKind, podOf, workloads } from './checks/look.js';
import { deniesByDefault, openPairs } from './checks/network-pairs.js';
import {
  INSTALLED,
  KUBECTL,
  KUBERNETES_FOLDER,
  OVERLAYS,
  type Rendered,
  installText,
  parseObjects,
  renderText,
} from './checks/render.js';
import { securityFaults } from './checks/security-faults.js';
import { manifestFiles } from './manifest-files.js';
import { differingFiles } from './manifest-folder.js';
import { topologyOf } from './topology.js';

const { plugins } = await loadConfig();
const specs = plugins.map(({ spec }) => spec);
const nodes = topologyOf(specs);
/** For replication, jobs, people, and what Postgres keeps for superusers. */
const KEPT_CONNECTIONS = 50;

it('the generated files are what the specs say', async () => {
  expect(await differingFiles(KUBERNETES_FOLDER, manifestFiles(specs))).toEqual([]);
});

it.skipIf(KUBECTL === undefined)(
  `install.yaml is what the overlay ${INSTALLED} renders to (needs kubectl)`,
  async () => {
    expect(await installText()).toBe(await renderText(INSTALLED));
  },
);

it.skipIf(KUBECTL === undefined)('the other overlays are rendered and looked at too (needs kubectl)', () => {
  expect(OVERLAYS).toEqual(['dev', 'staging', 'production']);
});

describe.each(OVERLAYS)('the overlay %s', (overlay) => {
  let objects: readonly Rendered[];
  let config: Readonly<Record<string, string>>;
  beforeAll(async () => {
    objects = parseObjects(await renderText(overlay));
    const found = ofKind(objects, 'ConfigMap').find((each) => nameOf(each) === 'quyu');
    config = look(found, 'data') as typeof config;
  }, 60_000);
  const stopMs = () => Number(config['QUYU_SHUTDOWN_DEADLINE_MS']) + Number(config['QUYU_DRAIN_MS']);

  it('keeps every container restricted', () => {
    expect(workloads(objects).length).toBe(specs.length + 3);
    expect(securityFaults(objects)).toEqual([]);
  });

  it('stays available in rollouts, drains and stops, and has one autoscaler a service', () => {
    expect(availabilityFaults(objects, stopMs())).toEqual([]);
  });

  it('opens the network for what the specs call and for the broker, and for nothing else', () => {
    const calls = nodes.flatMap(({ id, calls: called }) => called.map((to) => `${id} -> ${to}:8080`));
    const broker = [...nodes.map(({ id }) => id), 'quyu-provision'].map((id) => `${id} -> nats:4222`);
    const wanted = [...calls, ...broker, 'nats -> nats:6222'].toSorted();
    expect(deniesByDefault(objects)).toBe(true);
    expect(openPairs(objects, 'egress')).toEqual(wanted);
    expect(openPairs(objects, 'ingress')).toEqual(wanted);
  });

  it('gives each service settings that the host accepts, and no others', () => {
    for (const plugin of plugins) {
      const deployment = ofKind(objects, 'Deployment').find((each) => nameOf(each) === plugin.spec.id)!;
      const own = list(containersOf(deployment).at(-1), 'env').map((each) => [
        String(look(each, 'name')),
        String(look(each, 'value')),
      ]);
      const plain = Object.fromEntries(own.filter(([name]) => !name?.endsWith('_FILE')));
      const secrets = { QUYU_DATABASE_URL: 'postgres://u:p@db/quyu', QUYU_NATS_USERS: '{"x":"y"}' };
      const settings = readSettings({ ...config, ...plain, ...secrets }, [plugin]);
      expect(Object.keys(settings.serviceUrls)).toEqual(nodes.find(({ id }) => id === plugin.spec.id)!.calls);
      expect(own.map(([name]) => name)).toEqual(
        expect.arrayContaining([
          'QUYU_DATABASE_URL_FILE',
          'QUYU_DATABASE_USERS_FILE',
          'QUYU_NATS_USERS_FILE',
        ]),
      );
    }
  });

  it('names the broker by one address, whose lookup gives all servers', () => {
    expect(URL.canParse(config['QUYU_NATS_URL']!)).toBe(true);
  });

  it('names only variables that docs/operations.md knows', async () => {
    const page = await readFile(join(dirname(findConfig()), 'docs', 'operations.md'), 'utf8');
    const unknown = Object.keys(config).filter(
      (name) => name.startsWith('QUYU_') && !page.includes(`\`${name}\``),
    );
    expect(unknown).toEqual([]);
  });

  it('mounts every secret that a variable names a file of', () => {
    for (const workload of workloads(objects).filter(({ kind }) => kind !== 'StatefulSet')) {
      const keys = list(podOf(workload), 'volumes').flatMap((volume) =>
        list(volume, 'secret', 'items').map((item) => look(item, 'path')),
      );
      const files = containersOf(workload).flatMap((each) => list(each, 'env'));
      for (const file of files.filter((each) => String(look(each, 'name')).endsWith('_FILE')))
        expect(keys).toContain(String(look(file, 'value')).replace('/run/secrets/quyu/', ''));
    }
  });

  it('has no secret in a ConfigMap, and none in itself', () => {
    const text = JSON.stringify(ofKind(objects, 'ConfigMap'));
    expect(text).not.toMatch(/password"?: *\\?"(?!\$)|:\/\/[^/\s"]+:[^/\s"]+@|BEGIN [A-Z ]*PRIVATE KEY/i);
    expect(ofKind(objects, 'Secret')).toEqual([]);
  });

  it("keeps the broker's streams on its volume", () => {
    const [broker] = ofKind(objects, 'StatefulSet');
    const files = ofKind(objects, 'ConfigMap').find((each) => nameOf(each).startsWith('nats-config'));
    const store = /store_dir: "([^"]+)"/.exec(String(look(files, 'data', 'nats.conf')))?.[1];
    const mount = list(containersOf(broker!)[0], 'volumeMounts').find(
      (each) => look(each, 'mountPath') === store,
    );
    const claims = list(broker, 'spec', 'volumeClaimTemplates').map(nameOf);
    expect(claims).toContain(look(mount, 'name'));
  });

  it('has a Postgres that takes the connections of all services at their most, while they roll out', () => {
    const most = ofKind(objects, 'Deployment').map((deployment) => {
      const scaler = ['HorizontalPodAutoscaler', 'ScaledObject']
        .flatMap((kind) => ofKind(objects, kind))
        .find((each) => look(each, 'spec', 'scaleTargetRef', 'name') === nameOf(deployment));
      const replicas = look(scaler, 'spec', 'maxReplicas') ?? look(scaler, 'spec', 'maxReplicaCount');
      const surge = look(deployment, 'spec', 'strategy', 'rollingUpdate', 'maxSurge');
      return (Number(replicas) + Number(surge)) * connectionsOf(Number(config['QUYU_POOL_SIZE']));
    });
    const [cluster] = ofKind(objects, 'Cluster');
    const taken = Number(look(cluster, 'spec', 'postgresql', 'parameters', 'max_connections'));
    expect(most.length).toBe(specs.length);
    expect(most.reduce((sum, each) => sum + each, 0)).toBeLessThan(taken - KEPT_CONNECTIONS);
  });

  it('has jobs that can be applied again', () => {
    const jobs = ofKind(objects, 'Job');
    expect(jobs.map(nameOf).toSorted()).toEqual(['quyu-migrate', 'quyu-provision']);
    for (const job of jobs) {
      expect(look(job, 'spec', 'ttlSecondsAfterFinished')).toBeTypeOf('number');
      expect(look(job, 'metadata', 'annotations', 'argocd.argoproj.io/hook-delete-policy')).toBe(
        'BeforeHookCreation',
      );
    }
  });

  it('names an image for each container, by digest in production', () => {
    const form = overlay === 'production' ? /@sha256:[0-9a-f]{64}$/ : /:[\w.-]+$/;
    for (const container of workloads(objects).flatMap(containersOf))
      expect(look(container, 'image')).toMatch(form);
  });

  describe('the checks notice', () => {
    /** The overlay with one field of one container, or of one whole object, changed. */
    const changed = (kind: string, change: (text: string) => string) =>
      objects.map((each) =>
        each['kind'] === kind ? (JSON.parse(change(JSON.stringify(each))) as Rendered) : each,
      );

    it.each([
      ['Deployment', '"readOnlyRootFilesystem":true', '"readOnlyRootFilesystem":false'],
      ['Deployment', '"runAsUser":10001', '"runAsUser":0'],
      ['StatefulSet', '"drop":["ALL"]', '"drop":[]'],
      ['Job', '"automountServiceAccountToken":false', '"automountServiceAccountToken":true'],
      ['Deployment', '"enableServiceLinks":false', '"enableServiceLinks":true'],
      ['StatefulSet', '"allowPrivilegeEscalation":false,', ''],
    ])('%s: %s becomes %s', (kind, from, to) => {
      expect(securityFaults(changed(kind, (text) => text.replace(from, to)))).not.toEqual([]);
    });

    it.each([
      ['Deployment', '"terminationGracePeriodSeconds":45', '"terminationGracePeriodSeconds":30'],
      ['PodDisruptionBudget', '"minAvailable":1', '"minAvailable":2'],
      ['Service', '"targetPort":"http"', '"targetPort":"web"'],
      ['Deployment', '"readinessProbe"', '"removedProbe"'],
      ['Deployment', '"maxUnavailable":0', '"maxUnavailable":1'],
    ])('%s: %s becomes %s', (kind, from, to) => {
      expect(
        availabilityFaults(
          changed(kind, (text) => text.replace(from, to)),
          stopMs(),
        ),
      ).not.toEqual([]);
    });

    it('an opening too many', () => {
      const opened = changed('NetworkPolicy', (text) =>
        text.replace(
          '"matchLabels":{"app.kubernetes.io/name":"nats"}',
          '"matchLabels":{"app.kubernetes.io/name":"partner"}',
        ),
      );
      expect(openPairs(opened, 'egress')).not.toEqual(openPairs(objects, 'egress'));
    });
  });
});
