import type { ExtensionPoint } from '@quyu/plugin-kit';

/** Where modules may add to this service: nowhere yet. */
export const extensionPoints: readonly ExtensionPoint<never>[] = [];
