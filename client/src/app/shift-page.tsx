import { useCallback } from 'react';
import { useLocation } from 'wouter';
import { useIsLinkLost } from '../live/use-is-link-lost.ts';
import { HandoverSheet } from '../panels/shift/handover-sheet.tsx';
import { ShiftView } from '../panels/shift/shift-view.tsx';
import { DeskBar } from './desk-bar.tsx';
import { LostLinkBand } from './lost-link-band.tsx';
import './header.css';
import './desk-page.css';
import './desk-page-narrow.css';

/** Who has which position, and how it goes to the next person. */
export function ShiftPage({ positionId }: { positionId: string | null }) {
  const [, navigate] = useLocation();
  const isLost = useIsLinkLost();
  const select = useCallback(
    (id: string | null) =>
      navigate(id === null ? '/desk/shift' : `/desk/shift/${encodeURIComponent(id)}`, { replace: true }),
    [navigate],
  );
  return (
    <div className={`desk desk-plain ${isLost ? 'is-lost' : ''}`}>
      <LostLinkBand />
      <DeskBar page="shift" onBack={() => (positionId === null ? navigate('/desk') : select(null))} />
      <ShiftView selectedId={positionId} onSelect={select} />
    </div>
  );
}

/** One handover with both signatures. */
export function HandoverPage({ id }: { id: string }) {
  const [, navigate] = useLocation();
  const isLost = useIsLinkLost();
  return (
    <div className={`desk desk-plain ${isLost ? 'is-lost' : ''}`}>
      <LostLinkBand />
      <DeskBar page="shift" onBack={() => navigate('/desk/shift')} />
      <HandoverSheet id={id} />
    </div>
  );
}
