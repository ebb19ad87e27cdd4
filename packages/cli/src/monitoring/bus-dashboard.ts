import type { Dashboard, Panel } from './dashboard.js';
import { LAG } from './promql.js';

const publishing: readonly Panel[] = [
  {
    title: 'Age of the outbox',
    description: 'How long the oldest event has waited for the broker. 发件箱最久等待时长',
    unit: 's',
    queries: [{ expr: 'max by (service) (quyu_outbox_age_seconds)', legend: '{{service}}' }],
  },
  {
    title: 'Outbox',
    description: 'Events that wait for the broker, and those it refused for good. 待发布与被拒收的事件',
    unit: 'short',
    queries: [
      { expr: 'max by (service) (quyu_outbox_events)', legend: '{{service}}' },
      { expr: 'max by (service) (quyu_outbox_parked_events)', legend: '{{service}} refused' },
    ],
  },
  {
    title: 'Published',
    description: 'Events a second that the broker has taken. 每秒发布事件数',
    unit: 'ops',
    queries: [
      { expr: 'sum by (service) (rate(quyu_relay_published_events_total[5m]))', legend: '{{service}}' },
    ],
  },
  {
    title: 'Failures to publish',
    description: 'Times a second; each is tried again. 发布失败次数（会重试）',
    unit: 'ops',
    queries: [{ expr: 'sum by (service) (rate(quyu_relay_failures_total[5m]))', legend: '{{service}}' }],
  },
];

const handling: readonly Panel[] = [
  {
    title: 'On its way',
    description: 'Events that were not given to the service yet. 待消费事件',
    unit: 'short',
    queries: [{ expr: LAG, legend: '{{service}}' }],
  },
  {
    title: 'In hand',
    description: 'Events that were given to it and are not done. 处理中事件',
    unit: 'short',
    queries: [
      {
        expr: 'sum by (service) (max by (service, source) (quyu_consumer_ack_pending_events))',
        legend: '{{service}}',
      },
    ],
  },
  {
    title: 'Handled',
    description: 'Events a second that took effect. 每秒处理事件数',
    unit: 'ops',
    queries: [
      {
        expr: 'sum by (service, source) (rate(quyu_handled_events_total[5m]))',
        legend: '{{service}} of {{source}}',
      },
    ],
  },
  {
    title: 'Time of a handler, p99',
    description: 'For one event or a run of them. 事件处理耗时 P99',
    unit: 's',
    queries: [
      {
        expr: 'histogram_quantile(0.99, sum by (service, type, le) (rate(quyu_handler_duration_seconds_bucket[5m])))',
        legend: '{{service}} {{type}}',
      },
    ],
  },
  {
    title: 'Failures of handlers',
    description: 'Times a second; most are tried again. 事件处理失败次数',
    unit: 'ops',
    queries: [
      {
        expr: 'sum by (service, type) (rate(quyu_handler_failures_total[5m]))',
        legend: '{{service}} {{type}}',
      },
    ],
  },
  {
    title: 'Dead letters',
    description: 'Events that are put aside now. 死信',
    unit: 'short',
    queries: [
      { expr: 'max by (service, reason) (quyu_dead_letters)', legend: '{{service}} {{reason}}' },
      { expr: 'sum by (service) (increase(quyu_dead_letters_total[1h]))', legend: '{{service}} within 1 h' },
    ],
  },
];

const streams: readonly Panel[] = [
  {
    title: 'Stored at the broker',
    description: 'Bytes of each stream. 各事件流占用空间',
    unit: 'bytes',
    queries: [{ expr: 'max by (service) (quyu_stream_bytes)', legend: '{{service}}' }],
  },
  {
    title: 'Events at the broker',
    description: 'Events of each stream. 各事件流事件数',
    unit: 'short',
    queries: [{ expr: 'max by (service) (quyu_stream_events)', legend: '{{service}}' }],
  },
];

/** How events get where they belong. */
export const busDashboard: Dashboard = {
  uid: 'quyu-bus',
  title: 'Quyu: bus',
  rows: [
    { title: 'From the outbox to the broker', panels: publishing },
    { title: 'From the broker to an effect', panels: handling },
    { title: 'Streams', panels: streams },
  ],
};
