import { useCallback } from 'react';
import type { CityState, FeedRecord } from '@metropane/live-state';
import { useLocation } from 'wouter';
import { feedsWorstFirst } from '../live/feed-equation.ts';
import { useIsLinkLost } from '../live/use-is-link-lost.ts';
import { useLive } from '../live/use-live.ts';
import { ConservationPanel } from '../panels/sources/conservation-panel.tsx';
import { FeedDetailPanel } from '../panels/sources/feed-detail-panel.tsx';
import { FeedTable } from '../panels/sources/feed-table.tsx';
import { RejectPanel } from '../panels/sources/reject-panel.tsx';
import { SystemPanel } from '../panels/sources/system-panel.tsx';
import { PanelBoundary } from '../ui/panel-boundary.tsx';
import { DeskBar } from './desk-bar.tsx';
import { LostLinkBand } from './lost-link-band.tsx';
import './header.css';
import './desk-page.css';
import './desk-page-narrow.css';
import './sources-page.css';

/** Where the figures come from, whether all of them were counted, what was refused, and how the centre itself is. */
export function SourcesPage({ feedId }: { feedId: string | null }) {
  const [, navigate] = useLocation();
  const isLost = useIsLinkLost();
  const feeds = useLive(selectFeeds, FEEDS);
  const select = useCallback(
    (id: string | null) =>
      navigate(id === null ? '/desk/sources' : `/desk/sources/${encodeURIComponent(id)}`, { replace: true }),
    [navigate],
  );
  return (
    <div className={`desk sources ${isLost ? 'is-lost' : ''}`}>
      <LostLinkBand />
      <DeskBar page="sources" onBack={() => (feedId === null ? navigate('/desk') : select(null))} />
      <main className={`sources-main ${feedId === null ? '' : 'has-feed'}`}>
        <div className="sources-left">
          <ConservationPanel />
          <FeedTable feeds={feeds} selectedId={feedId} onSelect={select} />
          <PanelBoundary>
            <RejectPanel feeds={feeds} />
          </PanelBoundary>
        </div>
        <div className="sources-right">
          <FeedDetailPanel id={feedId} onClose={() => select(null)} />
          <SystemPanel />
        </div>
      </main>
    </div>
  );
}

const FEEDS = { tables: ['feed'], maxHz: 1 } as const;

function selectFeeds({ records }: CityState): FeedRecord[] {
  return feedsWorstFirst(records.feed.values());
}
