import { CloudRain } from 'lucide-react';
import type { CityState, IndicatorRecord } from '@metropane/live-state';
import { freshnessOf } from '../live/freshness.ts';
import { useLive } from '../live/use-live.ts';
import { useNowMs } from '../live/use-now.ts';
import { FigureButton } from '../ui/figure-button.tsx';
import { formatNumber } from '../ui/format.ts';
import { shownUnit } from '../ui/shown-unit.ts';
import { inLocale, useLocale } from '../ui/use-locale.ts';

/** Weather figures of the city pack (indicators named `weather…`), while they are fresh; nothing otherwise. */
export function WeatherTile() {
  const indicators = useLive(selectWeather, INDICATORS);
  const locale = useLocale();
  const nowMs = useNowMs();
  const fresh = indicators.filter(({ eventTimeMs, periodMs }) => {
    const freshness = freshnessOf({ eventTimeMs, periodMs, nowMs });
    return freshness === 'live' || freshness === 'late';
  });
  if (fresh.length === 0) return null;
  return (
    <span className="header-tile">
      <CloudRain className="icon" aria-hidden="true" />
      {fresh.map((indicator) => (
        <span key={indicator.id}>
          {inLocale(indicator.name, locale)}{' '}
          <FigureButton request={{ kind: 'indicator', id: indicator.id, binMs: null }}>
            <b>
              {formatNumber(indicator.value, indicator.decimals, locale)} {shownUnit(indicator.unit)}
            </b>
          </FigureButton>
        </span>
      ))}
    </span>
  );
}

const INDICATORS = { tables: ['indicator'], maxHz: 0.5 } as const;

function selectWeather({ records }: CityState): IndicatorRecord[] {
  return [...records.indicator.values()].filter(
    ({ id, value }) => id.startsWith('weather') && value !== null,
  );
}
