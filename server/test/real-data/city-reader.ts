import type { TestCentre } from '../start-centre-fixture.ts';

export interface FeedJson {
  id: string;
  received: number;
  counted: number;
  duplicate: number;
  late: number;
  missing: number;
  flagged: number;
  conflict: number;
  rejected: Record<string, number>;
}
export interface WindowJson {
  start: string;
  end: string;
  n: number;
  sum: number;
  mean: number;
  min: number;
  max: number;
  late: number;
}
export interface ObservationJson {
  entity: string;
  metric: string;
  t: string;
  arrival: string;
  value: number;
  id?: string;
  flag: number;
  late: boolean;
}

/** What series a question is about; without `entity` the whole domain. */
export interface Series {
  domain: string;
  entity?: string;
  metric: string;
  from: string;
  to: string;
}

const PAGE = 10_000;
const IN_PARALLEL = 8;

/** Asks a running centre as any program would: over its documented HTTP routes only. */
export class CityReader {
  readonly #centre: Pick<TestCentre, 'get'>;

  constructor(centre: Pick<TestCentre, 'get'>) {
    this.#centre = centre;
  }

  async feed(id: string): Promise<FeedJson> {
    const { items } = await this.#centre.get<{ items: FeedJson[] }>('/api/v1/feeds');
    const feed = items.find((item) => item.id === id);
    if (feed === undefined)
      throw new Error(`no feed ${id}; there are ${items.map((item) => item.id).join(', ')}`);
    return feed;
  }

  async windows(series: Series, window: string): Promise<WindowJson[]> {
    const query = new URLSearchParams({ ...series, window });
    return (await this.#centre.get<{ items: WindowJson[] }>(`/api/v1/windows?${query}`)).items;
  }

  /** The one window that a question names. */
  async window(series: Omit<Series, 'to'>, window: string): Promise<WindowJson> {
    const [only, ...more] = await this.windows({ ...series, to: afterOneMs(series.from) }, window);
    if (only === undefined || more.length > 0)
      throw new Error(`${more.length} windows start at ${series.from}, not one`);
    return only;
  }

  /** Every raw event, page by page. */
  async observations(series: Omit<Series, 'metric'> & { metric?: string }): Promise<ObservationJson[]> {
    const all: ObservationJson[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const query = new URLSearchParams({
        ...series,
        limit: String(PAGE),
        ...(cursor === '' ? {} : { cursor }),
      });
      const page: { items: ObservationJson[]; nextCursor?: string } = await this.#centre.get(
        `/api/v1/observations?${query}`,
      );
      all.push(...page.items);
      cursor = page.nextCursor;
    }
    return all;
  }

  /** Names of the entities that one feed was first to speak of. */
  async entitiesOf(domain: string, feed: string): Promise<string[]> {
    const names: string[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const query = new URLSearchParams({ domain, limit: '1000', ...(cursor === '' ? {} : { cursor }) });
      const page: { items: { entity: string; feed: string }[]; nextCursor?: string } = await this.#centre.get(
        `/api/v1/entities?${query}`,
      );
      for (const item of page.items) if (item.feed === feed) names.push(item.entity);
      cursor = page.nextCursor;
    }
    return names;
  }

  /** Windows of many entities, eight questions at a time. */
  async windowsOfEach(
    entities: string[],
    series: Series,
    window: string,
  ): Promise<(WindowJson & { entity: string })[]> {
    const found: (WindowJson & { entity: string })[] = [];
    let next = 0;
    const ask = async (): Promise<void> => {
      while (next < entities.length) {
        const entity = entities[next++]!;
        for (const item of await this.windows({ ...series, entity }, window)) found.push({ ...item, entity });
      }
    };
    await Promise.all(Array.from({ length: IN_PARALLEL }, ask));
    return found;
  }
}

function afterOneMs(time: string): string {
  return new Date(Date.parse(time) + 1).toISOString();
}
