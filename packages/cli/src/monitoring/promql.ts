/** Services in the label `service`, from the template of a route: what requests are counted by has no such label. */
export const byRouteService = (vector: string): string =>
  `label_replace(${vector}, "service", "$1", "route", "/api/([^/]+)/.*")`;

/** Requests a second of each service over a window; `matchers` narrow them. */
export function requestRate(window: string, matchers = ''): string {
  const selector = `{route=~"/api/.*"${matchers ? `, ${matchers}` : ''}}`;
  const rate = `rate(quyu_http_request_duration_seconds_count${selector}[${window}])`;
  return `sum by (service) (${byRouteService(rate)})`;
}

/** The part of each service's requests that the platform failed to answer. */
export const failedShare = (window: string): string =>
  `(${requestRate(window, 'status=~"5.."')} / ${requestRate(window)})`;

/** A quantile of the times in which a service answers. */
export function answerTime(quantile: number, window: string, matchers = ''): string {
  const selector = `{route=~"/api/.*"${matchers ? `, ${matchers}` : ''}}`;
  const rate = `rate(quyu_http_request_duration_seconds_bucket${selector}[${window}])`;
  return `histogram_quantile(${quantile}, sum by (service, le) (${byRouteService(rate)}))`;
}

/** What waits for each service, of all its sources. Every replica tells the same: the greatest of each is the truth. */
export const LAG = 'sum by (service) (max by (service, source) (quyu_consumer_lag_events))';
