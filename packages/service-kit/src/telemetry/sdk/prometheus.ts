import { ValueType, type Attributes, type HrTime } from '@opentelemetry/api';
import { AggregationTemporality, DataPointType, type MetricData } from '@opentelemetry/sdk-metrics';
import type { MetricObjectWithValues, MetricValue } from 'prom-client';

type Family = MetricObjectWithValues<MetricValue<string>>;
type Sample = MetricValue<string> & { readonly metricName?: string };

/** The period in which the values were counted. */
export interface Counted {
  readonly startTime: HrTime;
  readonly endTime: HrTime;
}

const attributesOf = ({
  le: _,
  quantile: __,
  ...labels
}: Readonly<Partial<Record<string, string | number>>>): Attributes => {
  const attributes: Attributes = {};
  for (const [name, value] of Object.entries(labels))
    if (value !== undefined) attributes[name] = String(value);
  return attributes;
};

const common = ({ name, help }: Family, dataPointType: DataPointType) => ({
  descriptor: { name, description: help, unit: '', valueType: ValueType.DOUBLE },
  aggregationTemporality: AggregationTemporality.CUMULATIVE,
  dataPointType,
});

const numbers = (family: Family, counted: Counted) =>
  family.values.map(({ value, labels }) => ({ ...counted, value, attributes: attributesOf(labels) }));

interface Distribution {
  readonly attributes: Attributes;
  readonly boundaries: number[];
  /** The number of values at or below each boundary. */
  readonly below: number[];
  sum: number;
  count: number;
}

/** Assembles a histogram's distributions from its single samples: buckets, sum and count with the same labels. */
function distributionsOf({ name, values }: Family): readonly Distribution[] {
  const found = new Map<string, Distribution>();
  for (const { value, labels, metricName } of values as readonly Sample[]) {
    const attributes = attributesOf(labels);
    const key = JSON.stringify(attributes);
    const known = found.get(key) ?? { attributes, boundaries: [], below: [], sum: 0, count: 0 };
    found.set(key, known);
    if (metricName === `${name}_sum`) known.sum = value;
    else if (metricName === `${name}_count`) known.count = value;
    else addBucket(known, Number(labels['le']), value);
  }
  return [...found.values()];
}

function addBucket({ boundaries, below }: Distribution, boundary: number, value: number): void {
  if (!Number.isFinite(boundary)) return;
  boundaries.push(boundary);
  below.push(value);
}

/** The counts of each bucket alone; Prometheus' buckets include all lower ones. */
const ownCounts = ({ below, count }: Distribution): number[] =>
  [...below, count].map((value, index, all) => value - (all[index - 1] ?? 0));

function histogram(family: Family, counted: Counted): MetricData {
  const dataPoints = distributionsOf(family).map((distribution) => {
    const { attributes, boundaries, sum, count } = distribution;
    const buckets = { boundaries, counts: ownCounts(distribution) };
    return { ...counted, attributes, value: { sum, count, buckets } };
  });
  return { ...common(family, DataPointType.HISTOGRAM), dataPointType: DataPointType.HISTOGRAM, dataPoints };
}

/** Converts a family of a Prometheus registry to OpenTelemetry, with the same name; undefined for summaries. */
export function metricOf(family: Family, counted: Counted): MetricData | undefined {
  // The type definitions wrongly say that this is a number; it is a string.
  switch (family.type as unknown as string) {
    case 'counter': {
      const dataPointType = DataPointType.SUM;
      return {
        ...common(family, dataPointType),
        ...{ dataPointType, isMonotonic: true, dataPoints: numbers(family, counted) },
      };
    }
    case 'gauge': {
      const dataPointType = DataPointType.GAUGE;
      return { ...common(family, dataPointType), dataPointType, dataPoints: numbers(family, counted) };
    }
    case 'histogram':
      return histogram(family, counted);
    default:
      return undefined;
  }
}
