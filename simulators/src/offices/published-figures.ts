/** What the systems publish beside their cases: hourly health of what runs around the clock, daily figures of registers. */
import {
  DAY_MS,
  type FigureSource,
  HOUR_MS,
  MINUTE_MS,
  type Office,
  type SimFigure,
} from './office-source.ts';

/** A share as numerator and denominator; `share` in 0 … 1. */
function shareOf(share: number, denominator: number): { numerator: number; denominator: number } {
  const within = Math.min(1, Math.max(0, share));
  return { numerator: Math.round(within * denominator), denominator };
}

const round1 = (value: number): number => Math.round(value * 10) / 10;

interface Hour {
  readonly fromMs: number;
  /** Uniform number of a purpose, fixed for the hour. */
  readonly draw: (purpose: number) => number;
  /** The rhythm of people, about 1 by day. */
  readonly busy: number;
}
type Told = Omit<SimFigure, 'tMs' | 'period'>;

/** Figures of every full hour, told a few minutes after its end. */
function hourly(office: Office, system: string, tell: (hour: Hour) => Told[]): FigureSource {
  const noise = office.noise(`${system}-figures`);
  const { time } = office;
  return {
    system,
    lookBackDays: 1,
    figuresOn(day) {
      const figures: SimFigure[] = [];
      for (let endMs = time.startOfDay(day) + HOUR_MS; endMs <= time.startOfDay(day + 1); endMs += HOUR_MS) {
        const fromMs = endMs - HOUR_MS;
        const slot = Math.floor(fromMs / HOUR_MS);
        const hour = new Date(fromMs + 30 * MINUTE_MS).getUTCHours();
        const busy = 0.2 + 0.8 * Math.exp(-((((hour + 7) % 24) - 12) ** 2) / 50);
        const period = `${new Date(fromMs).toISOString()}/${new Date(endMs).toISOString()}`;
        const told = tell({ fromMs, busy, draw: (purpose) => noise.at(purpose, slot) });
        const tMs = endMs + Math.round((1 + 3 * noise.at(-1, slot)) * MINUTE_MS);
        for (const figure of told) figures.push({ ...figure, tMs, period, status: 'official' });
      }
      return figures;
    },
  };
}

/** Figures of the day before, told at `atHour`. */
function daily(
  office: Office,
  { system, atHour }: { system: string; atHour: number },
  tell: (day: { day: number; startMs: number; draw: (purpose: number) => number }) => Told[],
): FigureSource {
  const noise = office.noise(`${system}-figures`);
  const { time } = office;
  return {
    system,
    lookBackDays: 8,
    figuresOn(day) {
      const of = day - 1;
      const period = new Date(of * DAY_MS).toISOString().slice(0, 10);
      const tMs = Math.round(time.startOfDay(day) + (atHour + 0.1 * noise.at(-1, day)) * HOUR_MS);
      const told = tell({ day: of, startMs: time.startOfDay(of), draw: (purpose) => noise.at(purpose, of) });
      return told.map((figure) => ({ ...figure, tMs, period, status: 'official' as const }));
    },
  };
}

export function makePublishedFigures(office: Office): FigureSource[] {
  return [
    dataWarehouse(office),
    openData(office),
    smartphones(office),
    oneStopPortal(office),
    oneStopRegister(office),
    hourly(office, 'petitions', ({ busy, draw }) => [
      { code: 'calls-answered', ...shareOf(0.955 + 0.04 * draw(0), Math.round(20 + 110 * busy)) },
    ]),
    hourly(office, 'documents', ({ fromMs, draw }) => {
      const down =
        Math.floor(2.5 * draw(0) ** 3) + Math.round(40 * office.world.attackOn('documents', fromMs));
      return [{ code: 'units-online', numerator: unitCount(office) - down, denominator: unitCount(office) }];
    }),
    nationalPortal(office),
    daily(office, { system: 'security-centre', atHour: 6 }, () => [
      { code: 'level-approved', numerator: 214, denominator: 240 },
    ]),
    daily(office, { system: 'reporting', atHour: 6 }, ({ draw }) => [
      {
        code: 'units-connected',
        numerator: unitCount(office) - Math.floor(3 * draw(0) ** 4),
        denominator: unitCount(office),
      },
    ]),
    isoRegister(office),
  ];
}

function unitCount({ pack }: Office): number {
  return pack.units.length;
}

