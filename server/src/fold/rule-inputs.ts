import type { RuleInput, RuleStatistic } from '@metropane/city';
import { windowLengthMs } from '@metropane/windowing';
import type { ControlRoom } from './control-room.ts';
import type { FittedModels } from './fitted-models.ts';
import { indicatorFigure } from './figure-value.ts';
import type { KeyWatch } from './key-watch.ts';
import type { ReportCounts } from './report-counts.ts';
import { combined, LEAST_AGE_MS, maxAgeMs, type WindowName } from './window-values.ts';

type Window = { metric: string; window: WindowName; statistic: RuleStatistic };

/** What one evaluation knows. */
export interface Measured {
  values: Record<string, number | null>;
  /** Event time of the newest value; the room's time for rules that ask for it; -Infinity = nothing known. */
  eventMs: number;
  /** Series that were looked at: what it cost. */
  cost: number;
}

/** Points that a rate remembers, over its span. */
const RATE_POINTS = 16;

/** Reads what rules ask for out of the room: live windows, figures, reports, models, dated levels. */
export class RuleInputs {
  readonly #room: ControlRoom;
  readonly #reports: ReportCounts;
  readonly #models: FittedModels;
  readonly #onsetsOf: (ruleId: string, key: string) => readonly number[];
  readonly #listeningSinceMs: () => number;
  readonly #levels = new Map<string, { fromMs: number; toMs: number; value: number }[]>();
  // The evaluation under way.
  #watch!: KeyWatch;
  #eventMs = 0.5;
  #cost = 0;

  constructor(
    room: ControlRoom,
    from: {
      reports: ReportCounts;
      models: FittedModels;
      onsetsOf: (ruleId: string, key: string) => readonly number[];
      listeningSinceMs: () => number;
    },
  ) {
    this.#room = room;
    this.#reports = from.reports;
    this.#models = from.models;
    this.#onsetsOf = from.onsetsOf;
    this.#listeningSinceMs = from.listeningSinceMs;
  }

  configure(thresholds: readonly { id: string; editions: readonly Edition[] }[]): void {
    this.#levels.clear();
    for (const { id, editions } of thresholds) {
      for (const { fromMs, toMs, levels } of editions) {
        for (const { name, value } of levels) {
          const key = `${id}\0${name}`;
          const known = this.#levels.get(key) ?? [];
          known.push({ fromMs, toMs: toMs ?? Number.POSITIVE_INFINITY, value });
          this.#levels.set(key, known);
        }
      }
    }
  }

  /** Reads all inputs of a watch. Readings come first: what is dated is asked as of the event. */
  measure(watch: KeyWatch): Measured {
    this.#watch = watch;
    this.#eventMs = Number.NEGATIVE_INFINITY;
    this.#cost = 1;
    const values: Record<string, number | null> = {};
    for (const [name, input] of watch.rule.inputs) values[name] = this.#measured(name, input);
    const { nowMs } = this.#room;
    const eventMs = watch.rule.isTimed ? nowMs : this.#eventMs;
    for (const [name, input] of watch.rule.inputs) {
      if (input.kind === 'threshold') values[name] = this.#level(input, Math.min(nowMs, this.#eventMs));
      if (input.kind === 'baseline') values[name] = this.#usual(input, Math.min(nowMs, this.#eventMs));
    }
    return { values, eventMs, cost: this.#cost };
  }

  #measured(name: string, input: RuleInput): number | null {
    switch (input.kind) {
      case 'window':
        return this.#window(name, input);
      case 'rate':
        return this.#rate(name, input);
      case 'near':
        return this.#near(name, input);
      case 'silence':
        return this.#silence(input);
      case 'repeat': {
        const fromMs = this.#room.nowMs - input.spanMs;
        return this.#onsetsOf(input.rule, this.#watch.key).filter((onsetMs) => onsetMs > fromMs).length;
      }
      case 'reports':
        return this.#reported(input);
      case 'indicator':
        return this.#indicator(input.indicator);
      case 'number':
        return input.value;
      case 'threshold':
      case 'baseline':
        return null;
    }
  }

