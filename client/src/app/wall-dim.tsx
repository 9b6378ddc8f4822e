import { useCallback } from 'react';
import type { CityState } from '@metropane/live-state';
import { useCentre } from '../live/centre-context.ts';
import type { CityWall } from '../live/city-ground.ts';
import { callingOf } from '../live/incident-order.ts';
import { useLive } from '../live/use-live.ts';
import { useNowMs } from '../live/use-now.ts';
import { brightnessAt } from '../live/wall-dimming.ts';
import { civilTime } from '../ui/format.ts';

const INCIDENTS = { tables: ['incident'], maxHz: 4 } as const;

/** A veil over the wall at night, thin enough to read through; gone as soon as a P1 calls. */
export function WallDim({ wall }: { wall: CityWall | null }) {
  const { ground } = useCentre();
  const nowMs = useNowMs();
  const isCalled = useLive(
    useCallback(({ records }: CityState) => callingOf(records.incident.values()) === 'unacknowledged', []),
    INCIDENTS,
  );
  if (wall?.dimming === undefined || nowMs <= 0) return null;
  const { hour, minute } = civilTime(nowMs, ground.zone);
  const brightness = brightnessAt(wall.dimming, {
    ...{ nowMs, isCalled },
    centre: ground.centre,
    civil: `${hour}:${minute}`,
  });
  // In hundredths: a veil that changes every second would repaint the whole wall every second.
  const veil = Math.round((1 - brightness) * 100) / 100;
  return veil === 0 ? null : <div className="wall-dim" style={{ opacity: veil }} aria-hidden="true" />;
}
