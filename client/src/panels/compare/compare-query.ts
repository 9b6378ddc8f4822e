/** What is compared, as it stands in the address: a link shows a colleague the same. */
export const WINDOWS = ['PT5M', 'PT1H', 'P1D'] as const;
export type CompareWindow = (typeof WINDOWS)[number];
export const STATS = ['mean', 'max', 'sum', 'n'] as const;
export type CompareStat = (typeof STATS)[number];
export const MOST_DAYS: Readonly<Record<CompareWindow, number>> = { PT5M: 3, PT1H: 31, P1D: 366 };
export const AGAINSTS = ['days:7', 'days:1', 'days:364', 'year', 'tet', 'date'] as const;
export type AgainstChoice = (typeof AGAINSTS)[number];

export interface CompareChoice {
  what: 'series' | 'incidents-opened';
  domain: string;
  /** Empty: all entities of the domain. */
  entity: string;
  metric: string;
  stat: CompareStat;
  window: CompareWindow;
  /** First civil date, `YYYY-MM-DD`. */
  from: string;
  days: number;
  against: AgainstChoice;
  /** The other first date, for `date`. */
  date: string;
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** What the address asks for, and where it asks for nothing sound, what `today` and the first layer of the city offer. */
export function choiceIn(
  query: URLSearchParams,
  { today, domain, metric }: { today: string; domain: string; metric: string },
): CompareChoice {
  const window = oneOf(WINDOWS, query.get('window')) ?? 'PT1H';
  const days = Number(query.get('days') ?? '7');
  const [from, date] = [query.get('from') ?? '', query.get('date') ?? ''];
  const isDomain = query.get('domain') !== null;
  return {
    what: query.get('what') === 'incidents-opened' ? 'incidents-opened' : 'series',
    domain: query.get('domain') ?? domain,
    entity: query.get('entity') ?? '',
    metric: query.get('metric') ?? (isDomain ? '' : metric),
    stat: oneOf(STATS, query.get('stat')) ?? 'mean',
    window,
    from: DATE.test(from) ? from : dateBefore(today, 6),
    days: Number.isInteger(days) && days >= 1 ? Math.min(days, MOST_DAYS[window]) : 7,
    against: oneOf(AGAINSTS, query.get('against')) ?? 'days:7',
    date: DATE.test(date) ? date : dateBefore(today, 13),
  };
}

/** The address's question; the realm is the page's own matter. */
export function choiceQuery(choice: CompareChoice): URLSearchParams {
  const query = new URLSearchParams({ what: choice.what });
  if (choice.what === 'series') {
    query.set('domain', choice.domain);
    query.set('metric', choice.metric);
    query.set('stat', choice.stat);
    if (choice.entity !== '') query.set('entity', choice.entity);
  }
  query.set('window', choice.window);
  query.set('from', choice.from);
  query.set('days', String(choice.days));
  query.set('against', choice.against);
  if (choice.against === 'date') query.set('date', choice.date);
  return query;
}

/** As the centre is asked. */
export function comparePath(choice: CompareChoice): string {
  const query = choiceQuery(choice);
  query.delete('date');
  if (choice.against === 'date') query.set('against', `date:${choice.date}`);
  return `/compare?${query}`;
}

/** What is told, for a file: `air hcmc-1 pm25UgM3`, with a star for all of a domain. */
export function sourceOf({ what, domain, entity, metric }: CompareChoice): string {
  return what === 'incidents-opened' ? what : `${domain} ${entity === '' ? '*' : entity} ${metric}`;
}

export function dateBefore(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}

function oneOf<T extends string>(known: readonly T[], text: string | null): T | null {
  return known.find((each) => each === text) ?? null;
}
