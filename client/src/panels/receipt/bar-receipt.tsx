import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback } from 'react';
import type { BarsRecord, CityState, IncidentRecord } from '@metropane/live-state';
import { useCentre } from '../../live/centre-context.ts';
import { useLive } from '../../live/use-live.ts';
import { formatNumber, formatTime } from '../../ui/format.ts';
import { PriorityGlyph } from '../../ui/priority-glyph.tsx';
import { STATE_WORDS } from '../../ui/incident-words.ts';
import { useLocale } from '../../ui/use-locale.ts';
import { CopyLink } from './copy-link.tsx';
import { IncidentLink } from './incident-link.tsx';
import type { ReceiptFrame } from './receipt-frame.ts';
import { ReceiptHead } from './receipt-head.tsx';
import { Span } from './span.tsx';

/** The receipt of one bar of the incident chart: the incidents that it counts, one by one, and whether they are as many. */
export function BarReceipt({ id, binMs, frame }: { id: string; binMs: number; frame: ReceiptFrame }) {
  const { t, i18n } = useLingui();
  const { ground } = useCentre();
  const locale = useLocale();
  const select = useCallback((state: CityState) => barOf(state, { id, binMs }), [id, binMs]);
  const bar = useLive(select, BAR);
  if (bar === null)
    return (
      <>
        <ReceiptHead title={t`Biên nhận · sự kiện mở`} frame={frame} />
        <p className="receipt-empty">
          <Trans>Cột này không còn trên biểu đồ.</Trans>
        </p>
      </>
    );
  const shown = formatNumber(bar.shown, 0, locale);
  const listed = formatNumber(bar.incidents.length, 0, locale);
  const isEqual = bar.shown === bar.incidents.length;
  return (
    <>
      <ReceiptHead
        title={t`Biên nhận · sự kiện mở`}
        figure={shown}
        note={<Span fromMs={binMs} toMs={binMs + bar.stepMs} />}
        frame={frame}
      />
      <div className="receipt-scroll" tabIndex={0} role="region" aria-label={t`Sự kiện`}>
        {bar.incidents.length === 0 && (
          <p className="receipt-empty">
            <Trans>Không sự kiện nào mở trong 5 phút này.</Trans>
          </p>
        )}
        <ul className="receipt-incidents">
          {bar.incidents.map((incident) => (
            <li key={incident.id}>
              <PriorityGlyph priority={incident.priority} isUnacknowledged={incident.state === 'new'} />
              <IncidentLink id={incident.id}>{incident.title}</IncidentLink>
              <small className="num">
                {formatTime(incident.openedAtMs, ground.zone)} · {i18n._(STATE_WORDS[incident.state])}
              </small>
            </li>
          ))}
        </ul>
        <p className={`receipt-check ${isEqual ? 'is-good' : 'is-bad'}`}>
          <span className="num">
            <Trans>
              Cột {shown}, danh sách {listed}
            </Trans>
          </span>
          <b className={isEqual ? 'verdict-good' : 'verdict-bad'}>
            {isEqual ? <Trans>✓ khớp</Trans> : <Trans>✗ không bằng</Trans>}
          </b>
        </p>
        <div className="receipt-actions">
          <CopyLink />
        </div>
      </div>
    </>
  );
}

const BAR = { tables: ['bars', 'incident'], maxHz: 1 } as const;

interface Bar {
  shown: number;
  stepMs: number;
  incidents: IncidentRecord[];
}

function barOf({ records }: CityState, { id, binMs }: { id: string; binMs: number }): Bar | null {
  const bars: BarsRecord | undefined = records.bars.get(id);
  const counts = bars?.counts[Math.round((binMs - bars.startMs) / bars.stepMs)];
  if (bars === undefined || counts === undefined) return null;
  const incidents = [...records.incident.values()]
    .filter(({ openedAtMs }) => openedAtMs >= binMs && openedAtMs < binMs + bars.stepMs)
    .sort((a, b) => a.openedAtMs - b.openedAtMs);
  return { shown: counts.reduce((sum, count) => sum + count, 0), stepMs: bars.stepMs, incidents };
}
