import { Trans, useLingui } from '@lingui/react/macro';
import { metricSuffix } from '@metropane/city';
import { formatUpTo } from '../../ui/format.ts';
import { linePath, paddedRange, rangeOf } from '../../ui/spark-path.ts';
import { useLocale } from '../../ui/use-locale.ts';
import type { CompareAnswer } from './compare-answers.ts';
import type { CompareChoice } from './compare-query.ts';

const BOX = { width: 1_000, height: 220 };
const MOST_TICKS = 8;

/** Both sides over one axis of civil time; gaps stay gaps. */
export function CompareChart({
  answer: { items },
  choice,
}: {
  answer: CompareAnswer;
  choice: CompareChoice;
}) {
  const { t } = useLingui();
  const locale = useLocale();
  const now = items.map((item) => item.now?.value ?? null);
  const before = items.map((item) => item.before?.value ?? null);
  const range = rangeOf(now, before);
  if (range === null)
    return (
      <p className="muted compare-empty">
        <Trans>Không bên nào có số liệu.</Trans>
      </p>
    );
  const isCount = choice.what === 'incidents-opened';
  // A count starts at nothing; a level need not.
  const [floor, high] = isCount ? [0, Math.max(1, range[1] * 1.1)] : paddedRange(range);
  // An axis does not promise values below nothing where none were measured.
  const low = range[0] >= 0 ? Math.max(0, floor) : floor;
  const box = { ...BOX, low, high, steps: items.length };
  const unit = isCount ? '' : (metricSuffix(choice.metric)?.shown ?? '');
  const every = Math.max(1, Math.ceil(items.length / MOST_TICKS));
  const ticks = items.map((item, at) => ({ item, at })).filter(({ at }) => at % every === 0);
  return (
    <figure className="compare-chart">
      <div className="compare-levels num" aria-hidden="true">
        {[high, (high + low) / 2, low].map((level, index) => (
          <span key={index}>
            {formatUpTo(level, Math.abs(level) < 10 ? 2 : 0, locale)} {index === 0 && unit}
          </span>
        ))}
      </div>
      <svg
        viewBox={`0 0 ${BOX.width} ${BOX.height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t`Hai kỳ trên một trục giờ dân sự; bảng ở dưới có cùng số liệu`}
      >
        {[0, 0.5, 1].map((part) => (
          <path key={part} className="compare-grid" d={`M0 ${part * BOX.height}H${BOX.width}`} />
        ))}
        <path className="compare-line" d={linePath(before, box)} />
        <path className="compare-line is-now" d={linePath(now, box)} />
      </svg>
      <div className="compare-ticks num" aria-hidden="true">
        {ticks.map(({ item, at }) => (
          <span key={item.start} style={{ left: `${(at / Math.max(1, items.length - 1)) * 100}%` }}>
            {tick(item.civil, choice.window === 'P1D' || choice.days > 2)}
          </span>
        ))}
      </div>
    </figure>
  );
}

/** `23/11` or `08:00` of a civil time. */
function tick(civil: string, isDay: boolean): string {
  return isDay ? `${civil.slice(8, 10)}/${civil.slice(5, 7)}` : civil.slice(11, 16);
}
