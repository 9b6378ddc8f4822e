import { Trans, useLingui } from '@lingui/react/macro';
import { metricSuffix } from '@metropane/city';
import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { StepSlider } from '../../ui/linked/step-slider.tsx';
import { makeCursor } from '../../ui/linked/cursor-store.ts';
import type { CursorStore } from '../../ui/linked/cursor-store.ts';
import { formatUpTo } from '../../ui/format.ts';
import type { Locale } from '../../ui/format.ts';
import { linePath, paddedRange, rangeOf } from '../../ui/spark-path.ts';
import { useLocale } from '../../ui/use-locale.ts';
import type { CompareAnswer, CompareItem } from './compare-answers.ts';
import { CompareExports } from './compare-exports.tsx';
import type { DrawnComparison } from './compare-picture.ts';
import type { CompareChoice } from './compare-query.ts';

const BOX = { width: 1_000, height: 220 };
const MOST_TICKS = 8;
const WHOLE_WIDTH = { left: 0, width: 1, kind: 'points' } as const;

/** Both sides over one axis of civil time; gaps stay gaps. The cursor says both values of a bin. */
export function CompareChart({ answer, choice }: { answer: CompareAnswer; choice: CompareChoice }) {
  const { t } = useLingui();
  const locale = useLocale();
  const [cursor] = useState(makeCursor);
  const { items } = answer;
  const unit = unitOf(choice);
  const drawn = useMemo(() => drawnOf(items, choice, locale), [items, choice, locale]);
  const words = useBinWords(items, { choice, unit });
  if (drawn === null)
    return (
      <p className="muted compare-empty">
        <Trans>Không bên nào có số liệu.</Trans>
      </p>
    );
  const { now, before, low, high, levels, ticks } = drawn;
  const box = { ...BOX, low, high, steps: items.length };
  return (
    <>
      <div className="compare-bar">
        <Pointed cursor={cursor} count={items.length} words={words} />
        <CompareExports {...{ answer, choice, unit, drawn }} />
      </div>
      <figure className="compare-chart">
        <div className="compare-levels num" aria-hidden="true">
          {levels.map((level, index) => (
            <span key={index}>
              {level} {index === 0 && unit}
            </span>
          ))}
        </div>
        <StepSlider
          // Bins are civil: their place, not their instant, is what both sides share.
          steps={{ startMs: 0, stepMs: 1, count: items.length }}
          place={WHOLE_WIDTH}
          cursor={cursor}
          label={t`Hai kỳ trên một trục giờ dân sự; bảng ở dưới có cùng số liệu`}
          wordsAt={words}
        >
          <svg
            viewBox={`0 0 ${BOX.width} ${BOX.height}`}
            preserveAspectRatio="none"
            role="img"
            aria-hidden="true"
          >
            {[0, 0.5, 1].map((part) => (
              <path key={part} className="compare-grid" d={`M0 ${part * BOX.height}H${BOX.width}`} />
            ))}
            <path className="compare-line" d={linePath(before, box)} />
            <path className="compare-line is-now" d={linePath(now, box)} />
          </svg>
        </StepSlider>
        <div className="compare-ticks num" aria-hidden="true">
          {ticks.map(({ share, text }) => (
            <span key={share} style={{ left: `${share * 100}%` }}>
              {text}
            </span>
          ))}
        </div>
      </figure>
    </>
  );
}

/** The bin under the cursor in words. */
function Pointed({
  cursor,
  count,
  words,
}: {
  cursor: CursorStore;
  count: number;
  words: (at: number) => string;
}) {
  const at = useStore(cursor, ({ timeMs }) => timeMs);
  return (
    <p className="compare-pointed num clip">
      {at === null || at >= count ? (
        <span className="muted">
          <Trans>Chỉ vào biểu đồ hoặc dùng ← → để đọc từng ô.</Trans>
        </span>
      ) : (
        words(at)
      )}
    </p>
  );
}

/** One bin in words: when, and both sides; what is missing is said. */
function useBinWords(
  items: readonly CompareItem[],
  { choice, unit }: { choice: CompareChoice; unit: string },
): (at: number) => string {
  const { t } = useLingui();
  const locale = useLocale();
  const told = (side: CompareItem['now']): string =>
    side === null ? t`không có số liệu` : `${formatUpTo(side.value, 2, locale)} ${unit}`.trim();
  return (at) => {
    const item = items[at];
    if (item === undefined) return '';
    const [day, time] = item.civil.split('T') as [string, string];
    const date = day.split('-').reverse().join('/');
    const when = choice.window === 'P1D' ? date : `${date} ${time}`;
    const before = item.other === null ? t`không có giờ này` : told(item.before);
    return t`${when} · kỳ này ${told(item.now)} · kỳ kia ${before}`;
  };
}

/** Null: neither side has a value. */
function drawnOf(
  items: readonly CompareItem[],
  choice: CompareChoice,
  locale: Locale,
): DrawnComparison | null {
  const now = items.map((item) => item.now?.value ?? null);
  const before = items.map((item) => item.before?.value ?? null);
  const range = rangeOf(now, before);
  if (range === null) return null;
  // A count starts at nothing; a level need not.
  const isCount = choice.what === 'incidents-opened';
  const [floor, high] = isCount ? [0, Math.max(1, range[1] * 1.1)] : paddedRange(range);
  // An axis does not promise values below nothing where none were measured.
  const low = range[0] >= 0 ? Math.max(0, floor) : floor;
  const levels = [high, (high + low) / 2, low].map((level) =>
    formatUpTo(level, Math.abs(level) < 10 ? 2 : 0, locale),
  );
  const every = Math.max(1, Math.ceil(items.length / MOST_TICKS));
  const ticks = items.flatMap(({ civil }, at) => {
    if (at % every !== 0) return [];
    // The first mark of a day tells the day, those after it the hour: a date that stands there twice says nothing.
    const isOtherDay = at === 0 || civil.slice(0, 10) !== items[at - every]!.civil.slice(0, 10);
    const text = tick(civil, choice.window === 'P1D' || isOtherDay);
    return [{ share: at / Math.max(1, items.length - 1), text }];
  });
  return { now, before, low, high, levels, ticks };
}

function unitOf({ what, metric }: CompareChoice): string {
  return what === 'incidents-opened' ? '' : (metricSuffix(metric)?.shown ?? '');
}

/** `23/11` or `08:00` of a civil time; `23/11 08:00` where the first mark of a day is not its midnight. */
function tick(civil: string, isDay: boolean): string {
  const time = civil.slice(11, 16);
  if (!isDay) return time;
  const day = `${civil.slice(8, 10)}/${civil.slice(5, 7)}`;
  return time === '' || time === '00:00' ? day : `${day} ${time}`;
}
