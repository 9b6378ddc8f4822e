import { Trans, useLingui } from '@lingui/react/macro';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useCentre } from '../live/centre-context.ts';
import { civilInput } from './civil-input.ts';
import { stepCivil } from './civil-text.ts';
import type { CivilPart } from './civil-text.ts';
import { useLocale } from './use-locale.ts';
import './civil-month.css';

export interface CivilMonthInput {
  /** `2026-11-23`; empty: none is chosen. */
  value: string;
  min?: string | undefined;
  max?: string | undefined;
  onDay: (day: string) => void;
  /** Takes the keyboard when it appears. */
  isFocused?: boolean;
}

const STEPS: Readonly<Record<string, readonly [CivilPart, number]>> = {
  ArrowLeft: ['day', -1],
  ArrowRight: ['day', 1],
  ArrowUp: ['day', -7],
  ArrowDown: ['day', 7],
  PageUp: ['month', -1],
  PageDown: ['month', 1],
};

/** One month to choose a day from. Arrows go by days and weeks, Page keys by months. */
export function CivilMonth({ value, min, max, onDay, isFocused = false }: CivilMonthInput) {
  const { t } = useLingui();
  const { live, ground } = useCentre();
  const titleId = useId();
  const [at, setAt] = useState(() => value || civilInput(live.clock.nowMs(), ground.zone).slice(0, 10));
  const days = useRef<HTMLDivElement>(null);
  useEffect(
    function followDay() {
      // Not from the buttons beside the month: who turns pages goes on turning them.
      const isHere = days.current?.contains(document.activeElement) === true;
      const isFirst = isFocused && document.activeElement?.closest('.civil-month') === null;
      if (isHere || isFirst) days.current?.querySelector<HTMLElement>(`[data-day="${at}"]`)?.focus();
    },
    [at, isFocused],
  );
  const isOut = (day: string): boolean =>
    (min !== undefined && day < min) || (max !== undefined && day > max);
  const onKey = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    setAt(stepCivil(at, ...step));
  };
  const [year, month] = at.split('-');
  const weekdays = [t`T2`, t`T3`, t`T4`, t`T5`, t`T6`, t`T7`, t`CN`];
  return (
    <div className="civil-month" role="group" aria-labelledby={titleId}>
      <header>
        <button type="button" aria-label={t`Tháng trước`} onClick={() => setAt(stepCivil(at, 'month', -1))}>
          <ChevronLeft aria-hidden="true" />
        </button>
        <b id={titleId} className="num" aria-live="polite">
          <Trans>
            Tháng {month}/{year}
          </Trans>
        </b>
        <button type="button" aria-label={t`Tháng sau`} onClick={() => setAt(stepCivil(at, 'month', 1))}>
          <ChevronRight aria-hidden="true" />
        </button>
      </header>
      <div className="civil-days num" ref={days} onKeyDown={onKey}>
        {weekdays.map((word) => (
          <small key={word} aria-hidden="true">
            {word}
          </small>
        ))}
        {weeksOf(at).map((day) => (
          <Day key={day} day={day} at={at} isChosen={day === value} isOut={isOut(day)} onDay={onDay} />
        ))}
      </div>
    </div>
  );
}

function Day({
  day,
  at,
  isChosen,
  isOut,
  onDay,
}: {
  day: string;
  at: string;
  isChosen: boolean;
  isOut: boolean;
  onDay: (day: string) => void;
}) {
  const locale = useLocale();
  const name = new Date(`${day}T00:00Z`).toLocaleDateString(locale === 'vi' ? 'vi-VN' : 'en-GB', {
    dateStyle: 'full',
    timeZone: 'UTC',
  });
  return (
    <button
      type="button"
      data-day={day}
      className={day.slice(0, 7) === at.slice(0, 7) ? '' : 'is-other'}
      aria-label={name}
      aria-pressed={isChosen}
      aria-disabled={isOut}
      tabIndex={day === at ? 0 : -1}
      onClick={() => {
        if (!isOut) onDay(day);
      }}
    >
      {Number(day.slice(8))}
    </button>
  );
}

/** Six whole weeks round the month, each from Monday: the box keeps its height. */
function weeksOf(at: string): string[] {
  const first = `${at.slice(0, 8)}01`;
  const weekday = (new Date(`${first}T00:00Z`).getUTCDay() + 6) % 7;
  return Array.from({ length: 42 }, (_, i) => stepCivil(first, 'day', i - weekday));
}
