import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { CivilPeriodForm } from '../civil-period-form.tsx';
import { lastPeriod, PERIODS } from './performance-period.ts';
import type { Period, PeriodName } from './performance-period.ts';

/** Which stretch is judged: one that ends now, or two times of the city. */
export function PeriodPicker({
  period,
  onPeriod,
  isLoading,
}: {
  period: Period;
  onPeriod: (period: Period) => void;
  isLoading: boolean;
}) {
  const { t } = useLingui();
  const { live } = useCentre();
  const [name, setName] = useState<PeriodName>('24h');
  const words: Record<PeriodName, string> = {
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
          aria-pressed={each === name}
          onClick={() => {
            setName(each);
            if (each !== 'free') onPeriod(lastPeriod(each, live.clock.nowMs()));
          }}
        >
          {words[each]}
        </button>
      ))}
      {name === 'free' && <CivilPeriodForm period={period} onPeriod={onPeriod} />}
      <span role="status" className="muted">
        {isLoading && <Trans>đang tính…</Trans>}
      </span>
    </div>
  );
}
