import { Trans } from '@lingui/react/macro';
import type { Channel, CityState } from '@metropane/live-state';
import { useCentre } from '../live/centre-context.ts';
import { useLive } from '../live/use-live.ts';
import { formatNumber } from '../ui/format.ts';
import { FreshMark } from '../ui/fresh-mark.tsx';
import { useLocale } from '../ui/use-locale.ts';
import { useStanding } from './map-furniture.ts';
import { newestEventMs } from './newest-event.ts';

/** How many vehicles the map knows and how old the newest position is. A map that looks close knows those around its window only. */
export function VehicleTile() {
  const { ground, live } = useCentre();
  const locale = useLocale();
  const standing = useStanding();
  const { count, newestMs } = useLive(countVehicles, TRANSIT);
  if (!ground.layers.some(({ id }) => id === 'transit')) return null;
  const shown = formatNumber(count, 0, locale);
  return (
    <div className="map-tile map-vehicles" ref={standing}>
      <span className="num">
        {hasCells(live.held) ? <Trans>{shown} xe quanh đây</Trans> : <Trans>{shown} xe</Trans>}
      </span>
      <FreshMark eventTimeMs={newestMs} periodMs={PERIOD_MS} isShort />
    </div>
  );
}

/** Vehicles report every few seconds; half a minute without any is late. */
const PERIOD_MS = 30_000;
const TRANSIT = { tables: ['layer:transit'], maxHz: 1 } as const;

function countVehicles({ layers }: CityState): { count: number; newestMs: number | null } {
  const table = layers.get('transit');
  if (table === undefined) return { count: 0, newestMs: null };
  let count = 0;
  for (let row = 0; row < table.rowCount; row++) if (!Number.isNaN(table.lonDeg[row]!)) count += 1;
  return { count, newestMs: newestEventMs(table) };
}

function hasCells(held: ReadonlySet<Channel>): boolean {
  for (const channel of held) if (channel.startsWith('layer:transit@')) return true;
  return false;
}