  #window(name: string, input: Extract<RuleInput, { kind: 'window' }>): number | null {
    const watch = this.#watch;
    const domain = input.domain ?? watch.rule.active.rule.domain;
    if (input.entity !== undefined)
      return this.#ofEntities(name, input, this.#numbered(domain, [input.entity]));
    if (!watch.isAggregate) return this.#ofEntities(name, input, this.#own(domain));
    return this.#ofEntities(name, input, watch.members.get(domain) ?? []);
  }

  /** The watched entity itself, in its own domain or in another that knows it by the same name. */
  #own(domain: string): number[] {
    const watch = this.#watch;
    if (domain !== watch.rule.active.rule.domain) return this.#numbered(domain, [watch.entity]);
    if (watch.number === -1) watch.number = this.#room.entities.find(domain, watch.entity) ?? -1;
    return watch.number === -1 ? [] : [watch.number];
  }

  #numbered(domain: string, names: readonly string[]): number[] {
    const numbers: number[] = [];
    for (const name of names) {
      const number = this.#room.entities.find(domain, name);
      if (number !== undefined) numbers.push(number);
    }
    return numbers;
  }

  #ofEntities(name: string, asked: Window, entities: readonly number[]): number | null {
    if (asked.statistic === 'n' || asked.statistic === 'sum') return this.#total(name, asked, entities);
    const values: { value: number; atMs: number }[] = [];
    for (const entity of entities) {
      const found = this.#paneValue(entity, asked);
      if (found !== null) values.push(found);
    }
    return combined(asked.statistic, values);
  }

  /** The newest window of one series; null = none, too old, or with too few of the readings that were expected. */
  #paneValue(
    entity: number,
    asked: Window,
  ): { value: number; atMs: number; startMs: number; series: number } | null {
    const { entities, windows, nowMs } = this.#room;
    this.#cost += 1;
    const series = entities.findSeries(entity, asked.metric);
    if (series === undefined) return null;
    const pane = windows.latestPane(series, asked.window);
    if (pane === undefined || pane.lastMs < nowMs - maxAgeMs(asked.window)) return null;
    const found = { value: pane[asked.statistic], atMs: pane.lastMs, startMs: pane.startMs, series };
    if (!this.#isComplete(entity, asked, pane)) return null;
    if (found.atMs > this.#eventMs) this.#eventMs = found.atMs;
    return found;
  }

  #isComplete(
    entity: number,
    { metric }: Window,
    pane: { n: number; startMs: number; endMs: number; lastMs: number },
  ): boolean {
    const { minCompleteness } = this.#watch.rule.active.rule;
    if (minCompleteness === undefined) return true;
    const { entities, descriptions, config } = this.#room;
    const domain = entities.domains[entities.domainOf[entity]!]!;
    const name = entities.names[entity]!;
    const periodMs =
      descriptions.periods(`${domain}\0${name}`).get(metric) ??
      config.alarms?.periods?.[`${domain}/${name}`]?.[metric];
    // Nobody has promised how often it speaks: there is no share to speak of.
    if (periodMs === undefined) return true;
    const elapsedMs = Math.min(pane.endMs, pane.lastMs + periodMs) - pane.startMs;
    return pane.n >= minCompleteness * Math.max(1, Math.floor(elapsedMs / periodMs));
  }

  /**
   * A total of the window that runs begins at nothing: beside it stands that of the window before, and the greater of the two is the
   * value. So a total that is reached is told at once and is only over when a whole window stayed below.
   */
  #total(name: string, asked: Window, entities: readonly number[]): number | null {
    const found = entities.map((entity) => this.#paneValue(entity, asked)).filter((one) => one !== null);
    if (found.length === 0) return null;
    const startMs = Math.max(...found.map((one) => one.startMs));
    const beforeMs = startMs - windowLengthMs(asked.window);
    let value = 0;
    let recounted = 0;
    let isRecounted = false;
    for (const one of found) {
      if (one.startMs === startMs) value += one.value;
      const before = this.#room.windows
        .openPanes(one.series, asked.window)
        .find((pane) => pane.startMs === beforeMs);
      if (before === undefined) continue;
      recounted += before[asked.statistic];
      isRecounted = true;
    }
    const known = this.#watch.memory.get(name);
    const past = known?.kind === 'sum' ? known : undefined;
    let before: number | null = null;
    if (past !== undefined && past.startMs === startMs) before = past.before;
    else if (past !== undefined && past.startMs === beforeMs) before = past.value;
    if (isRecounted) before = Math.max(before ?? recounted, recounted);
    this.#watch.memory.set(name, { kind: 'sum', startMs, value, before });
    return before === null ? value : Math.max(value, before);
  }

  #rate(name: string, input: Extract<RuleInput, { kind: 'rate' }>): number | null {
    const { entities, nowMs } = this.#room;
    const [entity] = this.#own(this.#watch.rule.active.rule.domain);
    const series = entity === undefined ? undefined : entities.findSeries(entity, input.metric);
    if (series === undefined) return null;
    this.#cost += 1;
    const atMs = entities.latestMs[series]!;
    const value = entities.latestValue[series]!;
    const known = this.#watch.memory.get(name);
    const points = known?.kind === 'rate' ? known.points : [];
    if (known === undefined) this.#watch.memory.set(name, { kind: 'rate', points });
    const newest = points.at(-1);
    if (newest === undefined || atMs - newest[0] >= input.spanMs / RATE_POINTS) points.push([atMs, value]);
    while (points.length > 1 && points[1]![0] <= atMs - input.spanMs) points.shift();
    if (!(atMs >= nowMs - Math.max(LEAST_AGE_MS, input.spanMs))) return null;
    if (atMs > this.#eventMs) this.#eventMs = atMs;
    const [thenMs, then] = points[0]!;
    // Neither over a shorter stretch than was asked for, nor over a hole in the readings.
    if (atMs - thenMs < input.spanMs || atMs - thenMs > 1.5 * input.spanMs) return null;
    return ((value - then) / (atMs - thenMs)) * 3_600_000;
  }

  #near(name: string, input: Extract<RuleInput, { kind: 'near' }>): number | null {
    const values: { value: number; atMs: number }[] = [];
    for (const entity of this.#numbered(input.domain, this.#watch.near.get(name) ?? [])) {
      const found = this.#paneValue(entity, input);
      if (found !== null) values.push(found);
    }
    if (input.combine === 'count') return values.length;
    return combined(input.combine, values);
  }

  #silence({ metric }: { metric?: string }): number | null {
    const { entities, nowMs } = this.#room;
    const { rule } = this.#watch.rule.active;
    const numbers = this.#watch.isAggregate
      ? (this.#watch.members.get(rule.domain) ?? [])
      : this.#own(rule.domain);
    let newestMs = Number.NEGATIVE_INFINITY;
    for (const entity of numbers) {
      this.#cost += 1;
      const series = metric === undefined ? undefined : entities.findSeries(entity, metric);
      if (metric !== undefined && series === undefined) continue;
      const heardMs = series === undefined ? entities.eventMs[entity]! : entities.latestMs[series]!;
      if (heardMs > newestMs) newestMs = heardMs;
    }
    if (newestMs === Number.NEGATIVE_INFINITY) return null;
    return Math.max(0, nowMs - Math.max(newestMs, this.#listeningSinceMs()));
  }

  #reported(input: Extract<RuleInput, { kind: 'reports' }>): number | null {
    const { place, ward } = this.#watch;
    const span = { toMs: this.#room.nowMs, spanMs: input.spanMs };
    if (input.radiusM === undefined && ward !== '')
      return this.#reports.count(input.category, span, { ward });
    if (this.#watch.isAggregate && ward === '') return this.#reports.count(input.category, span, {});
    if (place === undefined) return null;
    if (input.radiusM !== undefined)
      return this.#reports.count(input.category, span, { loc: place.loc, radiusM: input.radiusM });
    return place.unit === undefined
      ? null
      : this.#reports.count(input.category, span, { ward: place.unit.code });
  }

  #indicator(id: string): number | null {
    const figure = indicatorFigure(this.#room, id);
    if (figure === null || figure.value === null) return null;
    return figure.eventMs < this.#room.nowMs - LEAST_AGE_MS ? null : figure.value;
  }

  #level({ threshold, level }: { threshold: string; level: string }, tMs: number): number | null {
    const atMs = tMs === Number.NEGATIVE_INFINITY ? this.#room.nowMs : tMs;
    const editions = this.#levels.get(`${threshold}\0${level}`) ?? [];
    return editions.find(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs)?.value ?? null;
  }

  #usual(input: Extract<RuleInput, { kind: 'baseline' }>, tMs: number): number | null {
    if (tMs === Number.NEGATIVE_INFINITY) return null;
    const series = `${this.#watch.key}/${input.metric}`;
    return this.#models.at(series, input.bound, { tMs, zone: this.#room.config.zone });
  }
}

interface Edition {
  fromMs: number;
  toMs?: number;
  levels: readonly { name: string; value: number }[];
}
