import type { Alert } from './alert.js';
import { LAG } from './promql.js';

const GIBIBYTE = 1024 ** 3;

/** What a server of the broker may store: `max_file_store` of deploy/kubernetes/base/nats/nats.conf. */
export const BROKER_STORE_GIB = 18;

/** Events that do not get where they belong. */
export const busAlerts: readonly Alert[] = [
  {
    name: 'QuyuOutboxTooOld',
    severity: 'critical',
    for: '2m',
    expr: 'max by (service) (quyu_outbox_age_seconds) > 60',
    summary:
      'An event of {{ $labels.service }} has waited for the broker for {{ $value | humanizeDuration }}',
    summaryZh: '{{ $labels.service }} 的事件等待发布已达 {{ $value | humanizeDuration }}',
  },
  {
    name: 'QuyuParkedEvents',
    severity: 'critical',
    for: '1m',
    expr: 'max by (service) (quyu_outbox_parked_events) > 0',
    summary: 'The broker refuses {{ $value }} events of {{ $labels.service }} for good',
    summaryZh: '{{ $labels.service }} 有 {{ $value }} 个事件被消息服务器拒收',
  },
  {
    name: 'QuyuConsumerLagGrowing',
    severity: 'warning',
    for: '10m',
    expr: `${LAG} > 1000 and deriv(${LAG}[10m:1m]) > 0`,
    summary: '{{ $value }} events wait for {{ $labels.service }}, and they become more',
    summaryZh: '{{ $labels.service }} 有 {{ $value }} 个事件待处理且持续增加',
  },
  {
    name: 'QuyuHandlersFailing',
    severity: 'warning',
    for: '10m',
    expr: 'sum by (service, type) (rate(quyu_handler_failures_total[5m])) > 0.05',
    summary: '{{ $labels.service }} fails again and again to handle {{ $labels.type }}',
    summaryZh: '{{ $labels.service }} 处理 {{ $labels.type }} 反复失败',
  },
  {
    name: 'QuyuDeadLetters',
    severity: 'warning',
    for: '1m',
    expr: 'max by (service, reason) (quyu_dead_letters{reason!="quarantined"}) > 0',
    summary: '{{ $value }} events are put aside by {{ $labels.service }}: {{ $labels.reason }}',
    summaryZh: '{{ $labels.service }} 有 {{ $value }} 个死信：{{ $labels.reason }}',
  },
  {
    name: 'QuyuStreamStorageNearlyFull',
    severity: 'critical',
    for: '10m',
    expr: `sum(max by (service) (quyu_stream_bytes)) > 0.8 * ${BROKER_STORE_GIB * GIBIBYTE}`,
    summary: 'The streams hold {{ $value | humanize1024 }}B of what the broker may store',
    summaryZh: '事件流占用 {{ $value | humanize1024 }}B，存储即将用尽',
  },
];
