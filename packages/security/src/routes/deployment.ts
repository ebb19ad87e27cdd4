import type { QuyuConfig } from '@quyu/plugin-kit';

const FILE = new URL('../../../../quyu.config.ts', import.meta.url);

/** The deployment that `quyu.config.ts` declares: what is tested is what runs, with no list of its own. */
export async function loadDeployment(): Promise<QuyuConfig> {
  const { default: config } = (await import(FILE.href)) as { readonly default: QuyuConfig };
  return config;
}
