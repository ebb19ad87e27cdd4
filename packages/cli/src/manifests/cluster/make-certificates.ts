import { type KeyObject, generateKeyPairSync, sign } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bits, field, integer, objectId, octets, plainField, sequence, set, time, utf8, yes } from './der.js';

const HOUR_MS = 3_600_000;
const ECDSA_WITH_SHA256 = sequence(objectId('1.2.840.10045.4.3.2'));

/**
 * Makes an authority and a certificate of it, and writes `ca.crt`, `tls.crt` and `tls.key`: what the Secret `nats-tls` holds.
 *
 * @param names for whom: names of hosts, never addresses, as deploy/README.md asks for.
 */
export function makeCertificates(folder: string, names: readonly string[], now: Date): void {
  const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const common = { issuer: 'authority of a test', now, signer: authority.privateKey };
  const ca = certificateOf({
    ...common,
    serial: 1,
    subject: common.issuer,
    key: authority.publicKey,
    extensions: [
      extension('2.5.29.19', sequence(yes), true), // may sign others
      extension('2.5.29.15', bits(Buffer.from([0x04]), 2), true), // that is all its key is for
    ],
  });
  const certificate = certificateOf({
    ...common,
    serial: 2,
    subject: 'nats',
    key: own.publicKey,
    extensions: [
      extension('2.5.29.17', sequence(...names.map((name) => plainField(2, name)))),
      // For servers and for clients: a server is a client of the others.
      extension('2.5.29.37', sequence(objectId('1.3.6.1.5.5.7.3.1'), objectId('1.3.6.1.5.5.7.3.2'))),
    ],
  });
  writeFileSync(join(folder, 'ca.crt'), pemOf(ca));
  writeFileSync(join(folder, 'tls.crt'), pemOf(certificate));
  writeFileSync(join(folder, 'tls.key'), own.privateKey.export({ type: 'pkcs8', format: 'pem' }));
}

interface Wanted {
  readonly serial: number;
  readonly issuer: string;
  readonly subject: string;
  readonly now: Date;
  readonly key: KeyObject;
  readonly signer: KeyObject;
  readonly extensions: readonly Buffer[];
}

/** RFC 5280, 4.1: what is certified, how it was signed, the signature. */
function certificateOf({ serial, issuer, subject, now, key, signer, extensions }: Wanted): Buffer {
  const valid = [-HOUR_MS, HOUR_MS].map((offset) => time(new Date(now.getTime() + offset)));
  const certified = sequence(
    field(0, integer(2)), // version 3
    integer(serial),
    ECDSA_WITH_SHA256,
    nameOf(issuer),
    sequence(...valid),
    nameOf(subject),
    key.export({ type: 'spki', format: 'der' }),
    field(3, sequence(...extensions)),
  );
  return sequence(certified, ECDSA_WITH_SHA256, bits(sign('sha256', certified, signer)));
}

const nameOf = (commonName: string): Buffer => sequence(set(sequence(objectId('2.5.4.3'), utf8(commonName))));

const extension = (id: string, value: Buffer, isCritical = false): Buffer =>
  sequence(objectId(id), ...(isCritical ? [yes] : []), octets(value));

const pemOf = (certificate: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64').replaceAll(/.{64}/g, '$&\n').trimEnd()}\n-----END CERTIFICATE-----\n`;
