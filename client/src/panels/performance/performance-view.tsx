import { Trans } from '@lingui/react/macro';
import { useCallback, useState } from 'react';
import type { AlarmPerformance } from '@metropane/incidents';
import type { CityState, Text } from '@metropane/live-state';
import { makeCursor } from '../../ui/linked/cursor-store.ts';
import { SpanHint } from '../../ui/linked/span-hint.tsx';
import type { OnSpan } from '../../ui/linked/use-span-choice.ts';
import { useCentre } from '../../live/centre-context.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { useLive } from '../../live/use-live.ts';
import { formatDateTime } from '../../ui/format.ts';
import { saveFile } from '../../ui/save-file.ts';
import { usePeriod } from '../area/use-period.ts';
import { Downtimes } from './downtimes.tsx';
import { LoadExports } from './load-exports.tsx';
import { PerformancePosition } from './performance-position.tsx';
import { PeriodPicker } from './period-picker.tsx';
import { performanceCsv } from './performance-csv.ts';
import { performancePath } from './performance-period.ts';
import '../../ui/field.css';
import './performance-view.css';

/** The figures, and since when the centre knows whether it ran; null: it does not for this room. */
export type PerformanceAnswer = AlarmPerformance & { uptimeFromMs: number | null };

/** How the alarms treated each duty position over a period, after ISA-18.2 and EEMUA 191. */
export function PerformanceView() {
  const { api } = useCentre();
  const { period, setPeriod, zoomTo } = usePeriod('24h');
  const question = useCallback(() => api.get<PerformanceAnswer>(performancePath(period)), [api, period]);
  const { value, problem, isLoading } = useAnswer(question);
  return (
    <main className="scroll-main performance-main" tabIndex={0}>
      <PeriodPicker period={period} onPeriod={setPeriod} isLoading={isLoading} />
      {problem !== null && (
        <p className="performance-problem" role="alert">
          <b>
            <Trans>Chưa tính được.</Trans>
          </b>{' '}
          {problem.code === 'not-recorded' ? (
            <Trans>Trung tâm chưa có sổ ghi nào của khoảng này.</Trans>
          ) : (
            problem.message
          )}{' '}
          <code>{problem.code}</code>
        </p>
      )}
      {value === null ? (
        problem === null && (
          <p className="panel performance-wait" aria-busy="true">
            <Trans>Đang đếm báo động trong sổ ghi…</Trans>
          </p>
        )
      ) : (
        <Figures performance={value} onSpan={zoomTo} />
      )}
    </main>
  );
}

function Figures({ performance, onSpan }: { performance: PerformanceAnswer; onSpan: OnSpan }) {
  const { ground } = useCentre();
  const names = useLive(selectNames, POSITIONS);
  // Of all positions: what one bore at a time is read beside what the others did.
  const [cursor] = useState(makeCursor);
  const { fromMs, toMs, isIndicative, positions, elsewhere } = performance;
  return (
    <>
      <div className="performance-said">
        <p className="num">
          {formatDateTime(fromMs, ground.zone)} – {formatDateTime(toMs, ground.zone)}
        </p>
        {isIndicative && (
          <p className="performance-indicative">
            <Trans>Dưới 30 ngày: chỉ để tham khảo</Trans>
          </p>
        )}
        {elsewhere > 0 && (
          <p>
            <Trans>
              {elsewhere} báo động của vị trí không còn trong cấu hình không nằm trong các số này.
            </Trans>
          </p>
        )}
        <LoadExports performance={performance} names={names} />
        <SaveCsv performance={performance} />
        {positions.length > 0 && <SpanHint />}
      </div>
      <Downtimes performance={performance} />
      {positions.length === 0 && (
        <p className="panel performance-wait">
          <Trans>Gói thành phố chưa khai vị trí trực nào (positions.yaml).</Trans>
        </p>
      )}
      {positions.map((each) => (
        <PerformancePosition
          key={each.position}
          performance={each}
          cursor={cursor}
          onSpan={onSpan}
          name={names.get(each.position) ?? { vi: each.position, en: each.position }}
        />
      ))}
    </>
  );
}

function SaveCsv({ performance }: { performance: AlarmPerformance }) {
  const save = (): void => {
    const bytes = new TextEncoder().encode(performanceCsv(performance));
    const day = new Date(performance.fromMs).toISOString().slice(0, 10);
    saveFile(bytes, { name: `alarms-${day}.csv`, type: 'text/csv' });
  };
  return (
    <button className="button" type="button" onClick={save}>
      <Trans>Xuất CSV</Trans>
    </button>
  );
}

const POSITIONS = { tables: ['position'], maxHz: 1 } as const;

function selectNames({ records }: CityState): ReadonlyMap<string, Text> {
  return new Map([...records.position.values()].map(({ id, name }) => [id, name]));
}
