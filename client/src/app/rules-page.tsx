import { useCallback } from 'react';
import { useLocation } from 'wouter';
import { useIsLinkLost } from '../live/use-is-link-lost.ts';
import { RulesView } from '../panels/rules/rules-view.tsx';
import { DeskBar } from './desk-bar.tsx';
import { LostLinkBand } from './lost-link-band.tsx';
import './header.css';
import './desk-page.css';
import './desk-page-narrow.css';

/** What makes an alarm, and what a change of it would have made. */
export function RulesPage({ ruleId }: { ruleId: string | null }) {
  const [, navigate] = useLocation();
  const isLost = useIsLinkLost();
  const select = useCallback(
    (id: string | null) =>
      navigate(id === null ? '/desk/rules' : `/desk/rules/${encodeURIComponent(id)}`, { replace: true }),
    [navigate],
  );
  return (
    <div className={`desk desk-plain ${isLost ? 'is-lost' : ''}`}>
      <LostLinkBand />
      <DeskBar page="rules" onBack={() => (ruleId === null ? navigate('/desk') : select(null))} />
      <RulesView selectedId={ruleId} onSelect={select} />
    </div>
  );
}
