import { Trans, useLingui } from '@lingui/react/macro';
import { MonitorUp } from 'lucide-react';
import type { CityState, WallRecord } from '@metropane/live-state';
import { useLive } from '../../live/use-live.ts';
import { SENT_FOR_MS, useWallAct } from '../walls/use-wall-act.ts';
import './send-to-wall.css';

const WALLS = { tables: ['wall'], maxHz: 4 } as const;

/** Puts the chosen incident on a wall of the room, or gives the wall back. The button says what the wall shows, not what was pressed. */
export function SendToWall({ incidentId }: { incidentId: string | null }) {
  const walls = useLive(selectWalls, WALLS);
  if (walls.length === 0) return null;
  return (
    <div className="send-to-wall">
      {walls.map((wall, i) => (
        <WallButton key={wall.id} {...{ wall, incidentId }} hasKey={i === 0} />
      ))}
    </div>
  );
}

function WallButton({
  wall,
  incidentId,
  hasKey,
}: {
  wall: WallRecord;
  incidentId: string | null;
  hasKey: boolean;
}) {
  const { t } = useLingui();
  const { act, problem } = useWallAct(wall.id);
  const isSent = wall.sentUntilMs !== null && wall.heldBy === null;
  const send = { action: 'send', scene: 'incident', incidentId, forMs: SENT_FOR_MS };
  return (
    <>
      <button
        className="button"
        type="button"
        id={hasKey ? 'send-to-wall' : undefined}
        disabled={!isSent && incidentId === null}
        title={t`Tường ${wall.id}`}
        onClick={() => void act(isSent ? { action: 'resume' } : send)}
      >
        <MonitorUp className="icon" aria-hidden="true" />
        {isSent ? <Trans>Trả tường về lịch</Trans> : <Trans>Gửi lên tường</Trans>}
        {hasKey && <kbd className="keycap">W</kbd>}
      </button>
      {problem !== null && (
        <span role="alert" className="send-problem">
          {problem.code}
        </span>
      )}
    </>
  );
}

function selectWalls({ records }: CityState): WallRecord[] {
  return [...records.wall.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
