import { Trans } from '@lingui/react/macro';
import { useCallback, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import { useCentre } from '../../live/centre-context.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { civilInput } from '../../ui/civil-input.ts';
import { AskState } from '../area/ask-state.tsx';
import { GroupTabs } from '../area/group-tabs.tsx';
import type { CompareAnswer } from './compare-answers.ts';
import { CompareChart } from './compare-chart.tsx';
import { CompareForm } from './compare-form.tsx';
import { choiceIn, choiceQuery, comparePath } from './compare-query.ts';
import type { CompareChoice } from './compare-query.ts';
import { CompareSummary } from './compare-summary.tsx';
import { CompareTable } from './compare-table.tsx';
import '../area/area.css';
import './compare.css';

/** One stretch of days beside another, by civil time. All of it stands in the address. */
export function CompareView() {
  const { api, ground, live } = useCentre();
  const [path, navigate] = useLocation();
  const search = useSearch();
  const first = ground.layers.find(({ id }) => id === 'air') ?? ground.layers[0];
  const today = civilInput(live.clock.nowMs(), ground.zone).slice(0, 10);
  const choice = useMemo(
    () =>
      choiceIn(new URLSearchParams(search), {
        today,
        domain: first?.id ?? '',
        metric: first?.metrics[0] ?? '',
      }),
    [search, today, first],
  );
  const question = comparePath(choice);
  const ask = useCallback(() => api.get<CompareAnswer>(question), [api, question]);
  const { value, problem, isLoading } = useAnswer(ask);
  const choose = (next: CompareChoice): void => navigate(`${path}?${choiceQuery(next)}`, { replace: true });
  return (
    <main className="scroll-main area-main compare-main" tabIndex={0}>
      <GroupTabs page="compare" />
      <CompareForm
        choice={choice}
        onChoice={choose}
        offersTet={value?.offersTet ?? choice.against === 'tet'}
      />
      <span role="status" className="sr-only">
        {isLoading && <Trans>đang tính…</Trans>}
      </span>
      <AskState value={value} problem={problem} />
      {value !== null && (
        <section className="panel compare-panel">
          <header className="panel-head">
            <h2>
              <Trans>Hai kỳ cạnh nhau</Trans>
            </h2>
            <span className="panel-sub clip">
              <Trans>theo giờ dân sự của thành phố; chỗ trống là không có số liệu</Trans>
            </span>
          </header>
          <CompareSummary answer={value} choice={choice} />
          <CompareChart answer={value} choice={choice} />
          <CompareTable answer={value} choice={choice} />
        </section>
      )}
    </main>
  );
}
