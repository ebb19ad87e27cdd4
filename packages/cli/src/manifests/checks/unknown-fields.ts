import { execFile } from 'node:child_process';
import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createTemporaryFolder } from '@quyu/embedded';
import { findConfig } from '../../deployment/find-root.js';
import { titleOf } from './look.js';
import type { Rendered } from './render.js';

/** Where the types of each API are. */
const MODEL_PACKAGES: Readonly<Record<string, string>> = {
  v1: 'kubernetes-models/v1',
  'apps/v1': 'kubernetes-models/apps/v1',
  'autoscaling/v2': 'kubernetes-models/autoscaling/v2',
  'batch/v1': 'kubernetes-models/batch/v1',
  'networking.k8s.io/v1': 'kubernetes-models/networking.k8s.io/v1',
  'policy/v1': 'kubernetes-models/policy/v1',
  'external-secrets.io/v1': '@kubernetes-models/external-secrets/external-secrets.io/v1',
  'gateway.networking.k8s.io/v1': '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1',
  'keda.sh/v1alpha1': '@kubernetes-models/keda/keda.sh/v1alpha1',
  'monitoring.coreos.com/v1': '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1',
  'postgresql.cnpg.io/v1': '@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1',
};

const OPTIONS = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--pretty', 'false'];
const FAULT = /^objects\.ts\((\d+),\d+\): error TS\d+: (.*)$/gm;

/**
 * What the compiler says against objects that are written as literals of the types of their kinds: a field that a type does
 * not have is an error there, while a schema lets it pass and the API server drops it.
 *
 * @returns a line for each fault, with the object.
 */
export async function unknownFields(objects: readonly Rendered[]): Promise<readonly string[]> {
  const starts: { readonly line: number; readonly title: string }[] = [];
  let text = '';
  let line = 1;
  for (const object of objects) {
    const literal = literalOf(object);
    starts.push({ line, title: titleOf(object) });
    text += literal;
    line += literal.split('\n').length - 1;
  }
  const said = await compile(text);
  return [...said.matchAll(FAULT)].map(([, at, message]) => {
    const object = starts.findLast((each) => each.line <= Number(at));
    return `${object?.title}: ${message}`;
  });
}

function literalOf(object: Rendered): string {
  const model = MODEL_PACKAGES[String(object['apiVersion'])];
  if (model === undefined) throw new Error(`${titleOf(object)}: there are no types of its API here`);
  const type = `import(${JSON.stringify(model)}).I${String(object['kind'])}`;
  return `({} as { take(_: ${type}): void }).take(${JSON.stringify(object, undefined, 1)});\n`;
}

async function compile(text: string): Promise<string> {
  const root = dirname(findConfig());
  const folder = createTemporaryFolder('quyu-models');
  try {
    symlinkSync(join(root, 'packages', 'cli', 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    writeFileSync(join(folder, 'objects.ts'), `${text}export {};\n`);
    return await outputOf(join(root, 'node_modules', '.bin', 'tsc'), [...OPTIONS, 'objects.ts'], folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @throws Error with the output when it says anything but faults of the objects. */
function outputOf(command: string, args: readonly string[], cwd: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  execFile(command, args, { cwd, timeout: 120_000, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
    const rest = stdout
      .replaceAll(FAULT, '')
      .replaceAll(/^ +.*$/gm, '')
      .trim();
    if (rest !== '' || stderr !== '' || (error && stdout === ''))
      reject(new Error(`${rest}\n${stderr}`, { cause: error }));
    else resolve(stdout);
  });
  return promise;
}
