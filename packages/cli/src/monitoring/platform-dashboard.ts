import type { Dashboard, Panel } from './dashboard.js';
import { answerTime, failedShare, requestRate } from './promql.js';

const requests: readonly Panel[] = [
  {
    title: 'Requests',
    description: 'Requests a second to each service. 各服务每秒请求数',
    unit: 'reqps',
    queries: [{ expr: requestRate('5m'), legend: '{{service}}' }],
  },
  {
    title: 'Failed requests',
    description: 'The part of the requests that was answered with 5xx. 服务端错误（5xx）占比',
    unit: 'percentunit',
    queries: [{ expr: failedShare('5m'), legend: '{{service}}' }],
  },
  {
    title: 'Time to answer, p99 and median',
    description: 'Of reads, writes and imports alike. 响应时间 P99 与中位数',
    unit: 's',
    queries: [
      { expr: answerTime(0.99, '5m'), legend: '{{service}} p99' },
      { expr: answerTime(0.5, '5m'), legend: '{{service}} p50' },
    ],
  },
  {
    title: 'Refused requests',
    description:
      'Requests a second that were refused for who sent them, or because there is too much to do. 被拒请求',
    unit: 'reqps',
    queries: [{ expr: 'sum by (reason) (rate(quyu_http_refused_requests_total[5m]))', legend: '{{reason}}' }],
  },
];

/** Node's own metrics, of the processes that have pools of ours. */
const ours = (metric: string): string =>
  `max by (instance) (${metric} and on (instance) quyu_pool_max_connections)`;

const processes: readonly Panel[] = [
  {
    title: 'Event loop lag, p99',
    description: 'How late the event loop is, by process. 事件循环延迟 P99',
    unit: 's',
    queries: [{ expr: ours('nodejs_eventloop_lag_p99_seconds'), legend: '{{instance}}' }],
  },
  {
    title: 'Memory',
    description: 'Resident memory and used heap, by process. 常驻内存与堆内存',
    unit: 'bytes',
    queries: [
      { expr: ours('process_resident_memory_bytes'), legend: '{{instance}} resident' },
      { expr: ours('nodejs_heap_size_used_bytes'), legend: '{{instance}} heap' },
    ],
  },
  {
    title: 'Processors',
    description: 'Processors in use, by process. CPU 使用量',
    unit: 'short',
    queries: [{ expr: ours('rate(process_cpu_seconds_total[5m])'), legend: '{{instance}}' }],
  },
];

const database: readonly Panel[] = [
  {
    title: 'Connections in use',
    description: 'The part of the connections that is busy, in the fullest process. 连接池使用率',
    unit: 'percentunit',
    queries: [
      {
        expr: 'max by (service, use) (quyu_pool_connections{state="busy"} / ignoring (state) quyu_pool_max_connections)',
        legend: '{{service}} {{use}}',
      },
    ],
  },
  {
    title: 'Work that waits for a connection',
    description: 'All processes together. 等待数据库连接的任务数',
    unit: 'short',
    queries: [{ expr: 'sum by (service, use) (quyu_pool_waiting)', legend: '{{service}} {{use}}' }],
  },
  {
    title: 'Time to get a connection, p99',
    description: 'Opening one included. 获取连接耗时 P99',
    unit: 's',
    queries: [
      {
        expr: 'histogram_quantile(0.99, sum by (service, use, le) (rate(quyu_pool_acquire_duration_seconds_bucket[5m])))',
        legend: '{{service}} {{use}}',
      },
    ],
  },
];

const records: readonly Panel[] = [
  {
    title: 'Jobs',
    description: 'Long work that is queued or running. 排队与运行中的任务',
    unit: 'short',
    queries: [{ expr: 'max by (service, state) (quyu_jobs)', legend: '{{service}} {{state}}' }],
  },
  {
    title: 'Failed attempts at jobs',
    description: 'Within a quarter of an hour; "true" gave the job up. 任务失败次数（true 表示放弃）',
    unit: 'short',
    queries: [
      {
        expr: 'sum by (service, job, final) (increase(quyu_job_failures_total[15m]))',
        legend: '{{service}} {{job}} {{final}}',
      },
    ],
  },
  {
    title: 'Audit entries without a seal',
    description: 'How long the oldest has waited. 审计日志最久未封存时长',
    unit: 's',
    queries: [{ expr: 'max by (service) (quyu_audit_unsealed_seconds)', legend: '{{service}}' }],
  },
  {
    title: 'Grants that give nothing',
    description: 'Within an hour. 无效授权次数',
    unit: 'short',
    queries: [{ expr: 'sum(increase(quyu_dead_grants_total[1h]))', legend: 'grants' }],
  },
];

/** How the platform does: requests, processes, database, long work. */
export const platformDashboard: Dashboard = {
  uid: 'quyu-platform',
  title: 'Quyu: platform',
  rows: [
    { title: 'Requests', panels: requests },
    { title: 'Processes', panels: processes },
    { title: 'Database', panels: database },
    { title: 'Jobs and records', panels: records },
  ],
};
