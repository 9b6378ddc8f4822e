import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import type { CityState, FeedRecord } from '@metropane/live-state';
import { feedEquation, sumEquations } from '../../live/feed-equation.ts';
import { useLive } from '../../live/use-live.ts';
import { formatNumber } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { RoomMark } from '../../ui/room-mark.tsx';
import { useLocale } from '../../ui/use-locale.ts';
import { ConservationBar } from '../conservation-bar.tsx';
import { EquationCheck } from '../feed-panel.tsx';
import './conservation-panel.css';

/** The conservation law over all feeds: what came in is counted somewhere, or the difference is said. */
export function ConservationPanel() {
  const feeds = useLive(selectFeeds, FEEDS);
  const locale = useLocale();
  const sum = sumEquations(feeds.map(feedEquation));
  const missing = feeds.reduce((total, feed) => total + feed.missing, 0);
  const shown = formatNumber(missing, 0, locale);
  return (
    <Panel
      className="conservation-panel"
      title={<Trans>Luật bảo toàn</Trans>}
      subtitle={<Trans>số đọc từ khi có thư mục dữ liệu: nhận = đếm + trùng + trễ + từ chối</Trans>}
      marks={<RoomMark />}
    >
      <div className="conservation-body">
        <ConservationBar equation={sum} />
        <div className="conservation-terms">
          <Term name={<Trans>Nhận</Trans>} count={sum.received} />
          <span>=</span>
          <Term part="counted" name={<Trans>Đếm</Trans>} count={sum.counted} />
          <span>+</span>
          <Term part="duplicate" name={<Trans>Trùng</Trans>} count={sum.duplicate} />
          <span>+</span>
          <Term part="late" name={<Trans>Trễ</Trans>} count={sum.late} />
          <span>+</span>
          <Term part="rejected" name={<Trans>Từ chối</Trans>} count={sum.rejected} />
          <EquationCheck equation={sum} />
          <span className="conservation-note">
            <Trans>{shown} lần không có số đo, ngoài phép cộng · thanh: thang căn bậc hai</Trans>
          </span>
        </div>
      </div>
    </Panel>
  );
}

function Term({ part, name, count }: { part?: string; name: ReactNode; count: number }) {
  const locale = useLocale();
  return (
    <div>
      {part !== undefined && (
        <svg className="term-key" viewBox="0 0 8 8" aria-hidden="true">
          <rect className={`part-${part}`} width="8" height="8" />
        </svg>
      )}
      <span>{name}</span>
      <b className="num">{formatNumber(count, 0, locale)}</b>
    </div>
  );
}

const FEEDS = { tables: ['feed'], maxHz: 1 } as const;

function selectFeeds({ records }: CityState): FeedRecord[] {
  return [...records.feed.values()];
}
