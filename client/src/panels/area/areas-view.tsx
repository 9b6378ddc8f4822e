import { Trans } from '@lingui/react/macro';
import { useCallback } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import { CoverageNote } from './coverage-note.tsx';
import { FunnelPanel } from './funnel-panel.tsx';
import type { GroupsAnswer } from './group-answers.ts';
import { GroupTabs } from './group-tabs.tsx';
import { GroupsTable } from './groups-table.tsx';
import { PeriodBar } from './period-bar.tsx';
import { spanQuery } from './period-query.ts';
import { usePeriod } from './use-period.ts';
import { AskState } from './ask-state.tsx';
import './area.css';

/** All wards in which something happened, by name. */
export function AreasView() {
  const { api, ground } = useCentre();
  const locale = useLocale();
  const { period, setPeriod, queryText } = usePeriod();
  const { fromMs, toMs } = period;
  const ask = useCallback(
    () => api.get<GroupsAnswer>(`/areas?${spanQuery({ fromMs, toMs })}`),
    [api, fromMs, toMs],
  );
  const { value, problem, isLoading } = useAnswer(ask);
  const names = new Map(ground.units.map(({ code, name }) => [code, name]));
  const groups = (value?.items ?? [])
    .map(({ code, ...figures }) => ({
      code,
      name: names.get(code) ?? code,
      href: `/desk/areas/${encodeURIComponent(code)}${queryText}`,
      figures,
    }))
    .sort((a, b) => a.name.localeCompare(b.name, 'vi'));
  return (
    <main className="area-main" tabIndex={0}>
      <GroupTabs page="areas" />
      <PeriodBar period={period} isLoading={isLoading} onPeriod={setPeriod} />
      <AskState value={value} problem={problem} />
      {value !== null && (
        <>
          <CoverageNote counted={value} />
          <FunnelPanel groups={groups} city={value.city} least={value.least.share} />
          <section className="panel">
            <header className="panel-head">
              <h2>
                <Trans>Phường, xã</Trans>
              </h2>
              <span className="panel-sub clip num">
                <Trans>{groups.length} nơi có sự cố, theo tên</Trans>
                {(value.nowhere ?? 0) > 0 && (
                  <>
                    {' · '}
                    <Trans>{value.nowhere} sự cố không rõ nơi chỉ nằm trong số toàn thành phố</Trans>
                  </>
                )}
              </span>
            </header>
            <GroupsTable
              groups={groups}
              city={{ code: '', name: inLocale(ground.name, locale), href: null, figures: value.city }}
            />
          </section>
        </>
      )}
    </main>
  );
}
