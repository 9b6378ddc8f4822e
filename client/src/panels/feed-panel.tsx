import { Trans, useLingui } from '@lingui/react/macro';
import { useRef } from 'react';
import type { CityState, FeedRecord } from '@metropane/live-state';
import { feedEquation, feedsWorstFirst, isFeedUp, sumEquations } from '../live/feed-equation.ts';
import type { FeedEquation } from '../live/feed-equation.ts';
import { useLive } from '../live/use-live.ts';
import { formatAge, formatNumber, NO_VALUE } from '../ui/format.ts';
import { EmptyNote } from '../ui/empty-note.tsx';
import { FigureButton } from '../ui/figure-button.tsx';
import { Panel } from '../ui/panel.tsx';
import { RoomMark } from '../ui/room-mark.tsx';
import { useFittingRows } from '../ui/use-fitting-rows.ts';
import { useLocale } from '../ui/use-locale.ts';
import { ConservationBar } from './conservation-bar.tsx';
import { FeedStatusIcon } from './feed-status-icon.tsx';
import './feed-panel.css';

/** Health of the feeds, worst first, with the conservation law of each: received = counted + duplicate + late + rejected. */
export function FeedPanel() {
  const { t } = useLingui();
  const feeds = useLive(selectFeeds, FEEDS);
  const list = useRef<HTMLUListElement>(null);
  const fitting = useFittingRows(list, 1.72);
  const total = sumEquations(feeds.map(feedEquation));
  const up = feeds.filter(isFeedUp).length;
  return (
    <Panel
      className="feeds"
      title={<Trans>Nguồn dữ liệu</Trans>}
      subtitle={
        <span className="is-whole" title={t`nhận = đếm + trùng + trễ + từ chối`}>
          <Trans>nhận = đếm + trùng + trễ + từ chối</Trans>
        </span>
      }
      marks={
        <span className="num feed-total">
          <b>{up}</b> / {feeds.length} <EquationCheck equation={total} />
          <RoomMark />
        </span>
      }
    >
      <ul className="feed-rows" ref={list}>
        {feeds.length === 0 && (
          <li className="feed-none">
            <EmptyNote>
              <Trans>Chưa có nguồn nào được khai báo.</Trans>
            </EmptyNote>
          </li>
        )}
        {feeds.slice(0, fitting).map((feed) => (
          <FeedRow key={feed.id} feed={feed} />
        ))}
      </ul>
    </Panel>
  );
}

function FeedRow({ feed }: { feed: FeedRecord }) {
  const locale = useLocale();
  const equation = feedEquation(feed);
  // Nothing came, so nothing was counted: a zero with a check would say that all is well.
  const isUnheard = feed.status === 'never' && equation.received === 0;
  const isTroubled = feed.status === 'down' || feed.status === 'faulted' || equation.unexplained !== 0;
  return (
    <li className={`feed-row ${isTroubled ? 'is-troubled' : ''}`}>
      <FeedStatusIcon status={feed.status} />
      <span className="clip">{feed.id}</span>
      <ConservationBar equation={equation} />
      <span className="feed-count num">
        <FigureButton request={{ kind: 'feed', id: feed.id }}>
          {isUnheard
            ? NO_VALUE
            : feed.status === 'silent' && feed.silentForMs !== null
              ? formatAge(feed.silentForMs, locale)
              : formatNumber(equation.received, 0, locale)}
        </FigureButton>
      </span>
      {!isUnheard && <EquationCheck equation={equation} />}
    </li>
  );
}

/** A check when the parts add up, otherwise the number that nothing explains. */
export function EquationCheck({ equation }: { equation: FeedEquation }) {
  const { t } = useLingui();
  if (equation.unexplained === 0) {
    return (
      <svg className="equation-ok" viewBox="0 0 12 12" role="img" aria-label={t`khớp`}>
        <path d="M2 6.500 4.800 9.200 10 3.200" />
      </svg>
    );
  }
  const sign = equation.unexplained > 0 ? '+' : '−';
  return <b className="equation-off num">{`${sign} ${Math.abs(equation.unexplained)} ?`}</b>;
}

const FEEDS = { tables: ['feed'], maxHz: 1 } as const;

function selectFeeds({ records }: CityState): FeedRecord[] {
  return feedsWorstFirst(records.feed.values());
}
