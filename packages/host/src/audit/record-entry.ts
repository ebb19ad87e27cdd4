import type { Cause } from '../database/cause.js';
import type { Statement } from '../database/run-together.js';
import { serviceActor } from './actor.js';

const RECORD =
  'select audit_record($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::text::jsonb, $12) as recorded';

/** The statement that writes the entry of a transaction, for the end of it. Without an actor it is the service's own doing. */
export function recordEntry(service: string, { correlationId, causationId, actor }: Cause): Statement {
  const { subject, operation, always, resource, requestId, address, idempotencyKey, details, onBehalfOf } =
    actor ?? serviceActor(service, 'own');
  const values = [
    subject, onBehalfOf ?? null, operation, resource?.type ?? null, resource?.id ?? null, requestId ?? null,
    correlationId, causationId, address ?? null, idempotencyKey ?? null, details ?? null, !always,
  ]; // prettier-ignore
  return { name: 'quyu-audit-record', text: RECORD, values };
}
