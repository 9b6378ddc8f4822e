import { useLocation } from 'wouter';
import { useIsLinkLost } from '../live/use-is-link-lost.ts';
import { PerformanceView } from '../panels/performance/performance-view.tsx';
import { DeskBar } from './desk-bar.tsx';
import { LostLinkBand } from './lost-link-band.tsx';
import './header.css';
import './desk-page.css';
import './desk-page-narrow.css';

/** Whether the alarms are such that people can answer them. */
export function AlarmsPage() {
  const [, navigate] = useLocation();
  const isLost = useIsLinkLost();
  return (
    <div className={`desk desk-plain ${isLost ? 'is-lost' : ''}`}>
      <LostLinkBand />
      <DeskBar page="alarms" onBack={() => navigate('/desk')} />
      <PerformanceView />
    </div>
  );
}
