import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback } from 'react';
import type { CityState, FeedRecord } from '@metropane/live-state';
import { useCentre } from '../../live/centre-context.ts';
import { feedEquation } from '../../live/feed-equation.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { useLive } from '../../live/use-live.ts';
import { formatDuration } from '../../ui/format-duration.ts';
import { formatNumber, formatTime, NO_VALUE } from '../../ui/format.ts';
import { useLocale } from '../../ui/use-locale.ts';
import { EquationLine } from './equation-line.tsx';
import type { FeedDetailAnswer } from './feed-answers.ts';
import { LatenessChart } from './lateness-chart.tsx';
import { SilentList } from './silent-list.tsx';
import { SkewList } from './skew-list.tsx';
import './feed-detail.css';

const ASK_EVERY_MS = 5_000;

/** What an engineer asks of one feed: does its law hold, how late does it come, whose clock is wrong, who has fallen silent. */
export function FeedDetail({ id }: { id: string }) {
  const { t } = useLingui();
  const { api, ground } = useCentre();
  const locale = useLocale();
  const select = useCallback(
    ({ records }: CityState): FeedRecord | null => records.feed.get(id) ?? null,
    [id],
  );
  const feed = useLive(select, FEEDS);
  const question = useCallback(
    () => api.get<FeedDetailAnswer>(`/feeds/${encodeURIComponent(id)}`),
    [api, id],
  );
  const { value: detail, problem } = useAnswer(question, ASK_EVERY_MS);
  if (feed === null)
    return (
      <p className="feed-detail-note">
        <Trans>Không có nguồn {id} trong phòng này.</Trans>
      </p>
    );
  return (
    <div className="feed-detail">
      <EquationLine equation={feedEquation(feed)} isLarge />
      <dl className="feed-detail-facts num">
        <Pair name={t`Mốc nước`}>
          {feed.watermarkMs === null ? NO_VALUE : formatTime(feed.watermarkMs, ground.zone)}
        </Pair>
        <Pair name={t`Trễ mốc nước`}>
          {feed.lagMs === null ? NO_VALUE : formatDuration(feed.lagMs, locale)}
        </Pair>
        <Pair name={t`Chờ xáo trộn`}>
          {feed.outOfOrdernessMs === null ? NO_VALUE : formatDuration(feed.outOfOrdernessMs, locale)}
        </Pair>
        <Pair name={t`Trễ cho phép`}>
          {feed.allowedLatenessMs === null ? NO_VALUE : formatDuration(feed.allowedLatenessMs, locale)}
        </Pair>
        <Pair name={t`Thiết bị · chuỗi`}>
          {formatNumber(detail?.entities, 0, locale)} · {formatNumber(detail?.series, 0, locale)}
        </Pair>
        <Pair name={t`Trùng khác trị`}>{formatNumber(feed.conflict, 0, locale)}</Pair>
        <Pair name={t`Cờ 4/9`}>{formatNumber(feed.flagged, 0, locale)}</Pair>
        <Pair name={t`Không có trị`}>{formatNumber(feed.missing, 0, locale)}</Pair>
      </dl>
      {problem !== null && (
        <p className="feed-detail-note" role="alert">
          <Trans>Chưa hỏi được chi tiết của nguồn ({problem.code}); tự hỏi lại.</Trans>
        </p>
      )}
      {detail !== null && (
        <>
          <LatenessChart lateness={detail.lateness} feed={feed} />
          <SkewList skew={detail.skew} />
          <SilentList silent={detail.silent} />
        </>
      )}
    </div>
  );
}

function Pair({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const FEEDS = { tables: ['feed'], maxHz: 1 } as const;
