import { Trans, useLingui } from '@lingui/react/macro';
import { CivilPeriodForm } from '../civil-period-form.tsx';
import type { CivilPeriod } from '../civil-period-form.tsx';
import { PERIODS } from './period-query.ts';
import type { ChosenPeriod, PeriodName } from './period-query.ts';

/** What the centre counts at once. */
const MOST_DAYS = 366;

/** Which period is counted; it stands in the address, so that a link shows the same. */
export function PeriodBar({
  period,
  isLoading,
  onPeriod,
}: {
  period: ChosenPeriod;
  isLoading: boolean;
  onPeriod: (period: PeriodName | CivilPeriod) => void;
}) {
  const { t } = useLingui();
  const words: Record<(typeof PERIODS)[number], string> = {
    '24h': t`24 giờ`,
    '7d': t`7 ngày`,
    '30d': t`30 ngày`,
    '90d': t`90 ngày`,
    free: t`Tự chọn`,
  };
  return (
    <div className="area-period" role="group" aria-label={t`Khoảng thời gian`}>
      {PERIODS.map((each) => (
        <button
          key={each}
          className="queue-chip"
          type="button"
          aria-pressed={each === period.name}
          onClick={() => onPeriod(each === 'free' ? period : each)}
        >
          {words[each]}
        </button>
      ))}
      {period.name === 'free' && (
        <CivilPeriodForm
          key={`${period.fromMs} ${period.toMs}`}
          mostDays={MOST_DAYS}
          {...{ period, onPeriod }}
        />
      )}
      <span role="status" className="muted">
        {isLoading && <Trans>đang tính…</Trans>}
      </span>
    </div>
  );
}
