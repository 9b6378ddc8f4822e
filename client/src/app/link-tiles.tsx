import { Trans } from '@lingui/react/macro';
import type { CityState } from '@metropane/live-state';
import { Database } from 'lucide-react';
import { isFeedUp } from '../live/feed-equation.ts';
import { useCentre } from '../live/centre-context.ts';
import { LIVE } from '../live/realm.ts';
import { isPrompt, shownDelayMs } from '../live/link-state.ts';
import { useLink, useLive } from '../live/use-live.ts';
import { formatNumber } from '../ui/format.ts';
import { useLocale } from '../ui/use-locale.ts';

/** The link to the centre with its delay. Green only while it keeps what a screen promises. */
export function LinkTile() {
  const phase = useLink((link) => link.phase);
  const delayS = useLink((link) => {
    const delayMs = shownDelayMs(link);
    return delayMs === null ? null : Math.round(delayMs / 100) / 10;
  });
  const isFast = useLink(isPrompt);
  const isQuiet = useLink(({ silentMs }) => silentMs > 0);
  const locale = useLocale();
  const { session } = useCentre();
  const isLive = phase === 'live';
  // An exercise's clock stands between its ticks: no delay can be told there.
  const hasDelay = session.realm === LIVE && delayS !== null;
  const isGood = hasDelay ? isFast : isLive && !isQuiet && session.realm !== LIVE;
  return (
    <span className="header-tile link-tile">
      <i className={`link-dot ${isGood ? '' : 'is-waiting'}`} />
      {isLive && !hasDelay ? (
        <Trans>Đã kết nối</Trans>
      ) : isLive ? (
        <>
          <span className={isFast ? 'link-words is-calm' : 'link-words'}>
            {isFast ? <Trans>Trực tiếp · trễ</Trans> : <Trans>Kết nối chậm · trễ</Trans>}
          </span>
          <b>{formatNumber(delayS, 1, locale)} s</b>
        </>
      ) : phase === 'connecting' ? (
        <Trans>Đang kết nối…</Trans>
      ) : (
        <Trans>Mất kết nối</Trans>
      )}
    </span>
  );
}

/** Feeds that deliver out of all, and how many do not and why. */
export function FeedTile() {
  const counts = useLive(countFeeds, FEEDS);
  const { up, total, silent, gone, never } = counts;
  return (
    <span className="header-tile feed-tile">
      <Database className="icon" aria-hidden="true" />
      <span className="tile-label">
        <Trans>Nguồn dữ liệu</Trans>
      </span>
      <b>
        {up} / {total}
      </b>
      <span className="tile-rest clip">
        {gone > 0 && <Trans>· {gone} mất</Trans>} {silent > 0 && <Trans>· {silent} im lặng</Trans>}{' '}
        {never > 0 && <Trans>· {never} chưa dùng</Trans>}
      </span>
    </span>
  );
}

/** True as long as anything on the screens comes from a simulator. */
export function useIsSimulated(): boolean {
  return useLive(hasSimulated, SIMULATED);
}

/** Shown as long as anything on the screens comes from a simulator. */
export function SimulatedTile() {
  if (!useIsSimulated()) return null;
  return (
    <span className="header-tile is-simulated">
      <Trans>DỮ LIỆU MÔ PHỎNG</Trans>
    </span>
  );
}

const FEEDS = { tables: ['feed'], maxHz: 1 } as const;
const SIMULATED = { tables: ['feed', 'incident'], maxHz: 1 } as const;

function countFeeds({ records }: CityState): {
  up: number;
  total: number;
  silent: number;
  gone: number;
  never: number;
} {
  const feeds = [...records.feed.values()];
  return {
    up: feeds.filter(isFeedUp).length,
    total: feeds.length,
    silent: feeds.filter(({ status }) => status === 'silent').length,
    never: feeds.filter(({ status }) => status === 'never').length,
    gone: feeds.filter(({ status }) => status === 'down' || status === 'faulted').length,
  };
}

/** A simulated feed that never sent anything puts nothing on a screen. */
function hasSimulated({ records }: CityState): boolean {
  for (const feed of records.feed.values()) if (feed.simulated && feed.received > 0) return true;
  for (const incident of records.incident.values()) if (incident.simulated) return true;
  return false;
}
