import { useCallback } from 'react';
import type { ReactNode } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import { AskState } from './ask-state.tsx';
import { CoverageNote } from './coverage-note.tsx';
import { FunnelPanel } from './funnel-panel.tsx';
import type { GroupsAnswer } from './group-answers.ts';
import { GroupTabs } from './group-tabs.tsx';
import { GroupsTable } from './groups-table.tsx';
import { PeriodBar } from './period-bar.tsx';
import { spanQuery } from './period-query.ts';
import { usePeriod } from './use-period.ts';
import '../desk/queue-search.css';
import './area.css';

/** Groups of one kind side by side over a period, by name: what is asked, and the words that differ. */
export function GroupsView({
  page,
  names,
  title,
  sub,
  none,
  hasAnswers = false,
}: {
  /** Also the end of the route and of the address. */
  page: 'areas' | 'agencies';
  names: ReadonlyMap<string, string>;
  title: ReactNode;
  sub: (answer: GroupsAnswer) => ReactNode;
  /** Said where there is no group; absent: the empty table says it. */
  none?: ReactNode;
  /** Whether they answer requests. */
  hasAnswers?: boolean;
}) {
  const { api, ground } = useCentre();
  const locale = useLocale();
  const { period, setPeriod, queryText } = usePeriod();
  const { fromMs, toMs } = period;
  const ask = useCallback(
    () => api.get<GroupsAnswer>(`/${page}?${spanQuery({ fromMs, toMs })}`),
    [api, page, fromMs, toMs],
  );
  const { value, problem, isLoading } = useAnswer(ask);
  const groups = (value?.items ?? [])
    .map(({ code, ...figures }) => ({
      code,
      name: names.get(code) ?? code,
      href: `/desk/${page}/${encodeURIComponent(code)}${queryText}`,
      figures,
    }))
    .sort((a, b) => a.name.localeCompare(b.name, 'vi'));
  const city =
    value === null
      ? null
      : { code: '', name: inLocale(ground.name, locale), href: null, figures: value.city };
  return (
    <main className="scroll-main area-main" tabIndex={0}>
      <GroupTabs page={page} />
      <PeriodBar period={period} isLoading={isLoading} onPeriod={setPeriod} />
      <AskState value={value} problem={problem} />
      {value !== null && city !== null && (
        <>
          <CoverageNote counted={value} />
          <FunnelPanel groups={groups} city={city} counted={value} />
          <section className="panel">
            <header className="panel-head">
              <h2>{title}</h2>
              <span className="panel-sub clip num">{sub(value)}</span>
            </header>
            {groups.length === 0 && none !== undefined && <p className="muted area-none">{none}</p>}
            <GroupsTable groups={groups} city={city} hasAnswers={hasAnswers} />
          </section>
        </>
      )}
    </main>
  );
}
