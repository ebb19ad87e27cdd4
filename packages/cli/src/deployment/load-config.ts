import { pathToFileURL } from 'node:url';
import type { QuyuConfig } from '@quyu/plugin-kit';
import { CliError } from '../cli-error.js';
import { findConfig } from './find-root.js';

/**
 * Loads `quyu.config.ts`; Node strips its types, so it may use nothing that needs compiling.
 *
 * @throws CliError when it cannot be loaded, naming the file and the reason.
 */
export async function loadConfig(given?: string): Promise<QuyuConfig> {
  const path = findConfig(given);
  let module: { readonly default?: Partial<QuyuConfig> };
  try {
    module = (await import(pathToFileURL(path).href)) as typeof module;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError(
      `${path} cannot be loaded: ${reason}`,
      'Mend the file; packages it names must be installed and built.',
      {
        cause: error,
      },
    );
  }
  const { plugins, modules = [], roles = {} } = module.default ?? {};
  if (Array.isArray(plugins)) return { plugins, modules, roles };
  throw new CliError(
    `${path} does not export a deployment.`,
    'End it with: export default defineConfig({ plugins: [...] });',
  );
}
