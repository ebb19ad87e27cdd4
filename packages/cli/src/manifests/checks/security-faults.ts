import { containersOf, list, look, podOf, titleOf, workloads } from './look.js';
import type { Rendered } from './render.js';

/** What breaks the pod security standard `restricted`, or goes beyond what our pods may have, a line each. */
export function securityFaults(objects: readonly Rendered[]): readonly string[] {
  return workloads(objects).flatMap((workload) => [
    ...podFaults(workload).map((fault) => `${titleOf(workload)}: ${fault}`),
    ...containersOf(workload).flatMap((each) =>
      containerFaults(each).map((fault) => `${titleOf(workload)}/${String(look(each, 'name'))}: ${fault}`),
    ),
  ]);
}

const missing = (checks: Readonly<Record<string, boolean>>): readonly string[] =>
  Object.entries(checks).flatMap(([fault, holds]) => (holds ? [] : [fault]));

function podFaults(workload: Rendered): readonly string[] {
  const pod = podOf(workload);
  const context = (field: string): unknown => look(pod, 'securityContext', field);
  const user = context('runAsUser');
  return missing({
    'runs as root, or as nobody in particular':
      context('runAsNonRoot') === true && typeof user === 'number' && user > 0,
    'has no seccomp profile': look(pod, 'securityContext', 'seccompProfile', 'type') === 'RuntimeDefault',
    'mounts a token': look(pod, 'automountServiceAccountToken') === false,
    'gets variables from Services': look(pod, 'enableServiceLinks') === false,
    'has no account of its own': typeof look(pod, 'serviceAccountName') === 'string',
    'shares something with its node':
      ['hostNetwork', 'hostPID', 'hostIPC'].every((field) => look(pod, field) === undefined) &&
      list(pod, 'volumes').every((volume) => look(volume, 'hostPath') === undefined),
  });
}

function containerFaults(container: unknown): readonly string[] {
  const context = (...path: readonly string[]): unknown => look(container, 'securityContext', ...path);
  return missing({
    'may gain privileges':
      context('allowPrivilegeEscalation') === false && context('privileged') === undefined,
    'may write its root': context('readOnlyRootFilesystem') === true,
    'may be root': context('runAsNonRoot') === true,
    'keeps capabilities': JSON.stringify(context('capabilities')) === '{"drop":["ALL"]}',
    'has no seccomp profile': context('seccompProfile', 'type') === 'RuntimeDefault',
    'has no requests':
      look(container, 'resources', 'requests', 'cpu') !== undefined &&
      look(container, 'resources', 'requests', 'memory') !== undefined,
    'has no limit of memory': look(container, 'resources', 'limits', 'memory') !== undefined,
  });
}
