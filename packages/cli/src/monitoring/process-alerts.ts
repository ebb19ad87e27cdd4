import type { Alert } from './alert.js';
import { answerTime, failedShare } from './promql.js';

/** Of a thousand requests one may fail. */
const BUDGET = 0.001;

/** Both windows must be over it: the long one says that it matters, the short one that it still goes on. */
const burns = (factor: number, long: string, short: string): string =>
  `${failedShare(long)} > ${factor} * ${BUDGET} and ${failedShare(short)} > ${factor} * ${BUDGET}`;

/** Requests that are answered wrongly, late or not at all, and what a process lacks. */
export const processAlerts: readonly Alert[] = [
  {
    name: 'QuyuErrorBudgetBurnsFast',
    severity: 'critical',
    for: '2m',
    expr: burns(14.4, '1h', '5m'),
    summary: '{{ $value | humanizePercentage }} of the requests to {{ $labels.service }} fail',
    summaryZh: '{{ $labels.service }} 有 {{ $value | humanizePercentage }} 的请求失败',
  },
  {
    name: 'QuyuErrorBudgetBurnsSlowly',
    severity: 'warning',
    for: '15m',
    expr: burns(6, '6h', '30m'),
    summary: '{{ $value | humanizePercentage }} of the requests to {{ $labels.service }} fail, for hours',
    summaryZh: '{{ $labels.service }} 数小时内有 {{ $value | humanizePercentage }} 的请求失败',
  },
  {
    name: 'QuyuSlowAnswers',
    severity: 'warning',
    for: '10m',
    // Other methods include imports, which take as long as their file.
    expr: `${answerTime(0.99, '5m', 'method="GET"')} > 1`,
    summary:
      'One of a hundred reads of {{ $labels.service }} takes {{ $value | humanizeDuration }} or longer',
    summaryZh: '{{ $labels.service }} 读取请求的 P99 为 {{ $value | humanizeDuration }}',
  },
  {
    name: 'QuyuRequestsRefused',
    severity: 'warning',
    for: '5m',
    expr: 'sum(rate(quyu_http_refused_requests_total{reason="pressure"}[5m])) > 1',
    summary: '{{ $value | humanize }} requests a second are refused because there is too much to do',
    summaryZh: '每秒 {{ $value | humanize }} 个请求因负载过高被拒绝',
  },
  {
    name: 'QuyuPoolExhausted',
    severity: 'warning',
    for: '1m',
    expr: 'max by (service, use) (min_over_time(quyu_pool_waiting[2m])) > 0',
    summary: 'Work of {{ $labels.service }} waits for database connections ({{ $labels.use }})',
    summaryZh: '{{ $labels.service }} 的数据库连接池（{{ $labels.use }}）耗尽',
  },
  {
    name: 'QuyuEventLoopLag',
    severity: 'warning',
    for: '5m',
    // The metric is every Node program's: only those that have pools of ours are meant.
    expr: 'max by (instance) (nodejs_eventloop_lag_p99_seconds and on (instance) quyu_pool_max_connections) > 0.5',
    summary: 'The event loop of {{ $labels.instance }} is late by {{ $value | humanizeDuration }}',
    summaryZh: '{{ $labels.instance }} 的事件循环延迟 {{ $value | humanizeDuration }}',
  },
  {
    name: 'QuyuDeadGrants',
    severity: 'warning',
    expr: 'sum(increase(quyu_dead_grants_total[1h])) > 0',
    summary: 'Grants of callers give nothing: their role or kind of scope does not exist',
    summaryZh: '存在无效授权：角色或范围类型不存在',
  },
];
