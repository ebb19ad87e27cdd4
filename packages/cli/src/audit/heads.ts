import { CliError } from '../cli-error.js';

/** How far the chain of a service's audit log has come. */
export interface ServiceHead {
  readonly service: string;
  readonly seq: number;
  readonly hash: string;
}

/** A head as it is printed, to be kept elsewhere: `partner/12:9f86…`. */
export function formatHead({ service, seq, hash }: ServiceHead): string {
  return `${service}/${seq}:${hash}`;
}

/** Reads a head as {@link formatHead} writes it. @throws CliError when it is none. */
export function parseHead(text: string): ServiceHead {
  const parts = /^([a-z][a-z0-9-]*)\/(\d{1,15}):([\da-f]{64})$/.exec(text);
  const [service, seq, hash] = parts?.slice(1) ?? [];
  if (service !== undefined && seq !== undefined && hash !== undefined)
    return { service, seq: Number(seq), hash };
  throw new CliError(
    `"${text}" is not the head of an audit log.`,
    'Write it as "quyu audit head" has printed it.',
  );
}
