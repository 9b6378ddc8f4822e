import { useLocation } from 'wouter';
import { useIsLinkLost } from '../live/use-is-link-lost.ts';
import { RegisterView } from '../panels/incident-register/register-view.tsx';
import { DeskBar } from './desk-bar.tsx';
import { LostLinkBand } from './lost-link-band.tsx';
import './header.css';
import './desk-page.css';
import './desk-page-narrow.css';

/** All incidents, open and closed. */
export function IncidentsPage() {
  const [, navigate] = useLocation();
  const isLost = useIsLinkLost();
  return (
    <div className={`desk desk-plain ${isLost ? 'is-lost' : ''}`}>
      <LostLinkBand />
      <DeskBar page="incidents" onBack={() => navigate('/desk')} />
      <RegisterView />
    </div>
  );
}
