import { partner } from '@quyu/partner';
import { defineConfig } from '@quyu/plugin-kit';
import { greeter } from './plugins/greeter.plugin.mjs';

/** One of the platform's plugins, and one of our own. */
export default defineConfig({ plugins: [partner, greeter] });
