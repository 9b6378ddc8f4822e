import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { civilInput, parseCivilInput } from '../../ui/civil-input.ts';
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
      {name === 'free' && <FreePeriod period={period} onPeriod={onPeriod} />}
      <span role="status" className="muted">
        {isLoading && <Trans>đang tính…</Trans>}
      </span>
    </div>
  );
}

function FreePeriod({ period, onPeriod }: { period: Period; onPeriod: (period: Period) => void }) {
  const { ground } = useCentre();
  const [from, setFrom] = useState(() => civilInput(period.fromMs, ground.zone));
  const [to, setTo] = useState(() => civilInput(period.toMs, ground.zone));
  const [fromMs, toMs] = [parseCivilInput(from, ground.zone), parseCivilInput(to, ground.zone)];
  const isSound = fromMs !== null && toMs !== null && fromMs < toMs;
  return (
    <form
      className="period-free"
      onSubmit={(event) => {
        event.preventDefault();
        if (isSound) onPeriod({ fromMs, toMs });
      }}
    >
      <label>
        <Trans>Từ</Trans>{' '}
        <input
          className="field"
          type="datetime-local"
          value={from}
          onChange={(e) => setFrom(e.target.value)}
        />
      </label>
      <label>
        <Trans>Tới</Trans>{' '}
        <input className="field" type="datetime-local" value={to} onChange={(e) => setTo(e.target.value)} />
      </label>
      <button className="button" type="submit" disabled={!isSound}>
        <Trans>Tính</Trans>
      </button>
      {!isSound && (
        <span role="status">
          <Trans>Lúc đầu phải trước lúc cuối.</Trans>
        </span>
      )}
    </form>
  );
}
