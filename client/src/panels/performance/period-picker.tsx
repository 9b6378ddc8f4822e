import { Trans, useLingui } from '@lingui/react/macro';
import type { ChosenPeriod, PeriodName } from '../area/period-query.ts';
import { CivilPeriodForm } from '../civil-period-form.tsx';
import { PERIODS } from './performance-period.ts';
import type { Period } from './performance-period.ts';

/** Which stretch is judged: one that ends now, or two times of the city. It stands in the address, so that a link shows the same. */
export function PeriodPicker({
  period,
  onPeriod,
  isLoading,
}: {
  period: ChosenPeriod;
  onPeriod: (period: PeriodName | Period) => void;
  isLoading: boolean;
}) {
  const { t } = useLingui();
  const words: Record<(typeof PERIODS)[number], string> = {
    '8h': t`8 giờ`,
    '24h': t`24 giờ`,
    '7d': t`7 ngày`,
    '30d': t`30 ngày`,
    free: t`Tự chọn`,
  };
  return (
    <div className="period-picker" role="group" aria-label={t`Khoảng thời gian`}>
      {PERIODS.map((each) => (
        <button
          key={each}
          className="period-choice"
          type="button"
          aria-pressed={each === period.name}
          onClick={() => onPeriod(each === 'free' ? period : each)}
        >
          {words[each]}
        </button>
      ))}
      {period.name === 'free' && (
        <CivilPeriodForm key={`${period.fromMs} ${period.toMs}`} {...{ period, onPeriod }} />
      )}
      <span role="status" className="muted">
        {isLoading && <Trans>đang tính…</Trans>}
      </span>
    </div>
  );
}
