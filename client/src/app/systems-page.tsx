import { useLocation } from 'wouter';
import { useIsLinkLost } from '../live/use-is-link-lost.ts';
import { SystemsView } from '../panels/systems/systems-view.tsx';
import { DeskBar } from './desk-bar.tsx';
import { LostLinkBand } from './lost-link-band.tsx';
import './header.css';
import './desk-page.css';
import './desk-page-narrow.css';

/** The thirteen administrative systems of the city's plan. */
export function SystemsPage({ code }: { code: string | null }) {
  const [, navigate] = useLocation();
  const isLost = useIsLinkLost();
  return (
    <div className={`desk desk-plain ${isLost ? 'is-lost' : ''}`}>
      <LostLinkBand />
      <DeskBar page="systems" onBack={() => navigate(code === null ? '/desk' : '/desk/systems')} />
      <SystemsView code={code} />
    </div>
  );
}
