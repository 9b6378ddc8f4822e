import { Trans } from '@lingui/react/macro';
import type { CityState, IndicatorRecord } from '@metropane/live-state';
import { useLive } from '../live/use-live.ts';
import { EmptyNote } from '../ui/empty-note.tsx';
import { PanelBoundary } from '../ui/panel-boundary.tsx';
import { KpiTile } from './kpi-tile.tsx';

/** The first eight indicators of the city pack, in its order. */
export function KpiRow() {
  const indicators = useLive(firstIndicators, INDICATORS);
  return (
    <div className="kpi-row">
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

const INDICATORS = { tables: ['indicator'], maxHz: 4 } as const;

function firstIndicators({ records }: CityState): IndicatorRecord[] {
  return [...records.indicator.values()].sort((a, b) => a.order - b.order).slice(0, 8);
}
