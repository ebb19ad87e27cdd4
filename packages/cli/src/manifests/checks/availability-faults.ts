import {
  containersOf,
  labelsOfPods,
  list,
  look,
  nameOf,
  ofKind,
  podOf,
  selects,
  titleOf,
  workloads,
} from './look.js';
import type { Rendered } from './render.js';

/** What would interrupt service in a rollout, a drained node or a stop, a line each. */
export function availabilityFaults(objects: readonly Rendered[], stopMs: number): readonly string[] {
  const lasting = workloads(objects).filter(({ kind }) => kind !== 'Job');
  return [
    ...lasting.flatMap((workload) => [...budgetFaults(workload, objects), ...probeFaults(workload)]),
    ...lasting
      .filter((each) => !selects(look(each, 'spec', 'selector', 'matchLabels'), labelsOfPods(each)))
      .map((each) => `${titleOf(each)}: does not select its own pods`),
    ...serviceFaults(objects, lasting),
    ...ofKind(objects, 'Deployment').flatMap((each) => deploymentFaults(each, objects, stopMs)),
  ];
}

function budgetFaults(workload: Rendered, objects: readonly Rendered[]): readonly string[] {
  const budget = ofKind(objects, 'PodDisruptionBudget').find((each) =>
    selects(look(each, 'spec', 'selector', 'matchLabels'), labelsOfPods(workload)),
  );
  if (!budget) return [`${titleOf(workload)}: no PodDisruptionBudget`];
  const satisfiable =
    Number(look(workload, 'spec', 'replicas')) > Number(look(budget, 'spec', 'minAvailable'));
  const evicts = look(budget, 'spec', 'unhealthyPodEvictionPolicy') === 'AlwaysAllow';
  return satisfiable && evicts
    ? []
    : [`${titleOf(workload)}: its PodDisruptionBudget can block a drain for ever`];
}

function probeFaults(workload: Rendered): readonly string[] {
  const containers = list(podOf(workload), 'containers');
  return containers.flatMap((container) =>
    ['startupProbe', 'readinessProbe', 'livenessProbe'].flatMap((probe) => {
      const port = look(container, probe, 'httpGet', 'port');
      const known = list(container, 'ports').some((each) => look(each, 'name') === port);
      return known ? [] : [`${titleOf(workload)}: no ${probe}, or of a port that is not there`];
    }),
  );
}

function serviceFaults(objects: readonly Rendered[], lasting: readonly Rendered[]): readonly string[] {
  return ofKind(objects, 'Service').flatMap((service) => {
    const behind = lasting.filter((each) => selects(look(service, 'spec', 'selector'), labelsOfPods(each)));
    const ports = behind.flatMap(containersOf).flatMap((container) => list(container, 'ports'));
    const closed = list(service, 'spec', 'ports')
      .map((port) => look(port, 'targetPort'))
      .filter((target) => !ports.some((port) => look(port, 'name') === target));
    if (behind.length !== 1) return [`${titleOf(service)}: hits ${behind.length} workloads`];
    return closed.map((target) => `${titleOf(service)}: nothing listens at ${String(target)}`);
  });
}

function deploymentFaults(
  workload: Rendered,
  objects: readonly Rendered[],
  stopMs: number,
): readonly string[] {
  const grace = Number(look(podOf(workload), 'terminationGracePeriodSeconds'));
  const preStop = Number(look(containersOf(workload).at(-1), 'lifecycle', 'preStop', 'sleep', 'seconds'));
  const scalers = ['HorizontalPodAutoscaler', 'ScaledObject']
    .flatMap((kind) => ofKind(objects, kind))
    .filter((each) => look(each, 'spec', 'scaleTargetRef', 'name') === nameOf(workload));
  return [
    ...(grace * 1000 > preStop * 1000 + stopMs
      ? []
      : [`${titleOf(workload)}: is killed before it has stopped`]),
    ...(scalers.length === 1 ? [] : [`${titleOf(workload)}: scaled by ${scalers.length}`]),
    ...(look(workload, 'spec', 'strategy', 'rollingUpdate', 'maxUnavailable') === 0
      ? []
      : [`${titleOf(workload)}: a rollout takes pods away`]),
  ];
}
