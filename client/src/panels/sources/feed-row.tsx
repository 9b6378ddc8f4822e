import { Trans, useLingui } from '@lingui/react/macro';
import type { FeedRecord, Spark } from '@metropane/live-state';
import { useCentre } from '../../live/centre-context.ts';
import { feedEquation } from '../../live/feed-equation.ts';
import { useNowMs } from '../../live/use-now.ts';
import { formatDuration } from '../../ui/format-duration.ts';
import { formatAge, formatNumber, formatTime, NO_VALUE } from '../../ui/format.ts';
import { Sparkline } from '../../ui/sparkline.tsx';
import { useLocale } from '../../ui/use-locale.ts';
import { EquationLine } from './equation-line.tsx';
import { rejectedOf } from './feed-answers.ts';
import { lagBoundMs } from './feed-filter.ts';
import { FeedStatusIcon, useFeedStatusWords } from '../feed-status-icon.tsx';

/** One feed of the table; a click anywhere on it opens its detail, its name is the button for the keyboard. */
export function FeedRow({
  feed,
  rate,
  isSelected,
  onSelect,
}: {
  feed: FeedRecord;
  /** Readings per minute of the last hour; undefined while not known. */
  rate: Spark | undefined;
  isSelected: boolean;
  onSelect: (id: string) => void;
}) {
  const locale = useLocale();
  const isOld = feed.status === 'silent' || feed.status === 'down' || feed.status === 'faulted';
  return (
    <tr
      className={`${isOld ? 'hatched' : ''} ${isSelected ? 'is-selected' : ''}`}
      onClick={() => onSelect(feed.id)}
    >
      <th scope="row">
        <FeedName feed={feed} isSelected={isSelected} />
      </th>
      <td className="feed-rate">
        <FeedRhythm feed={feed} rate={rate} />
      </td>
      <td className="feed-law">
        <EquationLine equation={feedEquation(feed)} />
      </td>
      <td className="feed-lag">
        <WatermarkLag feed={feed} />
      </td>
      <td className="is-number num">
        <b>{formatNumber(rejectedOf(feed), 0, locale)}</b>
      </td>
      <td className="is-number num feed-newest">
        <Newest feed={feed} />
      </td>
    </tr>
  );
}

function FeedName({ feed, isSelected }: { feed: FeedRecord; isSelected: boolean }) {
  const words = useFeedStatusWords();
  const locale = useLocale();
  const isOld = feed.status === 'silent' || feed.status === 'down';
  return (
    <span className="feed-name">
      <FeedStatusIcon status={feed.status} />
      <span>
        {/* The row takes the click; the button is there for the keyboard and says whether its detail is open. */}
        <button className="feed-open" type="button" aria-pressed={isSelected} data-feed={feed.id}>
          {feed.id}
        </button>
        <small>
          {feed.format}
          {feed.simulated && (
            <>
              {' · '}
              <Trans>mô phỏng</Trans>
            </>
          )}
          {feed.status !== 'up' && (
            <b>
              {' · '}
              {words[feed.status]}
              {isOld && feed.silentForMs !== null && ` ${formatAge(feed.silentForMs, locale)}`}
            </b>
          )}
        </small>
      </span>
    </span>
  );
}

function FeedRhythm({ feed, rate }: { feed: FeedRecord; rate: Spark | undefined }) {
  const locale = useLocale();
  const isKnown = rate !== undefined && rate.values.some((value) => value !== null);
  return (
    <span className="feed-rhythm">
      {isKnown ? (
        <Sparkline spark={rate} isOld={feed.status !== 'up'} />
      ) : (
        <small className="feed-no-rate">
          <Trans>chưa đủ một phút</Trans>
        </small>
      )}
      <small className="num">{formatNumber(feed.ratePerS, 1, locale)}/s</small>
    </span>
  );
}

/** The lag of the watermark as a bar, with a tick where it would be behind; beyond the tick in words too, never by colour alone. */
function WatermarkLag({ feed }: { feed: FeedRecord }) {
  const { t } = useLingui();
  const locale = useLocale();
  const { lagMs } = feed;
  const boundMs = lagBoundMs(feed);
  if (lagMs === null) return <span className="num muted">{NO_VALUE}</span>;
  const isBehind = boundMs !== null && lagMs > boundMs;
  const part = boundMs === null ? 0 : Math.min(1, (lagMs / boundMs) * TICK_AT);
  const bound = boundMs === null ? '' : formatDuration(boundMs, locale);
  return (
    <span className={`watermark-lag ${isBehind ? 'is-behind' : ''}`}>
      <span className="num">
        <b>{formatDuration(lagMs, locale)}</b>
        <small>
          {boundMs === null ? t`không có chu kỳ` : isBehind ? t`quá chặn ${bound}` : t`chặn ${bound}`}
        </small>
      </span>
      {boundMs !== null && (
        <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
          <rect className="part-track" y="2" width="100" height="4" />
          <rect className="lag-fill" y="2" width={part * 100} height="4" />
          <rect className="lag-tick" x={TICK_AT * 100} width="0.8" height="8" />
        </svg>
      )}
    </span>
  );
}

/** Where the bound stands on the bar: the rest is for what lies beyond it. */
const TICK_AT = 0.72;

function Newest({ feed }: { feed: FeedRecord }) {
  const { ground } = useCentre();
  const locale = useLocale();
  const nowMs = useNowMs();
  if (feed.lastEventMs === null) return NO_VALUE;
  return (
    <>
      {formatTime(feed.lastEventMs, ground.zone)}
      <small>{formatAge(nowMs - feed.lastEventMs, locale)}</small>
    </>
  );
}
