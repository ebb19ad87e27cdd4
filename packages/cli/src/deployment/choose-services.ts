import type { Plugin, QuyuConfig } from '@quyu/plugin-kit';
import { CliError } from '../cli-error.js';

/**
 * The plugins of a deployment that are named; all of them when none is.
 *
 * @throws CliError naming those that do not exist, and those that do.
 */
export function chooseServices({ plugins }: QuyuConfig, ids: readonly string[]): readonly Plugin[] {
  const known = plugins.map(({ spec }) => spec.id);
  const unknown = ids.filter((id) => !known.includes(id));
  if (unknown.length > 0)
    throw new CliError(
      `There is no service "${unknown.join('", "')}".`,
      `Services of this deployment: ${known.join(', ')}.`,
    );
  return ids.length === 0 ? plugins : plugins.filter(({ spec }) => ids.includes(spec.id));
}
