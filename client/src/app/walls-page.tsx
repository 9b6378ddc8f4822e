import { useLocation } from 'wouter';
import { useIsLinkLost } from '../live/use-is-link-lost.ts';
import { WallsView } from '../panels/walls/walls-view.tsx';
import { DeskBar } from './desk-bar.tsx';
import { LostLinkBand } from './lost-link-band.tsx';
import '../ui/field.css';
import './header.css';
import './desk-page.css';
import './desk-page-narrow.css';

/** The walls as a desk steers and watches them. */
export function WallsPage() {
  const [, navigate] = useLocation();
  const isLost = useIsLinkLost();
  return (
    <div className={`desk desk-plain ${isLost ? 'is-lost' : ''}`}>
      <LostLinkBand />
      <DeskBar page="walls" onBack={() => navigate('/desk')} />
      <WallsView />
    </div>
  );
}
