import { Plural, Trans } from '@lingui/react/macro';
import { useCentre } from '../../live/centre-context.ts';
import { formatAge, formatDateTime } from '../../ui/format.ts';
import { useLocale } from '../../ui/use-locale.ts';
import type { PerformanceAnswer } from './performance-view.tsx';

const MOST_SHOWN = 8;

/** When the centre did not run: those stretches are no quiet ones, and are in no rate. */
export function Downtimes({ performance }: { performance: PerformanceAnswer }) {
  const { ground } = useCentre();
  const locale = useLocale();
  const { downtimes, uptimeFromMs, fromMs } = performance;
  const downMs = downtimes.reduce((sum, span) => sum + span.toMs - span.fromMs, 0);
  const isPartlyUnknown = uptimeFromMs === null || uptimeFromMs > fromMs;
  if (downtimes.length === 0 && !isPartlyUnknown) return null;
  const shown = downtimes
    .toSorted((a, b) => b.toMs - b.fromMs - (a.toMs - a.fromMs))
    .slice(0, MOST_SHOWN)
    .toSorted((a, b) => a.fromMs - b.fromMs);
  return (
    <section className="panel performance-down">
      {downtimes.length > 0 && (
        <>
          <h2>
            <Trans>Trung tâm không chạy</Trans>{' '}
            <span className="num">
              <Plural value={downtimes.length} one="# lần" other="# lần" /> · {formatAge(downMs, locale)}
            </span>
          </h2>
          <p>
            <Trans>Các khoảng 10 phút, giờ và ngày đó không nằm trong mức trung bình nào.</Trans>
          </p>
          <ul className="num">
            {shown.map((span) => (
              <li key={span.fromMs}>
                {formatDateTime(span.fromMs, ground.zone)} – {formatDateTime(span.toMs, ground.zone)} ·{' '}
                {formatAge(span.toMs - span.fromMs, locale)}
              </li>
            ))}
            {downtimes.length > shown.length && (
              <li>
                <Trans>và {downtimes.length - shown.length} lần ngắn hơn; có đủ trong tệp CSV.</Trans>
              </li>
            )}
          </ul>
        </>
      )}
      {isPartlyUnknown && (
        <p>
          {uptimeFromMs === null ? (
            <Trans>Trong diễn tập không biết khi nào trung tâm không chạy: coi như luôn chạy.</Trans>
          ) : (
            <Trans>
              Trước {formatDateTime(uptimeFromMs, ground.zone)} không biết trung tâm có chạy không: coi như
              luôn chạy.
            </Trans>
          )}
        </p>
      )}
    </section>
  );
}
