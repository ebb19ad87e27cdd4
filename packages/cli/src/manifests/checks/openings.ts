import { labelsOfPods, list, look, ofKind } from './look.js';
import type { Rendered } from './render.js';

/** Which way: whom pods may reach, or who may reach them. */
export type Side = 'egress' | 'ingress';

/**
 * Everything that the network policies leave open for the pods of a workload, as a cluster adds them up: a line for each peer
 * and port, e.g. `pods app.kubernetes.io/name=nats at TCP 4222`.
 *
 * @throws Error when no policy closes that side of the pods: then all is open.
 */
export function openingsOf(workload: Rendered, objects: readonly Rendered[], side: Side): readonly string[] {
  const type = side === 'egress' ? 'Egress' : 'Ingress';
  const policies = ofKind(objects, 'NetworkPolicy').filter(
    (policy) =>
      list(policy, 'spec', 'policyTypes').includes(type) &&
      matches(look(policy, 'spec', 'podSelector'), labelsOfPods(workload)),
  );
  if (policies.length === 0)
    throw new Error(`no policy closes the ${side} of ${JSON.stringify(labelsOfPods(workload))}`);
  const open = policies.flatMap((policy) =>
    list(policy, 'spec', side).flatMap((rule) => openingsIn(rule, side)),
  );
  return [...new Set(open)].toSorted();
}

function openingsIn(rule: unknown, side: Side): readonly string[] {
  const peers = look(rule, side === 'egress' ? 'to' : 'from');
  const ports = look(rule, 'ports');
  const who = Array.isArray(peers) ? peers.map(peerOf) : ['anything'];
  const where = Array.isArray(ports) ? ports.map(portOf) : ['any port'];
  return who.flatMap((peer) => where.map((port) => `${peer} at ${port}`));
}

function peerOf(peer: unknown): string {
  const cidr = look(peer, 'ipBlock', 'cidr');
  if (typeof cidr === 'string') {
    const except = list(peer, 'ipBlock', 'except');
    return except.length > 0 ? `${cidr} without ${except.join(' ')}` : cidr;
  }
  const namespace = look(peer, 'namespaceSelector');
  const pods = look(peer, 'podSelector');
  return [
    ...(namespace === undefined ? [] : [`namespaces ${selectorOf(namespace)}`]),
    ...(pods === undefined ? [] : [`pods ${selectorOf(pods)}`]),
  ].join(', ');
}

const portOf = (port: unknown): string => `${String(look(port, 'protocol'))} ${String(look(port, 'port'))}`;

function selectorOf(selector: unknown): string {
  const labels = Object.entries(look(selector, 'matchLabels') ?? {}).map(
    ([key, value]) => `${key}=${String(value)}`,
  );
  const sets = list(selector, 'matchExpressions').map(
    (each) =>
      `${String(look(each, 'key'))} ${String(look(each, 'operator'))} ${list(each, 'values').join(' ')}`,
  );
  return [...labels, ...sets].join(' ') || 'all';
}

/** Of a selector without anything all pods; expressions other than `In` are not used here. */
function matches(selector: unknown, labels: unknown): boolean {
  const isLabelled = Object.entries(look(selector, 'matchLabels') ?? {}).every(
    ([key, value]) => look(labels, key) === value,
  );
  return (
    isLabelled &&
    list(selector, 'matchExpressions').every((each) => {
      if (look(each, 'operator') !== 'In') throw new Error(`not understood here: ${JSON.stringify(each)}`);
      return list(each, 'values').includes(look(labels, String(look(each, 'key'))));
    })
  );
}
