import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { useIsLinkLost } from '../live/use-is-link-lost.ts';
import { AgenciesView } from '../panels/agency/agencies-view.tsx';
import { AgencyView } from '../panels/agency/agency-view.tsx';
import { AreaView } from '../panels/area/area-view.tsx';
import { AreasView } from '../panels/area/areas-view.tsx';
import { CompareView } from '../panels/compare/compare-view.tsx';
import { DeskBar } from './desk-bar.tsx';
import { LostLinkBand } from './lost-link-band.tsx';
import './header.css';
import './desk-page.css';
import './desk-page-narrow.css';

/** Wards beside each other, or one of them. */
export function AreasPage({ code }: { code: string | null }) {
  return (
    <ComparingPage back={code === null ? '/desk' : '/desk/areas'}>
      {code === null ? <AreasView /> : <AreaView code={code} />}
    </ComparingPage>
  );
}

/** Agencies beside each other, or one of them. */
export function AgenciesPage({ id }: { id: string | null }) {
  return (
    <ComparingPage back={id === null ? '/desk' : '/desk/agencies'}>
      {id === null ? <AgenciesView /> : <AgencyView id={id} />}
    </ComparingPage>
  );
}

/** Two stretches of days beside each other. */
export function ComparePage() {
  return (
    <ComparingPage back="/desk">
      <CompareView />
    </ComparingPage>
  );
}

function ComparingPage({ back, children }: { back: string; children: ReactNode }) {
  const [, navigate] = useLocation();
  const isLost = useIsLinkLost();
  return (
    <div className={`desk desk-plain ${isLost ? 'is-lost' : ''}`}>
      <LostLinkBand />
      <DeskBar page="compare" onBack={() => navigate(back)} />
      {children}
    </div>
  );
}
