import { millis } from '@nats-io/nats-core';
import type { Provisioned } from './plan-provision.js';
import type { Difference } from './stream-config.js';

const SIGN = {
  created: '+',
  updated: '~',
  recreated: '!',
  deleted: '-',
  orphaned: '?',
  unchanged: '=',
} as const;

/**
 * A line for a diff, e.g. `~ consumer QUYU_PARTNER/incentive: ack_wait 30s -> 5s`.
 *
 * @example describeStep({ kind: 'stream', name: 'QUYU_PARTNER', action: 'created', changes: [] }) // '+ stream QUYU_PARTNER'
 */
export function describeStep({ kind, name, action, changes, loss }: Provisioned): string {
  const what = `${SIGN[action]} ${kind} ${name}`;
  if (action === 'deleted') return `${what} (nothing needs it)`;
  if (action === 'orphaned') return `${what} (nothing needs it: --prune deletes it)`;
  const said = changes.map(describeChange).join(', ');
  return `${what}${said && `: ${said}`}${loss === undefined ? '' : ` (${loss})`}`;
}

function describeChange({ setting, found, wished }: Difference): string {
  return `${setting} ${show(setting, found)} -> ${show(setting, wished)}`;
}

const DURATIONS = new Set(['ack_wait', 'duplicate_window', 'max_age']);

function show(setting: string, value: unknown): string {
  if (value === undefined) return '(not set)';
  if (DURATIONS.has(setting) && typeof value === 'number') return `${millis(value) / 1000}s`;
  if (Array.isArray(value)) return value.join(' ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
