import { type KubernetesObject, NAME_LABEL, labelsOf, podsOf } from './object.js';
import { HTTP_PORT, NATS_PORT } from './settings.js';
import type { ServiceNode } from './topology.js';

const tcp = (port: number) => ({ protocol: 'TCP', port });
const toPods = (names: readonly string[]) => names.map((name) => ({ podSelector: podsOf(name) }));
/** Namespaces that may send requests: those of the gateway. */
const GATEWAYS = { namespaceSelector: { matchLabels: { 'quyu.io/gateway': 'true' } } };

const policy = (name: string, spec: object): KubernetesObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, labels: { 'app.kubernetes.io/part-of': 'quyu' } },
  spec,
});

/** A service hears the gateway and those that call it; it reaches the broker and those it calls. */
export function servicePolicy({ id, calls, calledBy }: ServiceNode): KubernetesObject {
  const called = calls.length > 0 ? [{ to: toPods(calls), ports: [tcp(HTTP_PORT)] }] : [];
  return {
    ...policy(id, {
      podSelector: podsOf(id),
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [GATEWAYS, ...toPods(calledBy)], ports: [tcp(HTTP_PORT)] }],
      egress: [{ to: toPods(['nats']), ports: [tcp(NATS_PORT)] }, ...called],
    }),
    metadata: { name: id, labels: labelsOf(id, 'service') },
  };
}

/** What holds for all: nothing but DNS, and then Postgres, the issuer and the broker for those who need them. */
export function commonPolicies(ids: readonly string[]): readonly KubernetesObject[] {
  const some = (names: readonly string[]) => ({
    matchExpressions: [{ key: NAME_LABEL, operator: 'In', values: names }],
  });
  const dns = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } };
  const dnsPorts = ['UDP', 'TCP'].map((protocol) => ({ protocol, port: 53 }));
  const egress = (podSelector: object, to: readonly object[], ports: readonly object[]) => ({
    podSelector,
    policyTypes: ['Egress'],
    egress: [{ to, ports }],
  });
  return [
    policy('default-deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }),
    policy(
      'to-dns',
      egress({}, [{ ...dns, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }], dnsPorts),
    ),
    policy('to-postgres', egress(some([...ids, 'quyu-migrate']), privateNetworks, [tcp(5432)])),
    policy('to-issuer', egress(some(ids), [anywhere], [tcp(443)])),
    policy('quyu-provision', egress(podsOf('quyu-provision'), toPods(['nats']), [tcp(NATS_PORT)])),
    policy('nats', brokerRules([...ids, 'quyu-provision'])),
  ];
}

/** Postgres may be at any private address; the component `cnpg` narrows this to its own pods. */
const privateNetworks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map((cidr) => ({
  ipBlock: { cidr },
}));
/** The issuer may be anywhere but where clouds hand out credentials to pods. */
const anywhere = { ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.0.0/16'] } };

function brokerRules(clients: readonly string[]) {
  const routes = { ports: [tcp(6222)] };
  return {
    podSelector: podsOf('nats'),
    policyTypes: ['Ingress', 'Egress'],
    ingress: [
      { from: toPods(clients), ports: [tcp(NATS_PORT)] },
      { from: toPods(['nats']), ...routes },
    ],
    egress: [{ to: toPods(['nats']), ...routes }],
  };
}
