import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { FunnelPlot } from './funnel-plot.tsx';
import { CLOCKS } from './group-answers.ts';
import type { ClockName, GroupFigures } from './group-answers.ts';
import type { NamedGroup } from './groups-table.tsx';
import { ClockWord } from './incidents-behind.tsx';

/** Who differs from the city by more than chance does. */
export function FunnelPanel({
  groups,
  city,
  least,
}: {
  groups: readonly NamedGroup[];
  city: GroupFigures;
  least: number;
}) {
  const [clock, setClock] = useState<ClockName>('acknowledged');
  const points = groups.map(({ name, figures }) => ({ name, figure: figures.clocks[clock].inTime }));
  return (
    <section className="panel funnel-panel">
      <header className="panel-head">
        <h2>
          <Trans>Đúng hạn theo số vụ</Trans>
        </h2>
        <span className="panel-marks">
          {CLOCKS.map((name) => (
            <button
              key={name}
              className="queue-chip"
              type="button"
              aria-pressed={name === clock}
              onClick={() => setClock(name)}
            >
              <ClockWord name={name} />
            </button>
          ))}
        </span>
      </header>
      <FunnelPlot points={points} city={city.clocks[clock].inTime} least={least} />
    </section>
  );
}
