import { Trans, useLingui } from '@lingui/react/macro';
import type { FeedRecord } from '@metropane/live-state';
import { formatDuration } from '../../ui/format-duration.ts';
import { formatNumber } from '../../ui/format.ts';
import { useLocale } from '../../ui/use-locale.ts';
import type { FeedDetailAnswer } from './feed-answers.ts';

const WIDTH = 420;
const HEIGHT = 112;
const BASE = 88;
const LEFT = 4;

/**
 * How late the observations of a day came: one bar per bucket of lag (arrival − event time), heights on a square-root scale, since
 * one late reading in a hundred thousand must be seen. The allowed lateness is a rule between the buckets. What lies beyond it need
 * not have counted as late: that is decided by the watermark of each device, which an archive that is read anew moves itself.
 */
export function LatenessChart({
  lateness: { bounds, counts },
  feed,
}: {
  lateness: FeedDetailAnswer['lateness'];
  feed: FeedRecord;
}) {
  const { t } = useLingui();
  const locale = useLocale();
  const total = counts.reduce((sum, count) => sum + count, 0);
  const most = Math.max(1, ...counts);
  const step = (WIDTH - 2 * LEFT) / counts.length;
  const limitMs = allowedLagMs(feed);
  const limitX = limitMs === null ? null : LEFT + step * edgeOf(bounds, limitMs);
  const ahead = counts[0] ?? 0;
  const allowed = limitMs === null ? '—' : formatDuration(limitMs, locale);
  return (
    <section className="feed-part">
      <h3>
        <Trans>Độ trễ đến</Trans>
        <small>
          <Trans>{formatNumber(total, 0, locale)} bản tin trong 24 giờ · thang căn bậc hai</Trans>
        </small>
      </h3>
      {total === 0 ? (
        <p className="feed-detail-note">
          <Trans>Chưa có bản tin nào trong 24 giờ.</Trans>
        </p>
      ) : (
        <div className="lateness-frame" tabIndex={0}>
          <svg
            className="lateness"
            viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
            role="img"
            aria-label={t`${formatNumber(total, 0, locale)} bản tin; ${formatNumber(ahead, 0, locale)} có giờ đi trước; cho phép tới ${allowed}`}
          >
            {counts.map((count, index) => {
              const height = count === 0 ? 0 : Math.max(1.5, Math.sqrt(count / most) * (BASE - 16));
              const isBeyond = limitMs !== null && index > 0 && (bounds[index - 1] ?? 0) >= limitMs;
              return (
                <g key={index}>
                  <title>{`${bucketWords(bounds, index, locale)}: ${formatNumber(count, 0, locale)}`}</title>
                  <rect
                    className={index === 0 ? 'lag-ahead' : isBeyond ? 'lag-beyond' : 'lag-normal'}
                    x={LEFT + index * step + 1.5}
                    y={BASE - height}
                    width={step - 3}
                    height={height}
                  />
                  {count > 0 && (
                    <text
                      className="lag-count"
                      x={LEFT + (index + 0.5) * step}
                      y={BASE - height - 3}
                      textAnchor="middle"
                    >
                      {compact(count, locale)}
                    </text>
                  )}
                </g>
              );
            })}
            <path className="lag-base" d={`M${LEFT} ${BASE}h${WIDTH - 2 * LEFT}`} />
            {bounds.map((bound, index) => (
              <text
                key={bound}
                className="lag-bound"
                x={LEFT + (index + 1) * step}
                y={BASE + 10}
                textAnchor="middle"
              >
                {formatDuration(bound, locale).replace(' ', '')}
              </text>
            ))}
            <text className="lag-bound" x={LEFT} y={BASE + 21}>
              {t`giờ đi trước`}
            </text>
            {limitX !== null && (
              <g className="lag-limit">
                <path d={`M${limitX} 4V${BASE}`} />
                <text x={limitX} y={BASE + 21} textAnchor="middle">
                  {t`cho phép tới ${allowed}`}
                </text>
              </g>
            )}
          </svg>
        </div>
      )}
      <p className="feed-part-note">
        <Trans>
          Quá mức cho phép chưa hẳn là trễ: mốc nước của từng thiết bị quyết định. Bị tính trễ:{' '}
          <b className="num">{formatNumber(feed.late, 0, locale)}</b>
        </Trans>
      </p>
    </section>
  );
}

/** How late an observation may come from a device that sends on time otherwise. */
function allowedLagMs({ outOfOrdernessMs, allowedLatenessMs }: FeedRecord): number | null {
  return outOfOrdernessMs === null || allowedLatenessMs === null
    ? null
    : outOfOrdernessMs + allowedLatenessMs;
}

/** Where a lag lies on the axis of buckets, in buckets from the left; inside a bucket in proportion. */
function edgeOf(bounds: readonly number[], lagMs: number): number {
  const index = bounds.findIndex((bound) => bound >= lagMs);
  if (index < 0) return bounds.length + 0.5;
  const high = bounds[index]!;
  const low = bounds[index - 1] ?? 0;
  return high === low ? index + 1 : index + (lagMs - low) / (high - low);
}

function bucketWords(bounds: readonly number[], index: number, locale: 'vi' | 'en'): string {
  const low = bounds[index - 1];
  const high = bounds[index];
  if (low === undefined) return '< 0';
  if (high === undefined) return `≥ ${formatDuration(low, locale)}`;
  return `${formatDuration(low, locale)} – ${formatDuration(high, locale)}`;
}

/** `412 n` would be read as days: thousands are `k` in both languages. */
function compact(count: number, locale: 'vi' | 'en'): string {
  if (count < 10_000) return formatNumber(count, 0, locale);
  if (count < 1e6) return `${formatNumber(count / 1e3, 0, locale)} k`;
  return `${formatNumber(count / 1e6, 1, locale)} M`;
}
