import { Trans, useLingui } from '@lingui/react/macro';
import { cityDomain, metricSuffix } from '@metropane/city';
import { useCentre } from '../../live/centre-context.ts';
import { CivilField } from '../../ui/civil-field.tsx';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import { AGAINSTS, MOST_DAYS, STATS, WINDOWS } from './compare-query.ts';
import type { AgainstChoice, CompareChoice, CompareStat, CompareWindow } from './compare-query.ts';
import { AGAINST_WORDS, STAT_WORDS, WINDOW_WORDS } from './compare-words.tsx';
import '../../ui/field.css';

type Change = Partial<CompareChoice>;

/** What is held against what. Every change is a new address and a new question. */
export function CompareForm({
  choice,
  offersTet,
  onChoice,
}: {
  choice: CompareChoice;
  offersTet: boolean;
  onChoice: (choice: CompareChoice) => void;
}) {
  const { i18n } = useLingui();
  const change = (fields: Change): void => {
    const next = { ...choice, ...fields };
    onChoice({ ...next, days: Math.min(next.days, MOST_DAYS[next.window]) });
  };
  return (
    <form className="compare-form" onSubmit={(event) => event.preventDefault()}>
      <WhatFields choice={choice} onChange={change} />
      <label>
        <Trans>Từng</Trans>{' '}
        <select
          className="field"
          value={choice.window}
          onChange={(event) => change({ window: event.target.value as CompareWindow })}
        >
          {WINDOWS.filter((window) => window !== 'PT5M' || choice.what === 'series').map((window) => (
            <option key={window} value={window}>
              {i18n._(WINDOW_WORDS[window])}
            </option>
          ))}
        </select>
      </label>
      <CivilField
        label={<Trans>Từ ngày</Trans>}
        kind="date"
        value={choice.from}
        onChange={(from) => {
          if (from !== '') change({ from });
        }}
      />
      <label>
        <Trans>Số ngày</Trans>{' '}
        <input
          className="field compare-days"
          type="number"
          min={1}
          max={MOST_DAYS[choice.window]}
          value={choice.days}
          onChange={(event) => {
            const days = event.target.valueAsNumber;
            if (Number.isInteger(days) && days >= 1) change({ days });
          }}
        />
      </label>
      <label>
        <Trans>So với</Trans>{' '}
        <select
          className="field"
          value={choice.against}
          onChange={(event) => change({ against: event.target.value as AgainstChoice })}
        >
          {AGAINSTS.filter((against) => against !== 'tet' || offersTet).map((against) => (
            <option key={against} value={against}>
              {i18n._(AGAINST_WORDS[against])}
            </option>
          ))}
        </select>
      </label>
      {choice.against === 'date' && (
        <CivilField
          label={<Trans>Ngày đầu bên kia</Trans>}
          kind="date"
          value={choice.date}
          onChange={(date) => {
            if (date !== '') change({ date });
          }}
        />
      )}
    </form>
  );
}

/** A figure of the room, or a measured thing: its kind, what is measured, where, and which statistic. */
function WhatFields({ choice, onChange }: { choice: CompareChoice; onChange: (change: Change) => void }) {
  const { i18n, t } = useLingui();
  const { ground } = useCentre();
  const locale = useLocale();
  const layer = ground.layers.find(({ id }) => id === choice.domain);
  const metrics = [...new Set([...(layer?.metrics ?? []), ...(choice.metric === '' ? [] : [choice.metric])])];
  const things =
    choice.domain === 'traffic'
      ? ground.segments.map(({ id, name }) => ({ entity: id, name: `${name} (${id})` }))
      : ground.stations
          .filter(({ domain }) => domain === choice.domain)
          .map(({ entity, name }) => ({ entity, name: inLocale(name, locale) }));
  return (
    <>
      <label>
        <Trans>Số liệu</Trans>{' '}
        <select
          className="field"
          value={choice.what === 'series' ? choice.domain : INCIDENTS}
          onChange={({ target: { value } }) => {
            if (value === INCIDENTS) return onChange({ what: 'incidents-opened', window: 'P1D' });
            const next = ground.layers.find(({ id }) => id === value);
            return onChange({ what: 'series', domain: value, metric: next?.metrics[0] ?? '', entity: '' });
          }}
        >
          <option value={INCIDENTS}>{t`Sự cố mở ra`}</option>
          {ground.layers.map(({ id }) => {
            const name = cityDomain(id)?.name;
            return (
              <option key={id} value={id}>
                {name === undefined ? id : inLocale(name, locale)}
              </option>
            );
          })}
        </select>
      </label>
      {choice.what === 'series' && (
        <>
          <label>
            <Trans>Đại lượng</Trans>{' '}
            <select
              className="field"
              value={choice.metric}
              onChange={(event) => onChange({ metric: event.target.value })}
            >
              {metrics.map((metric) => (
                <option key={metric} value={metric}>
                  {metricSuffix(metric)?.shown === undefined
                    ? metric
                    : `${metric} (${metricSuffix(metric)!.shown})`}
                </option>
              ))}
            </select>
          </label>
          <label>
            <Trans>Nơi</Trans>{' '}
            <select
              className="field compare-entity"
              value={choice.entity}
              onChange={(event) => onChange({ entity: event.target.value })}
            >
              <option value="">{t`tất cả`}</option>
              {things.map(({ entity, name }) => (
                <option key={entity} value={entity}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <label>
            <Trans>Thống kê</Trans>{' '}
            <select
              className="field"
              value={choice.stat}
              onChange={(event) => onChange({ stat: event.target.value as CompareStat })}
            >
              {STATS.map((stat) => (
                <option key={stat} value={stat}>
                  {i18n._(STAT_WORDS[stat])}
                </option>
              ))}
            </select>
          </label>
        </>
      )}
    </>
  );
}

/** No domain is called so: domains have no blanks. */
const INCIDENTS = ' incidents';
