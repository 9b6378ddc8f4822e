import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { CityState, FeedRecord } from '@metropane/live-state';
import { useCentre } from '../live/centre-context.ts';
import { feedEquation, feedsWorstFirst } from '../live/feed-equation.ts';
import { useLive } from '../live/use-live.ts';
import { useNowMs } from '../live/use-now.ts';
import { formatAge, formatNumber, formatTime, NO_VALUE } from '../ui/format.ts';
import { EmptyNote } from '../ui/empty-note.tsx';
import { Panel } from '../ui/panel.tsx';
import { useLocale } from '../ui/use-locale.ts';
import { ConservationBar } from './conservation-bar.tsx';
import { EquationCheck } from './feed-panel.tsx';
import { FeedStatusIcon, useFeedStatusWords } from './feed-status-icon.tsx';
import './feed-table.css';

/** Every feed with its law, its watermark and what was refused; the ones that need a look come first. */
export function FeedTable() {
  const { t } = useLingui();
  const feeds = useLive(selectFeeds, FEEDS);
  return (
    <Panel
      className="feed-table-panel"
      title={<Trans>Nguồn</Trans>}
      subtitle={<Plural value={feeds.length} one="# nguồn" other="# nguồn" />}
    >
      {feeds.length === 0 ? (
        <EmptyNote>
          <Trans>Chưa có nguồn nào được khai báo.</Trans>
        </EmptyNote>
      ) : (
        // Focusable, because it may scroll and a keyboard must reach all of it.
        <div className="feed-table-scroll" tabIndex={0} role="region" aria-label={t`Nguồn`}>
          <table className="feed-table">
            <FeedTableHead />
            <tbody>
              {feeds.map((feed) => (
                <FeedTableRow key={feed.id} feed={feed} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

function FeedTableHead() {
  const { t } = useLingui();
  return (
    <thead>
      <tr>
        <th scope="col">{t`Nguồn`}</th>
        <th scope="col">{t`Trạng thái`}</th>
        <th scope="col" className="is-number">
          {t`Tốc độ`}
        </th>
        <th scope="col">{t`Nhận = đếm + trùng + trễ + từ chối`}</th>
        <th scope="col" className="is-number">
          {t`Trễ mốc nước`}
        </th>
        <th scope="col">{t`Từ chối theo mã`}</th>
        <th scope="col" className="is-number">
          {t`Mới nhất`}
        </th>
      </tr>
    </thead>
  );
}

function FeedTableRow({ feed }: { feed: FeedRecord }) {
  const { ground } = useCentre();
  const locale = useLocale();
  const words = useFeedStatusWords();
  const nowMs = useNowMs();
  const equation = feedEquation(feed);
  const count = (value: number): string => formatNumber(value, 0, locale);
  const { received, counted, duplicate, late, rejected } = equation;
  const isOld = feed.status === 'silent' || feed.status === 'down';
  return (
    <tr className={isOld ? 'hatched' : ''}>
      <th scope="row">
        <b>{feed.id}</b>
        <small>
          {feed.format}
          {feed.simulated && (
            <>
              {' · '}
              <Trans>mô phỏng</Trans>
            </>
          )}
        </small>
      </th>
      <td>
        <span className="feed-state">
          <FeedStatusIcon status={feed.status} />
          {words[feed.status]}
        </span>
        {isOld && feed.silentForMs !== null && (
          <small className="num">{formatAge(feed.silentForMs, locale)}</small>
        )}
      </td>
      <td className="is-number num">{formatNumber(feed.ratePerS, 1, locale)}/s</td>
      <td className="feed-law">
        <ConservationBar equation={equation} />
        <span className="num">
          <b>{count(received)}</b> = {count(counted)} + {count(duplicate)} + {count(late)} + {count(rejected)}{' '}
          <EquationCheck equation={equation} />
        </span>
      </td>
      <td className="is-number num">
        {feed.lagMs === null ? NO_VALUE : `${formatNumber(feed.lagMs / 1000, 1, locale)} s`}
      </td>
      <td>
        <RejectCodes feed={feed} />
      </td>
      <td className="is-number num">
        {feed.lastEventMs === null ? NO_VALUE : formatTime(feed.lastEventMs, ground.zone)}
        {feed.lastEventMs !== null && <small>{formatAge(nowMs - feed.lastEventMs, locale)}</small>}
      </td>
    </tr>
  );
}

function RejectCodes({ feed }: { feed: FeedRecord }) {
  const locale = useLocale();
  const codes = Object.entries(feed.rejected).filter(([, count]) => (count ?? 0) > 0);
  if (codes.length === 0) return <span className="muted">0</span>;
  return codes.map(([code, count]) => (
    <span className="reject-code" key={code}>
      <code>{code}</code> <b className="num">{formatNumber(count, 0, locale)}</b>
    </span>
  ));
}

const FEEDS = { tables: ['feed'], maxHz: 1 } as const;

function selectFeeds({ records }: CityState): FeedRecord[] {
  return feedsWorstFirst(records.feed.values());
}
