import type { Platform } from '../import/platform.js';
import { type Report, reportOf, type Seconds } from './report.js';

/** Asks the platform for a year's review. */
export async function fetchReport(
  platform: Pick<Platform, 'feedback'>,
  year: number,
  seconds: Seconds,
): Promise<Report> {
  return reportOf(await platform.feedback.reviewMarket({ query: { year } }), seconds);
}
