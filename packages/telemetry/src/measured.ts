import { type HrTime, ValueType } from '@opentelemetry/api';
import {
  AggregationTemporality,
  type DataPoint,
  DataPointType,
  type Histogram,
  type MetricData,
} from '@opentelemetry/sdk-metrics';
import type { MetricObjectWithValues, MetricValue } from 'prom-client';

/** A metric with all its series, as `registry.getMetricsAsJSON()` of prom-client gives it. */
export type Measured = MetricObjectWithValues<MetricValue<string>>;

/** Since when counters count, and when they were read. */
export interface Period {
  readonly startTime: HrTime;
  readonly endTime: HrTime;
}

/** The same figures as OpenTelemetry has them. A summary, which it has no writer for, is left out. */
export function metricData(measured: readonly Measured[], period: Period): MetricData[] {
  return measured.flatMap((metric) => dataOf(metric, period) ?? []);
}

function dataOf(metric: Measured, period: Period): MetricData | undefined {
  const common = {
    descriptor: { name: metric.name, description: metric.help, unit: '', valueType: ValueType.DOUBLE },
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
  };
  // The types say that this is a number; what is given is the name.
  switch (String(metric.type)) {
    case 'counter':
      return {
        ...common,
        dataPointType: DataPointType.SUM,
        isMonotonic: true,
        dataPoints: points(metric, period),
      };
    case 'gauge':
      return { ...common, dataPointType: DataPointType.GAUGE, dataPoints: points(metric, period) };
    case 'histogram':
      return { ...common, dataPointType: DataPointType.HISTOGRAM, dataPoints: histograms(metric, period) };
    default:
      return undefined;
  }
}

function points({ values }: Measured, period: Period): DataPoint<number>[] {
  return values.map(({ labels, value }) => ({ ...period, attributes: { ...labels }, value }));
}

type HistogramValue = MetricValue<string> & { readonly metricName?: string };

/** Prometheus counts from below and up to each bound, OpenTelemetry between two. */
function histograms({ name, values }: Measured, period: Period): DataPoint<Histogram>[] {
  const series = Map.groupBy(values as readonly HistogramValue[], ({ labels }) => {
    const { le: _, ...rest } = labels;
    return JSON.stringify(rest);
  });
  return [...series].map(([key, parts]) => {
    const valueOf = (suffix: string): number =>
      parts.find(({ metricName }) => metricName === `${name}_${suffix}`)?.value ?? 0;
    const buckets = parts.filter(({ metricName }) => metricName === `${name}_bucket`);
    const counts = buckets.map(({ value }, index) => value - (buckets[index - 1]?.value ?? 0));
    const boundaries = buckets.slice(0, -1).map(({ labels }) => Number(labels['le']));
    const attributes = JSON.parse(key) as Record<string, string>;
    const value = { buckets: { boundaries, counts }, sum: valueOf('sum'), count: valueOf('count') };
    return { ...period, attributes, value };
  });
}
