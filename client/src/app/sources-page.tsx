import { ConservationPanel } from '../panels/conservation-panel.tsx';
import { FeedTable } from '../panels/feed-table.tsx';
import { SystemPanel } from '../panels/system-panel.tsx';
import { useIsLinkLost } from '../live/use-is-link-lost.ts';
import { DeskBar } from './desk-bar.tsx';
import { LostLinkBand } from './lost-link-band.tsx';
import './header.css';
import './desk-page.css';
import './sources-page.css';

/** Where the figures come from, whether all of them were counted, and how the centre itself is. */
export function SourcesPage() {
  const isLost = useIsLinkLost();
  return (
    <div className={`desk sources ${isLost ? 'is-lost' : ''}`}>
      <LostLinkBand />
      <DeskBar page="sources" />
      <main className="sources-main">
        <ConservationPanel />
        <FeedTable />
        <SystemPanel />
      </main>
    </div>
  );
}
