import { Trans } from '@lingui/react/macro';
import { useCallback } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import { AskState } from '../area/ask-state.tsx';
import { CoverageNote } from '../area/coverage-note.tsx';
import { FunnelPanel } from '../area/funnel-panel.tsx';
import type { GroupsAnswer } from '../area/group-answers.ts';
import { GroupTabs } from '../area/group-tabs.tsx';
import { GroupsTable } from '../area/groups-table.tsx';
import { PeriodBar } from '../area/period-bar.tsx';
import { spanQuery } from '../area/period-query.ts';
import { usePeriod } from '../area/use-period.ts';
import '../area/area.css';

/** All agencies that were asked to act, by name. */
export function AgenciesView() {
  const { api, ground } = useCentre();
  const locale = useLocale();
  const { period, setPeriod, queryText } = usePeriod();
  const { fromMs, toMs } = period;
  const ask = useCallback(
    () => api.get<GroupsAnswer>(`/agencies?${spanQuery({ fromMs, toMs })}`),
    [api, fromMs, toMs],
  );
  const { value, problem, isLoading } = useAnswer(ask);
  const names = new Map(ground.agencies?.map(({ id, name }) => [id, inLocale(name, locale)]));
  const groups = (value?.items ?? [])
    .map(({ code, ...figures }) => ({
      code,
      name: names.get(code) ?? code,
      href: `/desk/agencies/${encodeURIComponent(code)}${queryText}`,
      figures,
    }))
    .sort((a, b) => a.name.localeCompare(b.name, 'vi'));
  return (
    <main className="area-main" tabIndex={0}>
      <GroupTabs page="agencies" />
      <PeriodBar period={period} isLoading={isLoading} onPeriod={setPeriod} />
      <AskState value={value} problem={problem} />
      {value !== null && (
        <>
          <CoverageNote counted={value} />
          <FunnelPanel groups={groups} city={value.city} least={value.least.share} />
          <section className="panel">
            <header className="panel-head">
              <h2>
                <Trans>Đơn vị</Trans>
              </h2>
              <span className="panel-sub clip num">
                <Trans>{groups.length} đơn vị được giao việc; một sự cố có thể tính cho nhiều đơn vị</Trans>
              </span>
            </header>
            {groups.length === 0 && (
              <p className="muted area-none">
                <Trans>Chưa đơn vị nào được giao việc trong sổ.</Trans>
              </p>
            )}
            <GroupsTable
              groups={groups}
              city={{ code: '', name: inLocale(ground.name, locale), href: null, figures: value.city }}
              hasAnswers
            />
          </section>
        </>
      )}
    </main>
  );
}
