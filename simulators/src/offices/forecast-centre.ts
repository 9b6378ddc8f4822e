/**
 * Socio-economic series by vintage, as a statistics office publishes them: the estimate ("ước") before the month is over, the
 * preliminary figure a month later, the official one after a quarter; GRDP by quarters. Levels are those of an ordinary year of the
 * city; the figures themselves are made up.
 */
import { type FigureSource, HOUR_MS, type Office, type SimFigure } from './office-source.ts';

interface Series {
  readonly code: string;
  readonly unit: string;
  readonly level: (month: Temporal.PlainYearMonth, smooth: number) => number;
  /** How far an estimate is off. */
  readonly error: number;
  readonly decimals: number;
}

const MONTHLY: readonly Series[] = [
  { code: 'iip-growth', unit: '%', error: 0.6, decimals: 1, level: (_month, smooth) => 7.2 + 2.5 * smooth },
  { code: 'cpi-growth', unit: '%', error: 0.1, decimals: 2, level: (_month, smooth) => 3.3 + 0.8 * smooth },
  {
    code: 'retail',
    unit: '10*9.VND',
    error: 900,
    decimals: 0,
    level: (month, smooth) => 148_000 + 900 * month.month + 6_000 * smooth,
  },
  {
    code: 'budget-revenue',
    unit: '%',
    error: 0.8,
    decimals: 1,
    level: (month, smooth) => month.month * 8.6 + 1.5 * smooth,
  },
  {
    code: 'disbursement',
    unit: '%',
    error: 1.2,
    decimals: 1,
    level: ({ month }, smooth) => 95 * (month / 12) ** 1.9 + 2 * smooth,
  },
];
const GRDP: Series = {
  code: 'grdp-growth',
  unit: '%',
  error: 0.25,
  decimals: 2,
  level: (_month, smooth) => 7.8 + 0.9 * smooth,
};

/** Status, months after the period, day of the month, share of the first error that is left. */
const VINTAGES = [
  ['estimate', 0, 27, 1],
  ['preliminary', 1, 27, 0.35],
  ['official', 4, 15, 0],
] as const;

export function makeForecastCentre(office: Office): FigureSource {
  const noise = office.noise('forecast-centre');
  const { time } = office;
  const numberOf = (month: Temporal.PlainYearMonth): number => month.year * 12 + month.month;
  const publish = (
    [series, lane]: readonly [Series, number],
    month: Temporal.PlainYearMonth,
    errorLeft: number,
  ): number => {
    const smooth = noise.smooth(lane, numberOf(month), 6);
    const error = (2 * noise.at(lane + 50, numberOf(month)) - 1) * series.error * errorLeft;
    return Number((series.level(month, smooth) + error).toFixed(series.decimals));
  };
  return {
    system: 'forecast-centre',
    lookBackDays: 430,
    figuresOn(day) {
      const date = Temporal.PlainDate.from('1970-01-01').add({ days: day });
      const tMs = time.startOfDay(day) + 9 * HOUR_MS;
      const figures: SimFigure[] = [];
      for (const [status, monthsAfter, dayOfMonth, errorLeft] of VINTAGES) {
        if (date.day !== dayOfMonth) continue;
        const month = date.toPlainYearMonth().subtract({ months: monthsAfter });
        const base = { tMs, status, vintage: date.toString() };
        MONTHLY.forEach((series, lane) =>
          figures.push({
            ...base,
            code: series.code,
            unit: series.unit,
            period: month.toString(),
            value: publish([series, lane], month, errorLeft),
          }),
        );
        if (month.month % 3 === 0)
          figures.push({
            ...base,
            code: GRDP.code,
            unit: GRDP.unit,
            period: `${month.year}-Q${month.month / 3}`,
            value: publish([GRDP, 9], month, errorLeft),
          });
        if (status === 'official')
          figures.push(...modelQuality(month, base, (purpose) => noise.at(purpose, numberOf(month))));
      }
      return figures;
    },
  };
}

/** How good last month's forecasts were, known when the official figures are. */
function modelQuality(
  month: Temporal.PlainYearMonth,
  base: Pick<SimFigure, 'tMs' | 'status' | 'vintage'>,
  draw: (purpose: number) => number,
): SimFigure[] {
  const period = month.toString();
  return [
    {
      ...base,
      code: 'forecast-mape',
      period,
      unit: '%',
      value: Math.round((3.1 + 2.4 * draw(90)) * 10) / 10,
    },
    { ...base, code: 'interval-coverage', period, numerator: 19 + Math.floor(5 * draw(91)), denominator: 26 },
  ];
}
