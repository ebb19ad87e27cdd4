import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { findConfig } from '../../deployment/find-root.js';

/** Any object of a rendered overlay; checks look into it field by field. */
export type Rendered = { readonly [field: string]: unknown };

/** Where the manifests of this repository are. */
export const KUBERNETES_FOLDER = join(dirname(findConfig()), 'deploy', 'kubernetes');

/** An overlay as `kubectl kustomize` prints it. Without kubectl this fails: it must never pass unseen. */
export async function renderText(overlay: string): Promise<string> {
  const folder = join(KUBERNETES_FOLDER, 'overlays', overlay);
  const options = { maxBuffer: 64 * 1024 * 1024, timeout: 60_000 };
  const { stdout } = await promisify(execFile)('kubectl', ['kustomize', folder], options);
  return stdout;
}

/** Its objects, read by YAML 1.1 as Kubernetes reads them. */
export function parseObjects(text: string): readonly Rendered[] {
  return parseAllDocuments(text, { version: '1.1' }).map((document) => {
    if (document.errors[0]) throw document.errors[0];
    return document.toJS() as Rendered;
  });
}

/** The objects of `install.yaml`, which is the overlay `dev`: to look at what is rendered where there is no kubectl. */
export async function installObjects(): Promise<readonly Rendered[]> {
  return parseObjects(await readFile(join(KUBERNETES_FOLDER, 'install.yaml'), 'utf8'));
}
