import { Trans } from '@lingui/react/macro';
import type { CityState, IndicatorRecord } from '@metropane/live-state';
import { useLive } from '../live/use-live.ts';
import { partOf } from '../live/wall-tile.ts';
import { EmptyNote } from '../ui/empty-note.tsx';
import { PanelBoundary } from '../ui/panel-boundary.tsx';
import { KpiTile } from './kpi-tile.tsx';

/** The first eight indicators of the city pack, in its order; of a row of screens each shows its part. */
export function KpiRow({ part = null }: { part?: { index: number; count: number } | null }) {
  const all = useLive(firstIndicators, INDICATORS);
  const indicators = part === null ? all : partOf(all, part.index, part.count);
  return (
    <div className="kpi-row" style={part === null ? undefined : { gridTemplateColumns: evenly(indicators) }}>
      {indicators.length === 0 && (
        <EmptyNote>
          <Trans>Chưa có chỉ số nào từ trung tâm.</Trans>
        </EmptyNote>
      )}
      {indicators.map((indicator) => (
        <PanelBoundary key={indicator.id}>
          <KpiTile indicator={indicator} />
        </PanelBoundary>
      ))}
    </div>
  );
}

function evenly(indicators: readonly IndicatorRecord[]): string {
  return `repeat(${Math.max(1, indicators.length)}, minmax(0, 1fr))`;
}

const INDICATORS = { tables: ['indicator'], maxHz: 4 } as const;

function firstIndicators({ records }: CityState): IndicatorRecord[] {
  return [...records.indicator.values()].sort((a, b) => a.order - b.order).slice(0, 8);
}
