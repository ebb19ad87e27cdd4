import { feedback } from '@quyu/feedback';
import { incentive } from '@quyu/incentive';
import { marketing } from '@quyu/marketing';
import { partner } from '@quyu/partner';
import { defineConfig } from '@quyu/plugin-kit';
import { territory } from '@quyu/territory';
import { roles } from './quyu.roles.ts';

/** The plugins this deployment runs, and its roles. Node strips the types as it loads the files. */
export default defineConfig({ plugins: [territory, partner, incentive, marketing, feedback], roles });
