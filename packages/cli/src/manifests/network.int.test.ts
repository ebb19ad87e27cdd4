import { beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../deployment/load-config.js';
import { nameOf, workloads } from './checks/look.js';
import { type Side, openingsOf } from './checks/openings.js';
import { OVERLAYS, type Rendered, parseObjects, renderText } from './checks/render.js';
import { commonPolicies } from './network-policies.js';
import { topologyOf } from './topology.js';

const nodes = topologyOf((await loadConfig()).plugins.map(({ spec }) => spec));

const pods = (name: string): string => `pods app.kubernetes.io/name=${name}`;
const DNS = ['UDP', 'TCP'].map(
  (protocol) => `namespaces kubernetes.io/metadata.name=kube-system, pods k8s-app=kube-dns at ${protocol} 53`,
);
const NATS = `${pods('nats')} at TCP 4222`;
const ROUTES = `${pods('nats')} at TCP 6222`;
const POSTGRES = 'pods cnpg.io/cluster=quyu-postgres at TCP 5432';
const ISSUER = '0.0.0.0/0 without 169.254.0.0/16 at TCP 443';
const GATEWAY = 'namespaces quyu.io/gateway=true at TCP 8080';
const MONITORING = 'namespaces kubernetes.io/metadata.name=monitoring';

describe.each(OVERLAYS)('the network of the overlay %s', (overlay) => {
  const monitored = overlay !== 'dev';
  let objects: readonly Rendered[];
  beforeAll(async () => {
    objects = parseObjects(await renderText(overlay));
  }, 60_000);
  const open = (name: string, side: Side): readonly string[] =>
    openingsOf(
      workloads(objects).find((each) => nameOf(each) === name)!,
      objects,
      side,
    );

  it.each(nodes)(
    'lets $id reach Postgres, NATS, DNS, the issuer, the collector and whom it calls',
    ({ id, calls }) => {
      const called = calls.map((each) => `${pods(each)} at TCP 8080`);
      const collector = monitored ? [`${MONITORING} at TCP 4318`] : [];
      expect(open(id, 'egress')).toEqual(
        [...DNS, NATS, POSTGRES, ISSUER, ...collector, ...called].toSorted(),
      );
    },
  );

  it.each(nodes)('lets the gateway, Prometheus and its callers reach $id', ({ id, calledBy }) => {
    const callers = calledBy.map((each) => `${pods(each)} at TCP 8080`);
    const prometheus = monitored ? [`${MONITORING} at TCP 9464`] : [];
    expect(open(id, 'ingress')).toEqual([GATEWAY, ...prometheus, ...callers].toSorted());
  });

  it('lets each job reach what it prepares, and nobody reach a job', () => {
    expect(open('quyu-migrate', 'egress')).toEqual([...DNS, POSTGRES].toSorted());
    expect(open('quyu-provision', 'egress')).toEqual([...DNS, NATS].toSorted());
    expect([...open('quyu-migrate', 'ingress'), ...open('quyu-provision', 'ingress')]).toEqual([]);
  });

  it('lets NATS reach its own servers and DNS, and be reached by services and the job', () => {
    const clients = [...nodes.map(({ id }) => id), 'quyu-provision'].map((id) => `${pods(id)} at TCP 4222`);
    expect(open('nats', 'egress')).toEqual([...DNS, ROUTES].toSorted());
    expect(open('nats', 'ingress')).toEqual([...clients, ROUTES].toSorted());
  });

  it('would be noticed with one opening more or less', () => {
    const [first] = nodes;
    const without = objects.filter(
      (each) => !(each['kind'] === 'NetworkPolicy' && nameOf(each) === 'to-issuer'),
    );
    const partner = workloads(objects).find((each) => nameOf(each) === first!.id)!;
    expect(openingsOf(partner, without, 'egress')).not.toContain(ISSUER);
    const everything = {
      kind: 'NetworkPolicy',
      spec: { podSelector: {}, policyTypes: ['Ingress'], ingress: [{}] },
    };
    expect(openingsOf(partner, [...objects, everything], 'ingress')).toContain('anything at any port');
    const none = objects.filter(({ kind }) => kind !== 'NetworkPolicy');
    expect(() => openingsOf(partner, none, 'egress')).toThrow('no policy closes');
  });
});

it('without the component cnpg services reach Postgres at private addresses only', () => {
  const policies = commonPolicies(nodes.map(({ id }) => id)) as readonly Rendered[];
  const migrate = {
    spec: { template: { metadata: { labels: { 'app.kubernetes.io/name': 'quyu-migrate' } } } },
  };
  const networks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];
  expect(openingsOf(migrate, policies, 'egress')).toEqual(
    [...DNS, ...networks.map((each) => `${each} at TCP 5432`)].toSorted(),
  );
});
