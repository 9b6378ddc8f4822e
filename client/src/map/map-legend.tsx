import { Trans } from '@lingui/react/macro';
import type { CityState } from '@metropane/live-state';
import { useCentre } from '../live/centre-context.ts';
import { useLive } from '../live/use-live.ts';
import { FreshMark } from '../ui/fresh-mark.tsx';
import { useStanding } from './map-furniture.ts';
import { newestEventMs } from './newest-event.ts';
import { periodOf } from './tools/layer-times.ts';

/** What the colours of roads mean (speed over free flow), how old the newest speed is, and what floods look like: of what is shown. */
export function MapLegend({ shown = null }: { shown?: readonly string[] | null }) {
  const { ground } = useCentre();
  const standing = useStanding();
  const has = (id: string): boolean =>
    ground.layers.some((layer) => layer.id === id) && (shown === null || shown.includes(id));
  const hasTraffic = shown === null || shown.includes('traffic');
  if (!hasTraffic && !has('flood')) return null;
  return (
    <ul className="map-tile map-legend" ref={standing}>
      {hasTraffic && <TrafficKeys />}
      {has('flood') && (
        <li>
          <i className="key key-flood" />
          <Trans>Điểm ngập</Trans>
        </li>
      )}
      {hasTraffic ? <TrafficAge /> : <FloodAge />}
    </ul>
  );
}

function TrafficKeys() {
  return (
    <>
      <li>
        <i className="key key-1" />
        <Trans>Thông thoáng</Trans>
      </li>
      <li>
        <i className="key key-2" />
        <Trans>Chậm &lt; 70 %</Trans>
      </li>
      <li>
        <i className="key key-3" />
        <Trans>Rất chậm &lt; 45 %</Trans>
      </li>
      <li>
        <i className="key key-4" />
        <Trans>Ùn tắc &lt; 25 %</Trans>
      </li>
      <li>
        <i className="key key-0" />
        <Trans>Không có số liệu</Trans>
      </li>
    </>
  );
}

function TrafficAge() {
  const newestMs = useLive(newestSpeed, TRAFFIC);
  return (
    <li>
      <FreshMark eventTimeMs={newestMs} periodMs={PERIOD_MS} isShort />
    </li>
  );
}

/** Of floods where no roads stand above them: one mark for both would call the older one fresh. */
function FloodAge() {
  const { ground } = useCentre();
  const newestMs = useLive(newestFlood, FLOOD);
  return (
    <li>
      <FreshMark eventTimeMs={newestMs} periodMs={periodOf(ground, 'flood')} isShort />
    </li>
  );
}

const PERIOD_MS = 60_000;
const FLOOD = { tables: ['layer:flood'], maxHz: 1 } as const;
const TRAFFIC = { tables: ['layer:traffic'], maxHz: 1 } as const;

function newestSpeed({ layers }: CityState): number | null {
  return newestEventMs(layers.get('traffic'));
}

function newestFlood({ layers }: CityState): number | null {
  return newestEventMs(layers.get('flood'));
}
