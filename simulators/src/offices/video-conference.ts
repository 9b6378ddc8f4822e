/**
 * Quality of the conferences between the city and its wards, site by site: the line check of every morning at 07:00 and, on working
 * Mondays, the city's weekly meeting at 08:30. Without power a site does not join.
 */
import { type FigureSource, HOUR_MS, MINUTE_MS, type Office, type SimFigure } from './office-source.ts';

interface Site {
  readonly unit: string;
  readonly hasJoined: boolean;
  readonly lossPct: number;
  readonly joinS: number;
  readonly jitterMs: number;
  readonly delayMs: number;
}

export function makeVideoConference(office: Office): FigureSource {
  const noise = office.noise('video-conference');
  const { time, world, pack } = office;
  const sitesAt = (slot: number, tMs: number): Site[] =>
    pack.units.map(({ code, centroid }, n) => {
      const draw = (purpose: number): number => noise.at(n * 16 + purpose, slot);
      // Some lines are worse for weeks.
      const line = noise.at(n * 16 + 9, Math.floor(slot / 60)) ** 6;
      const attack = world.attackOn('video-conference', tMs);
      const isDark = world.powerLost(centroid, tMs) > draw(0);
      return {
        unit: code,
        hasJoined: !isDark && draw(1) > 0.006 + 0.5 * attack,
        lossPct: Math.round((0.05 + 0.5 * draw(2) ** 3 + 2.4 * line * draw(3) + 8 * attack) * 100) / 100,
        joinS: Math.round((3 + 9 * draw(4) ** 2 + 40 * attack) * 10) / 10,
        jitterMs: Math.round(4 + 14 * draw(5) ** 2 + 30 * line + 60 * attack),
        delayMs: Math.round(18 + 40 * draw(6) + 60 * line + 150 * attack),
      };
    });
  return {
    system: 'video-conference',
    lookBackDays: 2,
    figuresOn(day) {
      const startMs = time.startOfDay(day);
      const check = conference(
        sitesAt(2 * day, startMs + 7 * HOUR_MS),
        startMs + 7 * HOUR_MS,
        20 * MINUTE_MS,
      );
      const isMonday = (((day + 3) % 7) + 7) % 7 === 0;
      if (!isMonday || time.isWorking(day) !== true) return check;
      const meetingMs = startMs + 8.5 * HOUR_MS;
      return [...check, ...conference(sitesAt(2 * day + 1, meetingMs), meetingMs, 2 * HOUR_MS)];
    },
  };
}

function conference(sites: readonly Site[], startMs: number, lengthMs: number): SimFigure[] {
  const endMs = startMs + lengthMs;
  const period = `${new Date(startMs).toISOString()}/${new Date(endMs).toISOString()}`;
  const base = { tMs: endMs + MINUTE_MS, period, status: 'official' as const };
  const joined = sites.filter(({ hasJoined }) => hasJoined);
  // Nobody there: nothing was measured.
  const p95 = (of: (site: Site) => number): number | null =>
    joined.map(of).toSorted((a, b) => a - b)[Math.ceil(0.95 * joined.length) - 1] ?? null;
  return [
    { ...base, code: 'sites-joined', numerator: joined.length, denominator: sites.length },
    { ...base, code: 'loss-p95', value: p95((site) => site.lossPct), unit: '%' },
    { ...base, code: 'join-p95', value: p95((site) => site.joinS), unit: 's' },
    { ...base, code: 'jitter-p95', value: p95((site) => site.jitterMs), unit: 'ms' },
    { ...base, code: 'delay-p95', value: p95((site) => site.delayMs), unit: 'ms' },
    ...sites.map(({ unit, hasJoined, lossPct }) => ({
      ...base,
      code: 'site-loss',
      territory: unit,
      value: hasJoined ? lossPct : null,
      unit: '%',
    })),
  ];
}