function dataWarehouse(office: Office): FigureSource {
  return hourly(office, 'data-warehouse', ({ fromMs, busy, draw }) => {
    const attack = office.world.attackOn('data-warehouse', fromMs);
    const records = Math.round(40_000 + 260_000 * busy);
    const calls = Math.round(20_000 + 180_000 * busy);
    const down = Math.floor(3 * draw(4) ** 3) + Math.round(12 * attack);
    return [
      { code: 'valid', ...shareOf(0.985 + 0.012 * draw(0), records) },
      { code: 'complete', ...shareOf(0.962 + 0.02 * draw(1), records * 14) },
      { code: 'duplicates', ...shareOf(0.002 + 0.004 * draw(2), records) },
      { code: 'on-cycle', ...shareOf(0.95 + 0.045 * draw(3) - 0.4 * attack, 312) },
      { code: 'sources-up', numerator: 58 - down, denominator: 58 },
      { code: 'api-success', ...shareOf(0.9965 + 0.003 * draw(5) - 0.5 * attack, calls) },
      { code: 'freshness-p95', value: round1(22 + 30 * draw(6) + 240 * attack), unit: 'min' },
      { code: 'api-p95', value: Math.round(140 + 120 * busy * draw(7) + 2_500 * attack), unit: 'ms' },
    ];
  });
}

function openData(office: Office): FigureSource {
  return daily(office, { system: 'open-data', atHour: 6 }, ({ day, draw }) => {
    // A dataset or two a week.
    const datasets = 1_020 + Math.floor((day - 20_000) / 5);
    return [
      { code: 'datasets', value: datasets, unit: '1' },
      { code: 'machine-readable', ...shareOf(0.91, datasets) },
      { code: 'licensed', ...shareOf(0.97, datasets) },
      { code: 'on-schedule', ...shareOf(0.86 + 0.06 * draw(0), 340) },
      { code: 'calls', value: Math.round(38_000 + 14_000 * draw(1)), unit: '/d' },
    ];
  });
}

function smartphones(office: Office): FigureSource {
  return daily(office, { system: 'smartphones', atHour: 6.2 }, ({ startMs, day, draw }) => {
    const attack = office.world.attackOn('smartphones', startMs + 12 * HOUR_MS);
    const isWorking = office.time.isWorking(day) === true;
    const active = Math.round((isWorking ? 168_000 : 121_000) * (0.94 + 0.12 * draw(0)) * (1 - 0.6 * attack));
    const accounts = 2_640_000 + 900 * (day - 20_400);
    const pushed = Math.round(210_000 + 60_000 * draw(1));
    const petitions = Math.round(410 + 140 * draw(4));
    return [
      { code: 'active-users', value: active, unit: '1' },
      { code: 'verified', ...shareOf(0.71 + 0.000_05 * (day - 20_400), accounts) },
      { code: 'push-delivered', ...shareOf(0.965 + 0.02 * draw(2) - 0.4 * attack, pushed) },
      { code: 'petitions-by-app', ...shareOf(0.23 + 0.05 * draw(3), petitions) },
      { code: 'officer-ack-p90', value: round1(9 + 8 * draw(5)), unit: 'min' },
    ];
  });
}

function oneStopPortal(office: Office): FigureSource {
  return hourly(office, 'one-stop', ({ fromMs, busy, draw }) => {
    const attack = office.world.attackOn('one-stop', fromMs + HOUR_MS / 2);
    const requests = Math.round(9_000 + 90_000 * busy);
    return [{ code: 'portal-success', ...shareOf(0.9965 + 0.003 * draw(0) - 0.75 * attack, requests) }];
  });
}

function oneStopRegister(office: Office): FigureSource {
  return daily(office, { system: 'one-stop', atHour: 6.5 }, ({ draw }) => [
    { code: 'reuse', ...shareOf(0.38 + 0.04 * draw(0), Math.round(21_000 + 6_000 * draw(1))) },
    { code: 'score-766', value: round1(88.2 + 2.4 * draw(2)), unit: '{score}' },
  ]);
}

function nationalPortal(office: Office): FigureSource {
  return hourly(office, 'national-portal', ({ fromMs, busy, draw }) => {
    const attack = office.world.attackOn('national-portal', fromMs + HOUR_MS / 2);
    return [
      { code: 'synced', ...shareOf(0.991 + 0.008 * draw(0) - 0.6 * attack, Math.round(60 + 900 * busy)) },
      { code: 'sync-lag-p95', value: round1(4 + 9 * draw(1) + 300 * attack), unit: 'min' },
    ];
  });
}

function isoRegister(office: Office): FigureSource {
  return daily(office, { system: 'iso-9001', atHour: 7 }, ({ day, draw }) => {
    const { dayOfYear, daysInYear } = Temporal.PlainDate.from('1970-01-01').add({ days: day });
    const planned = 196;
    return [
      { code: 'certified', numerator: Math.min(unitCount(office), 161), denominator: unitCount(office) },
      {
        code: 'audits',
        numerator: Math.floor((planned * dayOfYear * 0.97) / daysInYear),
        denominator: planned,
      },
      { code: 'expiring-90d', value: 6 + Math.floor(5 * draw(0)), unit: '1' },
    ];
  });
}
