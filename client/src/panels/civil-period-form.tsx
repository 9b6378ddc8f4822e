import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { useCentre } from '../live/centre-context.ts';
import { CivilField } from '../ui/civil-field.tsx';
import { civilInput, parseCivilInput } from '../ui/civil-input.ts';
import './civil-period-form.css';

/** Epoch milliseconds; the end does not belong to it. */
export interface CivilPeriod {
  fromMs: number;
  toMs: number;
}

const DAY_MS = 86_400_000;

/** A period from one civil time of the city to a later one, at most `mostDays` long; nothing is told before it is asked for. */
export function CivilPeriodForm({
  period,
  mostDays,
  onPeriod,
}: {
  period: CivilPeriod;
  mostDays?: number;
  onPeriod: (period: CivilPeriod) => void;
}) {
  const { ground } = useCentre();
  const [from, setFrom] = useState(() => civilInput(period.fromMs, ground.zone));
  const [to, setTo] = useState(() => civilInput(period.toMs, ground.zone));
  const [fromMs, toMs] = [parseCivilInput(from, ground.zone), parseCivilInput(to, ground.zone)];
  const mostMs = mostDays === undefined ? Number.POSITIVE_INFINITY : mostDays * DAY_MS;
  const isSound = fromMs !== null && toMs !== null && fromMs < toMs && toMs - fromMs <= mostMs;
  return (
    <form
      className="civil-period"
      onSubmit={(event) => {
        event.preventDefault();
        if (isSound) onPeriod({ fromMs, toMs });
      }}
    >
      <CivilSpanFields {...{ from, to }} onFrom={setFrom} onTo={setTo} />
      <button className="button" type="submit" disabled={!isSound}>
        <Trans>Tính</Trans>
      </button>
      {!isSound && (
        <span role="status">
          {mostDays === undefined ? (
            <Trans>Lúc đầu phải trước lúc cuối.</Trans>
          ) : (
            <Trans>Lúc đầu phải trước lúc cuối, nhiều nhất {mostDays} ngày.</Trans>
          )}
        </span>
      )}
    </form>
  );
}

/** Two civil moments, `2026-11-23T15:30`; empty while a field holds none. */
export function CivilSpanFields({
  from,
  to,
  onFrom,
  onTo,
}: {
  from: string;
  to: string;
  onFrom: (text: string) => void;
  onTo: (text: string) => void;
}) {
  return (
    <>
      <CivilField label={<Trans>Từ</Trans>} kind="date-time" value={from} onChange={onFrom} />
      <CivilField label={<Trans>Tới</Trans>} kind="date-time" value={to} onChange={onTo} />
    </>
  );
}
