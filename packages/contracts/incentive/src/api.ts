import { defineApi } from '@quyu/contract-kit';
import { adjustAccount, getBalances, holdAmount, listTransfers, releaseAmount } from './accounts.js';
import { getCostEffectiveness, listCostCeilings, putCostCeiling } from './cost-effectiveness.js';
import {
  commentDispute,
  decideDispute,
  getDispute,
  listDisputes,
  openDispute,
  reviewDispute,
  withdrawDispute,
} from './disputes.js';
import {
  getCreditingRule, listCreditingRules, listCredits, putCreditingRule, removeCreditingRule, splitSale, unsplitSale,
} from './crediting.js'; // prettier-ignore
import { listExchangeRates, setExchangeRates } from './exchange-rates.js';
import { listPayeeFacts, setPayeeFacts } from './payee-facts.js';
import {
  approvePayoutBatch,
  cancelPayoutBatch,
  createPayoutBatch,
  exportPayoutBatch,
  getPayoutBatch,
  listPayouts,
  markPayoutBatchPaid,
  setBankAccount,
} from './payouts.js';
import { getPlan, putPlan } from './plans.js';
import { registerProducts } from './products.js';
import { listQuotas, setQuotas } from './quotas.js';
import { getRedemptionPolicy, putRedemptionPolicy, redeem, reverseRedemption } from './redemptions.js';
import { explainResult, getResult, listResultLines, listResults, totalRewards } from './results.js';
import { approveRun, compareRuns, getRun, listRuns, lockRun, postRun, startRun } from './runs.js';
import { getSalesImport, importSales, listRejectedSales } from './sales-imports.js';
import {
  dismissRejection,
  listOpenRejections,
  recordSales,
  resubmitSale,
  retryRejections,
} from './sales-lines.js';
import { simulate } from './simulations.js';
import { getStatement, getStatementFile, listStatements } from './statements.js';
import { totalSales } from './sales-totals.js';
import { tryPlan } from './what-if.js';

export const incentiveApi = defineApi({
  service: 'incentive',
  title: { en: 'Incentive', zh: '渠道激励' },
  permissions: {
    'incentive:read': 'See sales, plans and results.',
    'incentive:write': 'Register products and quotas.',
    'incentive:import': 'Import sales.',
    'incentive:rate': 'Set exchange rates.',
    'incentive:plan': 'Set incentive plans, and who is credited with sales.',
    'incentive:simulate': "Try plans on numbers of one's own, or on stored sales; nothing is stored.",
    'incentive:calculate': 'Start calculation runs.',
    'incentive:approve': 'Approve, lock and post runs.',
    'incentive:settle': 'Adjust, hold and redeem what is owed to payees.',
    'incentive:dispute': 'Dispute lines, credits, results, or that sales are missing.',
    'incentive:pay': 'Pay payees.',
  },
  routes: {
    registerProducts,
    setQuotas,
    listQuotas,
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
    explainResult,
    listResultLines,
    totalRewards,

    startRun,
    listRuns,
    getRun,
    compareRuns,
    approveRun,
    lockRun,
    postRun,
    getBalances,
    listTransfers,
    adjustAccount,
    holdAmount,
    releaseAmount,
    putRedemptionPolicy,
    getRedemptionPolicy,
    redeem,
    reverseRedemption,
    setBankAccount,
    createPayoutBatch,
    getPayoutBatch,
    listPayouts,
    approvePayoutBatch,
    cancelPayoutBatch,
    markPayoutBatchPaid,
    exportPayoutBatch,

    setPayeeFacts,

    getCostEffectiveness,
    putCostCeiling,

    simulate,
    tryPlan,

    getStatement,
    getStatementFile,
    listStatements,

    openDispute,
    listDisputes,
    getDispute,
    commentDispute,
    reviewDispute,
    decideDispute,
    withdrawDispute,

    listCostCeilings,
    listPayeeFacts,
    putCreditingRule,
    getCreditingRule,
    listCreditingRules,
    removeCreditingRule,
    splitSale,
    unsplitSale,
    listCredits,
  },
});
