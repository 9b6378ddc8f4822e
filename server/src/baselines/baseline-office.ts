import type { AskedSeries, FitOutcome, FitTask } from './baseline-tasks.ts';
import { type AskHours, hourlyHistory } from './hourly-history.ts';

/** A series that rules ask for, with what the journal has of it. Times: epoch ms. */
export interface AskedBaseline extends AskedSeries {
  fittedAtMs: number | null;
  refusedAtMs: number | null;
}

/** Where rounds take from and give to; the office itself knows neither journal nor thread. */
export interface OfficePorts {
  asked: () => Promise<readonly AskedBaseline[]>;
  hours: AskHours;
  /** Opens what fits for one round. */
  openFitter: () => { fit(task: FitTask): Promise<FitOutcome>; stop(): Promise<void> };
  /** Durable when it resolves: what is fitted enters the fold as a journal entry and in no other way. */
  journal: (series: string, outcome: FitOutcome) => Promise<void>;
  nowMs: () => number;
  /** IANA. */
  zone: string;
}

/** What the last round did; times epoch ms. `fault`: why it ended early. */
export interface Round {
  startedMs: number;
  endedMs: number | null;
  fitted: number;
  refused: number;
  /** Due, and left for the next round. */
  left: number;
  fault: string | null;
}

/** From this civil hour on a night's work may be done. */
const NIGHT_HOUR = 3;
const DAY_MS = 86_400_000;
/** Seasons of weeks do not change in a day. */
const REFIT_MS = 7 * DAY_MS;
/** Of one round: some minutes of history questions. */
const MOST_IN_ROUND = 2_000;

/**
 * Fits what is usual: of a series that was never tried at once, of what was refused every night from 3 o'clock civil time, of what was fitted
 * a week ago the night after. Nothing in the message path waits for it.
 */
export class BaselineOffice {
  readonly #ports: OfficePorts;
  #running: Promise<Round> | null = null;
  #round: Round | null = null;
  #isStopped = false;

  constructor(ports: OfficePorts) {
    this.#ports = ports;
  }

  /** The newest round, also the one under way; null before the first. */
  get round(): Round | null {
    return this.#round;
  }

  /** Looks whether anything is due; does nothing while a round is under way. Never rejects. */
  async tick(): Promise<void> {
    if (this.#running !== null || this.#isStopped) return;
    await this.#run((one) => isDue(one, this.#ports.nowMs(), this.#ports.zone));
  }

  /** Fits these now, whatever is due, after a round under way. Never rejects: `fault` says what went wrong. */
  async fitNow(isWanted: (series: string) => boolean): Promise<Round> {
    while (this.#running !== null) await this.#running;
    return this.#run((one) => isWanted(one.series));
  }

  /** The series under way is finished. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#running;
  }

  #run(isWanted: (one: AskedBaseline) => boolean): Promise<Round> {
    const round = this.#work(isWanted).finally(() => (this.#running = null));
    this.#running = round;
    return round;
  }

  async #work(isWanted: (one: AskedBaseline) => boolean): Promise<Round> {
    const { asked, nowMs, openFitter } = this.#ports;
    const round: Round = { startedMs: nowMs(), endedMs: null, fitted: 0, refused: 0, left: 0, fault: null };
    let fitter: ReturnType<typeof openFitter> | null = null;
    try {
      const wanted = (await asked()).filter(isWanted);
      if (wanted.length === 0) return { ...round, endedMs: nowMs() };
      this.#round = round;
      round.left = wanted.length;
      fitter = openFitter();
      for (const one of wanted.slice(0, MOST_IN_ROUND)) {
        if (this.#isStopped) break;
        const outcome = await this.#fit(one, fitter);
        round[outcome.ok ? 'fitted' : 'refused'] += 1;
        round.left -= 1;
      }
    } catch (error) {
      round.fault = error instanceof Error ? error.message : String(error);
      this.#round = round;
    } finally {
      await fitter?.stop();
      round.endedMs = nowMs();
    }
    return round;
  }

  async #fit(one: AskedBaseline, fitter: { fit(task: FitTask): Promise<FitOutcome> }): Promise<FitOutcome> {
    const { hours, nowMs, zone, journal } = this.#ports;
    const { series, domain, entity, metric } = one;
    const history = await hourlyHistory(hours, { series, domain, entity, metric }, nowMs());
    const outcome = await fitter.fit({ history, zone });
    await journal(series, outcome);
    return outcome;
  }
}

/** Whether a series is to be fitted at an instant. */
export function isDue(
  { fittedAtMs, refusedAtMs }: Pick<AskedBaseline, 'fittedAtMs' | 'refusedAtMs'>,
  nowMs: number,
  zone: string,
): boolean {
  const triedMs = Math.max(fittedAtMs ?? -Infinity, refusedAtMs ?? -Infinity);
  if (triedMs === -Infinity) return true;
  const now = civil(nowMs, zone);
  if (now.hour < NIGHT_HOUR) return false;
  const isTriedToday = Temporal.PlainDate.compare(civil(triedMs, zone).date, now.date) >= 0;
  if (isTriedToday) return false;
  return refusedAtMs !== null && refusedAtMs === triedMs ? true : nowMs - triedMs >= REFIT_MS;
}

function civil(tMs: number, zone: string): { hour: number; date: Temporal.PlainDate } {
  const zoned = Temporal.Instant.fromEpochMilliseconds(Math.floor(tMs)).toZonedDateTimeISO(zone);
  return { hour: zoned.hour, date: zoned.toPlainDate() };
}
