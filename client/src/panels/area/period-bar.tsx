import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { civilInput, parseCivilInput } from '../../ui/civil-input.ts';
import { PERIODS } from './period-query.ts';
import type { ChosenPeriod, PeriodName } from './period-query.ts';
import '../../ui/field.css';

/** Which period is counted; it stands in the address, so that a link shows the same. */
export function PeriodBar({
  period,
  isLoading,
  onPeriod,
}: {
  period: ChosenPeriod;
  isLoading: boolean;
  onPeriod: (period: PeriodName | { fromMs: number; toMs: number }) => void;
}) {
  const { t } = useLingui();
  const words: Record<PeriodName, string> = {
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
        <OwnPeriod key={`${period.fromMs} ${period.toMs}`} {...{ period, onPeriod }} />
      )}
      <span role="status" className="muted">
        {isLoading && <Trans>đang tính…</Trans>}
      </span>
    </div>
  );
}

function OwnPeriod({
  period,
  onPeriod,
}: {
  period: ChosenPeriod;
  onPeriod: (period: { fromMs: number; toMs: number }) => void;
}) {
  const { ground } = useCentre();
  const [from, setFrom] = useState(() => civilInput(period.fromMs, ground.zone));
  const [to, setTo] = useState(() => civilInput(period.toMs, ground.zone));
  const [fromMs, toMs] = [parseCivilInput(from, ground.zone), parseCivilInput(to, ground.zone)];
  const isSound = fromMs !== null && toMs !== null && fromMs < toMs && toMs - fromMs <= 366 * 86_400_000;
  return (
    <form
      className="area-own-period"
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
          <Trans>Lúc đầu phải trước lúc cuối, nhiều nhất 366 ngày.</Trans>
        </span>
      )}
    </form>
  );
}
