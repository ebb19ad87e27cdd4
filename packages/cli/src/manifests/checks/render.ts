import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { findConfig } from '../../deployment/find-root.js';

/** Any object of a rendered overlay; checks look into it field by field. */
export type Rendered = { readonly [field: string]: unknown };

/** Where the manifests of this repository are. */
export const KUBERNETES_FOLDER = join(dirname(findConfig()), 'deploy', 'kubernetes');

/** What renders overlays; undefined where there is none, and then only what is committed can be looked at. */
export const KUBECTL = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'kubectl'))
  .find(isProgram);

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The overlay that `install.yaml` is a rendering of. */
export const INSTALLED = 'dev';
/** Those that can be looked at here. */
export const OVERLAYS = KUBECTL === undefined ? [INSTALLED] : [INSTALLED, 'staging', 'production'];

/** An overlay as `kubectl kustomize` prints it; without kubectl as it is committed. */
export async function renderText(overlay: string): Promise<string> {
  if (KUBECTL === undefined && overlay === INSTALLED) return installText();
  const folder = join(KUBERNETES_FOLDER, 'overlays', overlay);
  const options = { maxBuffer: 64 * 1024 * 1024, timeout: 60_000 };
  const { stdout } = await promisify(execFile)(KUBECTL ?? 'kubectl', ['kustomize', folder], options);
  return stdout;
}

/** What is committed of the overlay {@link INSTALLED}. */
export function installText(): Promise<string> {
  return readFile(join(KUBERNETES_FOLDER, 'install.yaml'), 'utf8');
}

/** Its objects, read by YAML 1.1 as Kubernetes reads them. */
export function parseObjects(text: string): readonly Rendered[] {
  return parseAllDocuments(text, { version: '1.1' }).map((document) => {
    if (document.errors[0]) throw document.errors[0];
    return document.toJS() as Rendered;
  });
}
