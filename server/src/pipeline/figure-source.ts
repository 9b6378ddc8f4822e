import type { ControlRoom } from '../fold/control-room.ts';
import type { HeatConfig, IndicatorConfig, SeriesSelector, TrendConfig } from '../fold/fold-config.ts';
import type { TimeBins } from '../fold/time-bins.ts';
import type { FigureSums } from '../history/receipt-query.ts';
import { binFigure, binsOfSum, heatValue } from '../view/figure-records.ts';
import { entityCount } from '../fold/figure-value.ts';
import type { Text } from './city-knowledge.ts';
import type { ReceiptQuestion } from './receipt-messages.ts';

/** A figure that is a statistic of the readings of one stretch of event time, however many bins that takes. */
export interface FigureSource {
  kind: 'indicator' | 'trend' | 'heat';
  id: string;
  row?: string;
  name: Text;
  unit: string;
  source: SeriesSelector;
  bins: TimeBins;
  aggregate: IndicatorConfig['aggregate'];
  /** Bins that one value goes back over, its own included. */
  span: number;
  band?: [number, number];
  formula: { vi: string; en: string };
  /** What the screen shows for a bin, not rounded; null = nothing. */
  shown: (bin: number) => number | null;
  /** The same statistic out of raw rows. */
  settle: (sums: FigureSums) => number | null;
  /** The same of one entity's rows alone. */
  settleOne: (sums: FigureSums) => number | null;
}

type Asked = Extract<ReceiptQuestion, { ask: 'figure' }>;

/** The figure that a question names; undefined = there is none, or it is no statistic of readings. */
export function figureSource(room: ControlRoom, { kind, id, row }: Asked): FigureSource | undefined {
  const { config } = room;
  switch (kind) {
    case 'indicator':
      return indicatorSource(
        room,
        config.indicators.find((one) => one.id === id),
      );
    case 'trend':
      return trendSource(
        room,
        config.trends.find((one) => one.id === id),
      );
    case 'heat':
      return heatSource(
        room,
        config.heats.find((one) => one.id === id),
        row,
      );
  }
}

function indicatorSource(room: ControlRoom, config: IndicatorConfig | undefined): FigureSource | undefined {
  const bins = room.figures.bins(`indicator\0${config?.id}`);
  if (config?.source === undefined || config.kind !== 'series' || bins === undefined) return undefined;
  const { id, name, unit, source, aggregate, band } = config;
  const entities = entityCount(room, config);
  const span = aggregate === 'sum' ? binsOfSum(config, bins) : 1;
  return {
    kind: 'indicator',
    id,
    name,
    unit,
    source,
    bins,
    aggregate,
    span,
    ...(aggregate === 'within' && band !== undefined ? { band } : {}),
    formula: formulaOf(config, { entities, span }),
    shown: binFigure(config, bins, entities),
    settle: (sums) => settledFigure(sums, { aggregate, entities, span }),
    // However few of the bins a single entity fills.
    settleOne: (sums) => settledFigure(sums, { aggregate, entities: 1, span: 1 }),
  };
}

function trendSource(room: ControlRoom, config: TrendConfig | undefined): FigureSource | undefined {
  const bins = room.figures.bins(`trend\0${config?.id}`);
  if (config === undefined || bins === undefined) return undefined;
  const { id, name, unit, source, aggregate } = config;
  const settle = (sums: FigureSums): number | null =>
    settledFigure(sums, { aggregate, entities: 1, span: 1 });
  return {
    kind: 'trend',
    id,
    name,
    unit,
    source,
    bins,
    aggregate,
    span: 1,
    formula: formulaOf(config, { entities: 1, span: 1 }),
    shown: (bin) => bins.value(bin, aggregate),
    settle,
    settleOne: settle,
  };
}

function heatSource(
  room: ControlRoom,
  config: HeatConfig | undefined,
  row: string | undefined,
): FigureSource | undefined {
  const named = config?.rows.find(({ entity }) => entity === row);
  const bins = room.figures.bins(`heat\0${config?.id}\0${row}`);
  if (config === undefined || named === undefined || bins === undefined) return undefined;
  const { id, unit, domain, metric } = config;
  const cell = (mean: number | null): number | null => (mean === null ? null : heatValue(config, mean));
  const settle = ({ n, sum }: FigureSums): number | null => cell(n === 0 ? null : sum / n);
  return {
    kind: 'heat',
    id,
    row: named.entity,
    name: named.name,
    unit,
    source: { domain, metric, entities: [named.entity] },
    bins,
    aggregate: 'mean',
    span: 1,
    formula: hourFormula(config, `${domain}/${named.entity}/${metric}`),
    shown: (bin) => cell(bins.value(bin, 'mean')),
    settle,
    settleOne: settle,
  };
}

/** A statistic of raw readings as a figure takes it; null = there is none, which is not 0. */
export function settledFigure(
  { n, sum, max, last, bins }: FigureSums,
  { aggregate, entities, span }: { aggregate: IndicatorConfig['aggregate']; entities: number; span: number },
): number | null {
  if (n === 0) return null;
  switch (aggregate) {
    case 'mean':
    case 'within':
      return sum / n;
    case 'sumOfMeans':
      return (sum / n) * entities;
    case 'sum':
      // As the screen: unknown, not small, while more than one bin is empty.
      return bins < Math.max(1, span - 1) ? null : sum;
    case 'max':
      return max;
    case 'last':
      return last;
  }
}

function hourFormula({ transform }: HeatConfig, series: string): { vi: string; en: string } {
  const vi = `trung bình mọi số đo ${series} trong giờ`;
  const en = `mean of all readings of ${series} in the hour`;
  if (transform !== 'vn-aqi-pm25') return { vi, en };
  return { vi: `chỉ số con VN_AQI của PM2.5 từ ${vi}`, en: `VN_AQI sub-index of PM2.5 of the ${en}` };
}

function formulaOf(
  { source, ...config }: Pick<IndicatorConfig, 'source' | 'aggregate' | 'band'>,
  { entities, span }: { entities: number; span: number },
): { vi: string; en: string } {
  const series = `${source?.domain}/${source?.metric}`;
  const band = config.band?.join(', ');
  switch (config.aggregate) {
    case 'mean':
      return {
        vi: `trung bình mọi số đo ${series} trong khung`,
        en: `mean of all readings of ${series} in the bin`,
      };
    case 'max':
      return {
        vi: `số đo ${series} lớn nhất trong khung`,
        en: `largest of the readings of ${series} in the bin`,
      };
    case 'last':
      return {
        vi: `số đo ${series} mới nhất trong khung`,
        en: `newest of the readings of ${series} in the bin`,
      };
    case 'within':
      return {
        vi: `tỷ lệ % số đo ${series} trong khung nằm trong [${band}]`,
        en: `share in % of the readings of ${series} in the bin that lie in [${band}]`,
      };
    case 'sumOfMeans':
      return {
        vi: `trung bình mọi số đo ${series} trong khung × ${entities} nơi có số đo`,
        en: `mean of all readings of ${series} in the bin × ${entities} entities that tell it`,
      };
    case 'sum':
      return {
        vi: `tổng mọi số đo ${series} trong ${span} khung gần nhất`,
        en: `sum of all readings of ${series} in the last ${span} bins`,
      };
  }
}
