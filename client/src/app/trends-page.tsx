import { useLocation } from 'wouter';
import { TrendBoard } from '../charts/trends/trend-board.tsx';
import { useIsLinkLost } from '../live/use-is-link-lost.ts';
import { DeskBar } from './desk-bar.tsx';
import { LostLinkBand } from './lost-link-band.tsx';
import './header.css';
import './desk-page.css';
import './desk-page-narrow.css';

/** The figures of the city over time, live and in the past. */
export function TrendsPage({ figureId }: { figureId: string | null }) {
  const [, navigate] = useLocation();
  const isLost = useIsLinkLost();
  return (
    <div className={`desk desk-plain ${isLost ? 'is-lost' : ''}`}>
      <LostLinkBand />
      <DeskBar page="trends" onBack={() => navigate(figureId === null ? '/desk' : '/desk/trends')} />
      <TrendBoard figureId={figureId} />
    </div>
  );
}
