import type { Caller } from '@quyu/plugin-kit';
import type { Clients, Context, RoutesOf } from '../context.js';
import { type Answers, composeReview } from './market-review.js';
import { type FeedbackSources, reviewFeedback } from './own-feedback.js';

export function marketReviewRoutes(ctx: Context, sources: FeedbackSources): RoutesOf<'reviewMarket'> {
  return {
    reviewMarket: async ({ query: { year }, caller }) =>
      composeReview(year, await ask(ctx, sources, caller, year)),
  };
}

/** Asks all services at once, on behalf of the caller: nobody sees here what they may not see there. */
async function ask(ctx: Context, sources: FeedbackSources, caller: Caller, year: number): Promise<Answers> {
  const clients = ctx.clients(caller);
  const [assignments, partners, sales, rewards, mdf, feedback, bus] = await Promise.all([
    clients.territory.countAssignments({}),
    clients.partner.countPartners({}),
    clients.incentive.totalSales({ query: { year } }),
    clients.incentive.totalRewards({ query: { year } }),
    clients.marketing.totalMdf({ query: { year } }),
    reviewFeedback(ctx, sources, year),
    askBuses(ctx.clients()),
  ]);
  return { assignments, partners, sales, rewards, mdf, feedback, bus };
}

/** How far the events have come is nobody's secret, and no caller's permission: the service asks for itself. */
async function askBuses(clients: Clients): Promise<Answers['bus']> {
  const [territory, partner, incentive, marketing, feedback] = await Promise.all([
    clients.territoryBus.getBusStatus({}),
    clients.partnerBus.getBusStatus({}),
    clients.incentiveBus.getBusStatus({}),
    clients.marketingBus.getBusStatus({}),
    clients.feedbackBus.getBusStatus({}),
  ]);
  return { territory, partner, incentive, marketing, feedback };
}
