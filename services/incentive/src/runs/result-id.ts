import { hash } from 'node:crypto';
import type { PayeeKind } from './engine.js';

/** What a result is the result of. */
export interface ResultKey {
  readonly planCode: string;
  readonly component: string;
  readonly kind: PayeeKind;
  readonly period: string;
  /** The payee's. */
  readonly code: string;
}

/** The id of a result follows from what it is the result of: it is the same in every run. A UUID of version 8 (RFC 9562). */
export function resultIdOf({ planCode, component, kind, period, code }: ResultKey): string {
  const hex = hash('md5', `${planCode}/${component}/${kind}/${period}/${code}`, 'hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}
