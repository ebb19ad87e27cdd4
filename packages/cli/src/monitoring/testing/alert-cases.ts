/** Series by name and labels, with values in promtool's notation, one a minute. */
type Series = Readonly<Record<string, string>>;

/** When an alert fires, and when something alike happens and it does not. */
export interface AlertCase {
  readonly alert: string;
  /** When it is looked at, in minutes from the first value. */
  readonly at: number;
  readonly fires: Series;
  readonly quiet: Series;
}

const COUNT = 'quyu_http_request_duration_seconds_count';
const BUCKET = 'quyu_http_request_duration_seconds_bucket';
const route = (status: string) => `${COUNT}{route="/api/partner/v1/partners",status="${status}"}`;
const read = (le: string, method = 'GET') =>
  `${BUCKET}{route="/api/partner/v1/partners",method="${method}",le="${le}"}`;
const pools = (...services: readonly string[]): Series =>
  Object.fromEntries(services.map((id) => [`quyu_pool_max_connections{service="${id}"}`, '10x60']));

export const cases: readonly AlertCase[] = [
  {
    alert: 'QuyuErrorBudgetBurnsFast',
    at: 90,
    fires: { [route('200')]: '0+97x90', [route('500')]: '0+3x90' },
    // It was worse, and is over: the hour says so, the last five minutes do not.
    quiet: { [route('200')]: '0+97x90', [route('500')]: '0+0x40 0+30x40 1200x10' },
  },
  {
    alert: 'QuyuErrorBudgetBurnsSlowly',
    at: 420,
    fires: { [route('200')]: '0+99x420', [route('503')]: '0+1x420' },
    quiet: { [route('200')]: '0+1000x420', [route('503')]: '0+1x420', [route('404')]: '0+99x420' },
  },
  {
    alert: 'QuyuSlowAnswers',
    at: 20,
    fires: { [read('1')]: '0+90x20', [read('2.5')]: '0+100x20', [read('+Inf')]: '0+100x20' },
    quiet: {
      [read('1')]: '0+100x20',
      [read('2.5')]: '0+100x20',
      [read('+Inf')]: '0+100x20',
      [read('1', 'POST')]: '0+0x20',
      [read('+Inf', 'POST')]: '0+100x20',
    },
  },
  {
    alert: 'QuyuRequestsRefused',
    at: 15,
    fires: { 'quyu_http_refused_requests_total{reason="pressure"}': '0+120x15' },
    quiet: { 'quyu_http_refused_requests_total{reason="rate"}': '0+120x15' },
  },
  {
    alert: 'QuyuPoolExhausted',
    at: 10,
    fires: { 'quyu_pool_waiting{service="partner",use="requests"}': '0x2 3x10' },
    quiet: { 'quyu_pool_waiting{service="partner",use="requests"}': '3 0 3 0 3 0 3 0 3 0 3 0' },
  },
  {
    alert: 'QuyuEventLoopLag',
    at: 10,
    fires: {
      'nodejs_eventloop_lag_p99_seconds{instance="a"}': '0.7x10',
      'quyu_pool_max_connections{instance="a",service="partner"}': '10x10',
    },
    // Another program of the cluster.
    quiet: {
      'nodejs_eventloop_lag_p99_seconds{instance="b"}': '0.7x10',
      'quyu_pool_max_connections{instance="a",service="partner"}': '10x10',
    },
  },
  {
    alert: 'QuyuDeadGrants',
    at: 30,
    fires: { quyu_dead_grants_total: '0x20 2x10' },
    quiet: { quyu_dead_grants_total: '2x30' },
  },
  {
    alert: 'QuyuOutboxTooOld',
    at: 10,
    fires: { 'quyu_outbox_age_seconds{service="partner"}': '0 0 0+60x10' },
    quiet: { 'quyu_outbox_age_seconds{service="partner"}': '50x10' },
  },
  {
    alert: 'QuyuParkedEvents',
    at: 5,
    fires: { 'quyu_outbox_parked_events{service="partner"}': '0 1x5' },
    quiet: { 'quyu_outbox_parked_events{service="partner"}': '0x5' },
  },
  {
    alert: 'QuyuConsumerLagGrowing',
    at: 40,
    fires: { 'quyu_consumer_lag_events{service="incentive",source="partner"}': '0+200x40' },
    // Much, and ever less.
    quiet: { 'quyu_consumer_lag_events{service="incentive",source="partner"}': '90000-1000x40' },
  },
  {
    alert: 'QuyuHandlersFailing',
    at: 20,
    fires: { 'quyu_handler_failures_total{service="incentive",type="partner.enrolled.v1"}': '0+6x20' },
    quiet: { 'quyu_handler_failures_total{service="incentive",type="partner.enrolled.v1"}': '0+1x20' },
  },
  {
    alert: 'QuyuDeadLetters',
    at: 5,
    fires: { 'quyu_dead_letters{service="partner",reason="failed"}': '0 1x5' },
    quiet: { 'quyu_dead_letters{service="partner",reason="quarantined"}': '4x5' },
  },
  {
    alert: 'QuyuStreamStorageNearlyFull',
    at: 15,
    fires: {
      'quyu_stream_bytes{service="partner",pod="a"}': '8000000000x15',
      'quyu_stream_bytes{service="incentive",pod="b"}': '8000000000x15',
    },
    // Two replicas tell of one stream.
    quiet: {
      'quyu_stream_bytes{service="partner",pod="a"}': '8000000000x15',
      'quyu_stream_bytes{service="partner",pod="b"}': '8000000000x15',
    },
  },
  {
    alert: 'QuyuServiceMissing',
    at: 10,
    fires: pools('territory', 'partner', 'incentive', 'marketing'),
    quiet: pools('territory', 'partner', 'incentive', 'marketing', 'feedback'),
  },
  {
    alert: 'QuyuJobGivenUp',
    at: 20,
    fires: { 'quyu_job_failures_total{service="incentive",job="calculate",final="true"}': '0x15 1x5' },
    quiet: { 'quyu_job_failures_total{service="incentive",job="calculate",final="false"}': '0x15 3x5' },
  },
  {
    alert: 'QuyuJobsWaiting',
    at: 10,
    fires: { 'quyu_job_wait_seconds{service="incentive"}': '700x10' },
    quiet: { 'quyu_job_wait_seconds{service="incentive"}': '500x10' },
  },
  {
    alert: 'QuyuAuditNotSealed',
    at: 12,
    fires: { 'quyu_audit_unsealed_seconds{service="partner"}': '310x12' },
    quiet: { 'quyu_audit_unsealed_seconds{service="partner"}': '200x12' },
  },
  {
    alert: 'QuyuFigureUnreadable',
    at: 30,
    fires: { 'quyu_figure_failures_total{service="partner",figure="partners"}': '0x20 1 2 3 4 5x10' },
    quiet: { 'quyu_figure_failures_total{service="partner",figure="partners"}': '0x20 1x12' },
  },
  {
    alert: 'QuyuRunFailed',
    at: 90,
    fires: { 'quyu_incentive_runs{state="failed"}': '_x60 1x30' },
    quiet: { 'quyu_incentive_runs{state="failed"}': '3x90' },
  },
];
