import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { CLOCK_WORDS } from './clock-words.ts';
import { FunnelExports } from './funnel-exports.tsx';
import { FunnelPlot } from './funnel-plot.tsx';
import { CLOCKS } from './group-answers.ts';
import type { ClockName, Counted } from './group-answers.ts';
import type { NamedGroup } from './groups-table.tsx';

/** Who differs from the city by more than chance does. */
export function FunnelPanel({
  groups,
  city,
  counted,
}: {
  groups: readonly NamedGroup[];
  city: NamedGroup;
  counted: Counted;
}) {
  const { i18n } = useLingui();
  const [clock, setClock] = useState<ClockName>('acknowledged');
  const least = counted.least.share;
  const points = groups
    .map(({ name, figures }) => ({ name, figure: figures.clocks[clock].inTime }))
    .filter(({ figure }) => figure.share !== null);
  const target = city.figures.clocks[clock].inTime.share;
  const funnel =
    target === null || points.length < 2 ? null : { points, target, clockName: i18n._(CLOCK_WORDS[clock]) };
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
              {i18n._(CLOCK_WORDS[name])}
            </button>
          ))}
          <FunnelExports {...{ groups, city, counted, funnel }} />
        </span>
      </header>
      {funnel === null ? (
        <p className="muted funnel-none">
          <Trans>Chưa vẽ được: cần ít nhất hai nơi có từ {least} vụ đã rõ đúng hạn hay trễ.</Trans>
        </p>
      ) : (
        <FunnelPlot points={funnel.points} target={funnel.target} least={least} />
      )}
    </section>
  );
}
