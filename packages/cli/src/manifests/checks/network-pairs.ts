import { NAME_LABEL } from '../object.js';
import { list, look, nameOf, ofKind } from './look.js';
import type { Rendered } from './render.js';

/** `from -> to:port` for each opening between named pods, from the side that sends or from the side that hears. */
export function openPairs(objects: readonly Rendered[], side: 'egress' | 'ingress'): readonly string[] {
  const found = ofKind(objects, 'NetworkPolicy').flatMap((policy) => {
    const own = String(look(policy, 'spec', 'podSelector', 'matchLabels', NAME_LABEL));
    return list(policy, 'spec', side).flatMap((rule) =>
      list(rule, side === 'egress' ? 'to' : 'from').flatMap((peer) => {
        const other = look(peer, 'podSelector', 'matchLabels', NAME_LABEL);
        if (typeof other !== 'string') return [];
        const [from, to] = side === 'egress' ? [own, other] : [other, own];
        return list(rule, 'ports').map((port) => `${from} -> ${to}:${String(look(port, 'port'))}`);
      }),
    );
  });
  return found.toSorted();
}

/** Whether a policy without any rule holds for all pods, in both directions. */
export function deniesByDefault(objects: readonly Rendered[]): boolean {
  return ofKind(objects, 'NetworkPolicy').some(
    (policy) =>
      nameOf(policy) === 'default-deny' &&
      JSON.stringify(look(policy, 'spec', 'podSelector')) === '{}' &&
      list(policy, 'spec', 'policyTypes').length === 2 &&
      look(policy, 'spec', 'ingress') === undefined &&
      look(policy, 'spec', 'egress') === undefined,
  );
}
