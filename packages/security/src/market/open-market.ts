import { feedbackApi } from '@quyu/feedback-contracts';
import { incentiveApi } from '@quyu/incentive-contracts';
import { marketingApi } from '@quyu/marketing-contracts';
import { partnerApi } from '@quyu/partner-contracts';
import { territoryApi } from '@quyu/territory-contracts';
import type { TestHost } from '@quyu/testkit';
import { findDiversion, openField } from './field-market.js';
import { planMarket } from './planned-market.js';
import * as small from './small-market.js';

/** Ids of what is in the market, by the name of the path parameter that takes them. */
export type Ids = Readonly<Record<string, string>>;

/** A market with something behind every address. */
export interface Market {
  readonly modelId: string;
  /** Ids of a partner in the territory `northwest`, and of what belongs to it. */
  readonly north: Ids;
  /** The same of one in `southeast`. */
  readonly south: Ids;
}

/**
 * Opens a market of two territories, each with a partner, a salesperson and sales, as an operator would: through the
 * API of every service.
 */
export async function openMarket(app: TestHost): Promise<Market> {
  const modelId = await divideMarket(app);
  const partners = app.client(partnerApi);
  await partners.putScreeningPolicy({ params: { code: small.STANDARD }, body: small.policy });
  const north = await partners.enrolPartner({ body: small.applicant('north', 'US') });
  const south = await partners.enrolPartner({ body: small.applicant('south', 'CN') });
  await partners.enrolPartner({ body: small.applicant('held', 'CN', 1) });
  await app.settle();
  await openField(app);
  await planMarket(app);
  const { importId, jobId } = await sellAndReward(app);
  const campaignId = await promote(app);
  await app.settle();
  const everywhere = { modelId, importId, jobId, campaignId, code: small.STANDARD };
  const idsOf = async (partnerId: string, payeeCode: string): Promise<Ids> => {
    const [result] = (await app.client(incentiveApi).listResults({ query: { payeeCode } })).items;
    const diversionId = await findDiversion(app, payeeCode);
    return { ...everywhere, partnerId, subjectId: partnerId, resultId: result!.resultId, diversionId };
  };
  return {
    modelId,
    north: await idsOf(north.partnerId, north.code),
    south: await idsOf(south.partnerId, south.code),
  };
}

async function divideMarket(app: TestHost): Promise<string> {
  const territory = app.client(territoryApi);
  const body = { code: small.STANDARD, name: 'Standard', levels: ['world', 'region'] };
  const { modelId } = await territory.createModel({ body });
  await territory.addTerritories({ params: { modelId }, body: small.territories });
  await territory.addRules({ params: { modelId }, body: small.rules });
  await territory.activateModel({ params: { modelId } });
  await territory.enrolStaff({ body: small.staff });
  await app.settle();
  return modelId;
}

async function sellAndReward(
  app: TestHost,
): Promise<{ readonly importId: string; readonly jobId: string }> {
  const incentive = app.client(incentiveApi);
  await incentive.registerProducts({ body: [{ code: 'bike', name: 'Bike', category: 'Bikes', group: 'Road' }] });
  await incentive.putPlan({ params: { code: small.STANDARD }, body: small.plan });
  const query = { source: 'erp', file: 'sales.csv', currency: 'USD' };
  const { importId } = await incentive.importSales({ query, body: small.sales });
  await app.settle();
  const { jobId } = await incentive.startRun({ body: {} });
  await app.finishJob('incentive', jobId);
  return { importId, jobId };
} // prettier-ignore

async function promote(app: TestHost): Promise<string> {
  const params = { code: small.STANDARD };
  await app.client(marketingApi).putAccrualRule({ params, body: { rateBp: 100 } });
  await app.client(marketingApi).planCampaigns({ body: [small.campaign] });
  await app.client(feedbackApi).putScorecard({ params, body: small.scorecard });
  await app.client(feedbackApi).startEvaluation({ params, body: { year: 2019 } });
  const [campaign] = (await app.client(marketingApi).listCampaigns({ query: {} })).items;
  return campaign!.campaignId;
}
