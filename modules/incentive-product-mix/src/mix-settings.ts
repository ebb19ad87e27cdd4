import type { Fault } from '@quyu/plugin-kit';

/** What a plan asks of the breadth of sales. */
export interface Mix {
  readonly payee: 'partner' | 'salesperson';
  readonly groups: readonly string[];
  /** How many of the groups must be sold. */
  readonly atLeast: number;
  /** For how much each counts as sold, in minor units of the plan's currency. */
  readonly minimum: bigint;
  readonly rateBp: bigint;
}

type Settings = Readonly<Record<string, string>>;

const KNOWN = ['payee', 'groups', 'atLeast', 'minimum', 'rateBp'];

/** What is wrong with settings, each at its JSON Pointer. */
export function mixFaults(settings: Settings): readonly Fault[] {
  const groups = groupsIn(settings);
  const unknown = Object.keys(settings).filter((name) => !KNOWN.includes(name));
  return [
    ...unknown.map((name) => fault(name, 'unknown_setting', `is none of ${KNOWN.join(', ')}`)),
    ...(['partner', 'salesperson'].includes(settings['payee'] ?? '')
      ? []
      : [fault('payee', 'unknown_payee', 'must be partner or salesperson')]),
    ...(groups.length >= 2 && new Set(groups).size === groups.length
      ? []
      : [fault('groups', 'too_few_groups', 'must name at least two product groups, each once, with commas between them')]),
    ...wholeFaults(settings, 'atLeast', { from: 1n, to: BigInt(Math.max(1, groups.length)) }),
    ...wholeFaults(settings, 'minimum', { from: 0n, to: 9_000_000_000_000_000_000n }),
    ...wholeFaults(settings, 'rateBp', { from: 1n, to: 10_000n }),
  ];
} // prettier-ignore

/** Settings without faults. */
export function readMix(settings: Settings): Mix {
  return {
    payee: settings['payee'] === 'salesperson' ? 'salesperson' : 'partner',
    groups: groupsIn(settings),
    atLeast: Number(settings['atLeast']),
    minimum: BigInt(settings['minimum'] ?? '0'),
    rateBp: BigInt(settings['rateBp'] ?? '0'),
  };
}

function groupsIn(settings: Settings): string[] {
  return (settings['groups'] ?? '')
    .split(',')
    .map((group) => group.trim())
    .filter((group) => group !== '');
}

function wholeFaults(
  settings: Settings,
  name: string,
  { from, to }: { readonly from: bigint; readonly to: bigint },
): Fault[] {
  const text = settings[name] ?? '';
  const isWhole = /^(0|[1-9]\d{0,18})$/.test(text) && BigInt(text) >= from && BigInt(text) <= to;
  return isWhole ? [] : [fault(name, 'out_of_range', `must be a whole number from ${from} to ${to}`)];
}

function fault(name: string, code: string, message: string): Fault {
  return { pointer: `/${name}`, code, message };
}
