import { defineApi } from '@quyu/contract-kit';
import { listExchangeRates, setExchangeRates } from './exchange-rates.js';
import { getPlan, putPlan } from './plans.js';
import { registerProducts } from './products.js';
import { setQuotas } from './quotas.js';
import { getResult, listResults, totalRewards } from './results.js';
import { approveRun, getRun, listRuns, lockRun, postRun, startRun } from './runs.js';
import { getSalesImport, importSales, listRejectedSales } from './sales-imports.js';
import {
  dismissRejection,
  listOpenRejections,
  recordSales,
  resubmitSale,
  retryRejections,
} from './sales-lines.js';
import { totalSales } from './sales-totals.js';

export const incentiveApi = defineApi({
  service: 'incentive',
  title: { en: 'Incentive', zh: '渠道激励' },
  permissions: {
    'incentive:read': 'See sales, plans and results.',
    'incentive:write': 'Register products and quotas.',
    'incentive:import': 'Import sales.',
    'incentive:rate': 'Set exchange rates.',
    'incentive:plan': 'Set incentive plans.',
    'incentive:calculate': 'Start calculation runs.',
    'incentive:approve': 'Approve, lock and post runs.',
  },
  routes: {
    registerProducts,
    setQuotas,
    importSales,
    getSalesImport,
    listRejectedSales,
    totalSales,
    setExchangeRates,
    listExchangeRates,
    recordSales,
    listOpenRejections,
    resubmitSale,
    dismissRejection,
    retryRejections,
    putPlan,
    getPlan,
    listResults,
    getResult,
    totalRewards,

    startRun,
    listRuns,
    getRun,
    approveRun,
    lockRun,
    postRun,
  },
});
