import type { CentreApi } from './centre-port.ts';

/** What is usual in one five minutes or one hour: P10, P50, P90. */
export interface UsualPoint {
  start: string;
  low: number;
  mid: number;
  high: number;
  days: number;
}

/** `GET /trends/usual`: the band of one civil day. */
export interface UsualAnswer {
  /** Start of the civil day. */
  day: string;
  kind: 'work' | 'off';
  weeks: number;
  /** Days that had data, of so many that were asked, of which history has lost some. */
  days: number;
  asked: number;
  expired: number;
  /** Why there is no band: too few days, or none can be made of this figure. */
  why: 'short-history' | 'no-usual' | null;
  items: UsualPoint[];
}

const KEPT_MS = 30 * 60_000;
const MOST_KEPT = 400;

/** Bands hardly change within a day: asked once in half an hour, however many panels want them. */
export class UsualStore {
  readonly #api: Pick<CentreApi, 'get'>;
  readonly #nowMs: () => number;
  readonly #kept = new Map<string, { askedMs: number; answer: Promise<UsualAnswer> }>();

  constructor(api: Pick<CentreApi, 'get'>, nowMs: () => number) {
    this.#api = api;
    this.#nowMs = nowMs;
  }

  /** `day` tells civil days apart, `atMs` is any instant of it. A refused question is asked again the next time. */
  ask(
    source: string,
    window: 'PT5M' | 'PT1H',
    { day, atMs }: { day: string; atMs: number },
  ): Promise<UsualAnswer> {
    const key = `${source}&window=${window}&${day}`;
    const nowMs = this.#nowMs();
    const known = this.#kept.get(key);
    if (known !== undefined && nowMs - known.askedMs < KEPT_MS) return known.answer;
    const answer = this.#api.get<UsualAnswer>(`/trends/usual?${source}&window=${window}&at=${atMs}`);
    this.#kept.delete(key);
    this.#kept.set(key, { askedMs: nowMs, answer });
    answer.catch(() => this.#kept.delete(key));
    const oldest = this.#kept.size > MOST_KEPT ? this.#kept.keys().next().value : undefined;
    if (oldest !== undefined) this.#kept.delete(oldest);
    return answer;
  }
}

/** The series or figure as the query of `/trends/…`. */
export function seriesQuery({
  domain,
  entity,
  metric,
}: {
  domain: string;
  entity: string;
  metric: string;
}): string {
  return new URLSearchParams({ domain, entity, metric }).toString();
}
