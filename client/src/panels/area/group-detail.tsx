import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useCentre } from '../../live/centre-context.ts';
import type { Problem } from '../../live/centre-port.ts';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import { AskState } from './ask-state.tsx';
import { CoverageNote } from './coverage-note.tsx';
import { CLOCKS } from './group-answers.ts';
import type { GroupAnswer } from './group-answers.ts';
import { GroupsTable } from './groups-table.tsx';
import { GroupTabs } from './group-tabs.tsx';
import type { ComparePage } from './group-tabs.tsx';
import { IncidentsBehind } from './incidents-behind.tsx';
import { PeriodBar } from './period-bar.tsx';
import type { usePeriod } from './use-period.ts';
import '../desk/queue-search.css';
import './area.css';

/** One ward or agency beside the city, with the incidents that its figures were counted from. */
export function GroupDetail({
  page,
  name,
  asked: { value, problem, isLoading },
  at,
  children,
}: {
  page: ComparePage;
  name: string;
  asked: { value: GroupAnswer | null; problem: Problem | null; isLoading: boolean };
  at: ReturnType<typeof usePeriod>;
  children?: ReactNode;
}) {
  const { ground } = useCentre();
  const locale = useLocale();
  const show = CLOCKS.find((clock) => clock === at.query.get('show')) ?? null;
  return (
    <main className="scroll-main area-main" tabIndex={0}>
      <GroupTabs page={page} />
      <div className="area-title">
        <h2>{name}</h2>
        <Link href={`/desk/${page}${at.queryText}`}>
          <Trans>Xem tất cả</Trans>
        </Link>
      </div>
      <PeriodBar period={at.period} isLoading={isLoading} onPeriod={at.setPeriod} />
      <AskState value={value} problem={problem} />
      {value !== null && (
        <>
          <CoverageNote counted={value} />
          <section className="panel">
            <header className="panel-head">
              <h2>
                <Trans>Bên cạnh toàn thành phố</Trans>
              </h2>
            </header>
            <GroupsTable
              groups={[{ code: value.code, name, href: null, figures: value.figures }]}
              city={{ code: '', name: inLocale(ground.name, locale), href: null, figures: value.city }}
              hasAnswers={value.figures.answers !== undefined}
            />
          </section>
          {children}
          <IncidentsBehind
            answer={value}
            show={show}
            onShow={(clock) => {
              const next = new URLSearchParams(at.query);
              if (clock === null) next.delete('show');
              else next.set('show', clock);
              at.setQuery(next);
            }}
          />
        </>
      )}
    </main>
  );
}
