import type { Figure, PluginSpec } from '@quyu/plugin-kit';
import type { Dashboard, Panel } from './dashboard.js';

/** A service's figures of the business, and how it does: all of it follows from its spec. */
export function serviceDashboard({ id, figures }: Pick<PluginSpec, 'id' | 'figures'>): Dashboard {
  const business = Object.entries(figures).map(([name, figure]) => figurePanel(id, name, figure));
  return {
    uid: `quyu-${id}`,
    title: `Quyu: ${id}`,
    rows: [
      ...(business.length > 0 ? [{ title: 'Business', panels: business }] : []),
      { title: 'Service', panels: servicePanels(id) },
    ],
  };
}

/** The name of a figure at `/metrics`. */
export const metricOf = (service: string, figure: string): string =>
  `quyu_${service.replaceAll('-', '_')}_${figure}`;

/** Every replica tells the same: the greatest of each is the truth. Minor units are shown as they are. */
function figurePanel(service: string, name: string, { help, labels = [] }: Figure<never>): Panel {
  const metric = metricOf(service, name);
  return {
    title: help.en,
    description: help.zh,
    unit: 'short',
    queries: [
      labels.length === 0
        ? { expr: `max(${metric})`, legend: name }
        : {
            expr: `max by (${labels.join(', ')}) (${metric})`,
            legend: labels.map((label) => `{{${label}}}`).join(' '),
          },
    ],
  };
}

const servicePanels = (id: string): readonly Panel[] => [
  ...requestPanels(`{route=~"/api/${id}/.*"}`),
  ...workPanels(`{service="${id}"}`),
];

const requestPanels = (routes: string): readonly Panel[] => [
  {
    title: 'Requests',
    description: 'Requests a second, by route and status. 各接口每秒请求数',
    unit: 'reqps',
    queries: [
      {
        expr: `sum by (method, route, status) (rate(quyu_http_request_duration_seconds_count${routes}[5m]))`,
        legend: '{{method}} {{route}} {{status}}',
      },
    ],
  },
  {
    title: 'Time to answer, p99',
    description: 'By route. 各接口响应时间 P99',
    unit: 's',
    queries: [
      {
        expr: `histogram_quantile(0.99, sum by (method, route, le) (rate(quyu_http_request_duration_seconds_bucket${routes}[5m])))`,
        legend: '{{method}} {{route}}',
      },
    ],
  },
];

const workPanels = (its: string): readonly Panel[] => [
  {
    title: 'Events on their way',
    description: 'By the service they come from. 待消费事件（按来源）',
    unit: 'short',
    queries: [{ expr: `max by (source) (quyu_consumer_lag_events${its})`, legend: '{{source}}' }],
  },
  {
    title: 'Time of a job, p99',
    description: 'One attempt, by kind of job. 任务耗时 P99',
    unit: 's',
    queries: [
      {
        expr: `histogram_quantile(0.99, sum by (job, le) (rate(quyu_job_duration_seconds_bucket${its}[15m])))`,
        legend: '{{job}}',
      },
    ],
  },
];
