import { Suspense } from 'react';
import type { ReactNode } from 'react';
import { FeedPanel } from '../panels/feed-panel.tsx';
import { IncidentList } from '../panels/incident-list.tsx';
import { KpiRow } from '../panels/kpi-row.tsx';
import { PanelBoundary } from '../ui/panel-boundary.tsx';
import { useReceiptOpener } from '../ui/receipt-opener.ts';
import { BarsPanel, CityMap, CorridorPanel, HeatPanel, TidePanel } from './lazy-panels.ts';
import { LostLinkBand } from './lost-link-band.tsx';
import { useIsLinkLost } from '../live/use-is-link-lost.ts';
import { useNightlyReload } from './use-nightly-reload.ts';
import { useOrbit } from './use-orbit.ts';
import { WallHeader } from './wall-header.tsx';
import { WallStrip } from './wall-strip.tsx';
import './header.css';
import './wall-page.css';

/** One screen of a wall: read-only, no input is drawn, nothing of it needs a hand. */
export function WallPage({ room, screen }: { room: string; screen: string }) {
  const isLost = useIsLinkLost();
  const { isOffered: hasPointer } = useReceiptOpener();
  useOrbit();
  useNightlyReload();
  return (
    <div className={`wall ${isLost ? 'is-lost' : ''} ${hasPointer ? 'has-pointer' : ''}`}>
      <LostLinkBand />
      <WallHeader />
      <KpiRow />
      <main className="wall-main">
        <div className="wall-left">
          <IncidentList />
          <FeedPanel />
        </div>
        <div className="wall-middle">
          <section className="panel wall-map">
            <Part>
              <CityMap mode="wall" />
            </Part>
          </section>
          <Part>
            <BarsPanel />
          </Part>
        </div>
        <div className="wall-right">
          <Part>
            <CorridorPanel />
          </Part>
          <Part>
            <TidePanel />
          </Part>
          <Part>
            <HeatPanel />
          </Part>
        </div>
      </main>
      <WallStrip room={room} screen={screen} />
    </div>
  );
}

/** A lazily loaded part: an empty frame while its code is on the way, and its own boundary when that fails. */
function Part({ children }: { children: ReactNode }) {
  return (
    <PanelBoundary>
      <Suspense fallback={<section className="panel" aria-busy="true" />}>{children}</Suspense>
    </PanelBoundary>
  );
}
