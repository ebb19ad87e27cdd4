import type { Alert } from './alert.js';

const FAILED_RUNS = 'quyu_incentive_runs{state="failed"}';

/** Long work, and what the platform promises about its records. */
const workAlerts: readonly Alert[] = [
  {
    name: 'QuyuJobGivenUp',
    severity: 'warning',
    expr: 'sum by (service, job) (increase(quyu_job_failures_total{final="true"}[15m])) > 0',
    summary: 'The job {{ $labels.job }} of {{ $labels.service }} was given up',
    summaryZh: '{{ $labels.service }} 的任务 {{ $labels.job }} 已放弃',
  },
  {
    name: 'QuyuJobsWaiting',
    severity: 'warning',
    for: '5m',
    expr: 'max by (service) (quyu_job_wait_seconds) > 600',
    summary: 'A job of {{ $labels.service }} has waited for {{ $value | humanizeDuration }}',
    summaryZh: '{{ $labels.service }} 的任务已等待 {{ $value | humanizeDuration }}',
  },
  {
    name: 'QuyuAuditNotSealed',
    severity: 'critical',
    for: '5m',
    expr: 'max by (service) (quyu_audit_unsealed_seconds) > 300',
    summary: 'The audit log of {{ $labels.service }} has not been sealed for {{ $value | humanizeDuration }}',
    summaryZh: '{{ $labels.service }} 的审计日志已 {{ $value | humanizeDuration }} 未封存',
  },
  {
    name: 'QuyuFigureUnreadable',
    severity: 'warning',
    expr: 'sum by (service, figure) (increase(quyu_figure_failures_total[30m])) >= 3',
    summary: 'The figure {{ $labels.figure }} of {{ $labels.service }} cannot be read',
    summaryZh: '{{ $labels.service }} 的指标 {{ $labels.figure }} 无法读取',
  },
];

const runFailed: Alert = {
  name: 'QuyuRunFailed',
  severity: 'warning',
  // Where there was no figure an hour ago there was no failed run either.
  expr: `max(${FAILED_RUNS}) - (max(${FAILED_RUNS} offset 1h) or vector(0)) > 0`,
  summary: '{{ $value }} runs of the incentive service have failed within the hour',
  summaryZh: '一小时内有 {{ $value }} 次激励核算失败',
};

/** No replica of a service is seen: which services there are follows from the specs. */
const serviceMissing = (services: readonly string[]): Alert => ({
  name: 'QuyuServiceMissing',
  severity: 'critical',
  for: '5m',
  expr: services.map((id) => `absent(quyu_pool_max_connections{service="${id}"})`).join(' or '),
  summary: 'No replica of {{ $labels.service }} is seen',
  summaryZh: '{{ $labels.service }} 没有任何副本在运行',
});

/** @param services ids of the deployment's services. */
export const workAlertsOf = (services: readonly string[]): readonly Alert[] => [
  serviceMissing(services),
  ...workAlerts,
  ...(services.includes('incentive') ? [runFailed] : []),
];
