import { BROKER_CA_FILE, SECRETS_FOLDER } from './settings.js';

interface Secrets {
  /** The Secret's name. */
  readonly secret: string;
  /** Environment variable to key: `QUYU_DATABASE_URL` from `database-url`. */
  readonly files: Readonly<Record<string, string>>;
}

/** `<NAME>_FILE` for each secret: values of secrets never stand in the environment. */
export function secretVariables({
  files,
}: Secrets): readonly { readonly name: string; readonly value: string }[] {
  return Object.entries(files).map(([name, key]) => ({
    name: `${name}_FILE`,
    value: `${SECRETS_FOLDER}/${key}`,
  }));
}

/** The secrets, the certificate of the broker's authority (without its key), and a folder for temporary files. */
export function volumesOf({ secret, files }: Secrets) {
  const items = Object.values(files).map((key) => ({ key, path: key }));
  return [
    { name: 'secrets', secret: { secretName: secret, defaultMode: 288, items } },
    {
      name: 'nats-ca',
      secret: { secretName: 'nats-tls', defaultMode: 288, items: [{ key: 'ca.crt', path: 'ca.crt' }] },
    },
    { name: 'tmp', emptyDir: { sizeLimit: '2Gi' } },
  ];
}

/** Where {@link volumesOf} is found. */
export const volumeMounts = [
  { name: 'secrets', mountPath: SECRETS_FOLDER, readOnly: true },
  { name: 'nats-ca', mountPath: BROKER_CA_FILE.replace(/\/[^/]*$/, ''), readOnly: true },
  { name: 'tmp', mountPath: '/tmp' },
];
