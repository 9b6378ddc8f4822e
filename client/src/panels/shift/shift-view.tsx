import { Trans } from '@lingui/react/macro';
import { useCallback } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { Panel } from '../../ui/panel.tsx';
import { HandoverList } from './handover-list.tsx';
import { PositionList } from './position-list.tsx';
import { PositionPanel } from './position-panel.tsx';
import { RosterPanel } from './roster-panel.tsx';
import type { ShiftAnswer, ShownPosition } from './shift-answers.ts';
import { useListKeys } from '../../ui/use-list-keys.ts';
import { useShiftAct } from './use-shift-act.ts';
import '../../ui/field.css';
import './shift-view.css';

const EVERY_MS = 3_000;

/** The shift of the control room: positions at the left, the chosen one with its brief, its plan and its past handovers. */
export function ShiftView({
  selectedId,
  onSelect,
}: {
  selectedId: string | null;
  onSelect: (id: string | null) => void;
}) {
  const { api, session } = useCentre();
  const question = useCallback(() => api.get<ShiftAnswer>('/shift'), [api]);
  const { value, problem, ask } = useAnswer(question, EVERY_MS);
  const positions = value?.positions ?? NONE;
  const own = positions.find(({ holder }) => holder?.person === session.name);
  const selected = positions.find(({ id }) => id === selectedId) ?? (selectedId === null ? own : undefined);
  useListKeys({ attribute: 'data-position', selectedId: selected?.id ?? null, onSelect });
  return (
    <main className={`shift-main ${selectedId === null ? '' : 'has-position'}`}>
      <Panel
        className="shift-positions"
        title={<Trans>Vị trí trực</Trans>}
        subtitle={value?.positions.length ?? ''}
      >
        {problem !== null && (
          <p className="shift-problem" role="alert">
            <Trans>Số liệu ca trực không còn mới: {problem.message}</Trans> <code>{problem.code}</code>
          </p>
        )}
        {value === null && problem === null && (
          <p className="empty-note" aria-busy="true">
            <Trans>Đang lấy danh sách vị trí…</Trans>
          </p>
        )}
        {value?.positions.length === 0 && (
          <p className="empty-note">
            <Trans>Gói thành phố chưa khai vị trí trực nào (positions.yaml).</Trans>
          </p>
        )}
        <PositionList positions={positions} selectedId={selected?.id ?? null} onSelect={onSelect} />
      </Panel>
      {selected === undefined ? (
        <section className="panel shift-none">
          <p className="empty-note">
            {selectedId === null || value === null ? (
              <Trans>Chọn một vị trí để xem bản tóm tắt và bàn giao.</Trans>
            ) : (
              <Trans>Không có vị trí {selectedId}.</Trans>
            )}
          </p>
        </section>
      ) : (
        <SelectedPosition key={selected.id} position={selected} onDone={ask} />
      )}
    </main>
  );
}

const NONE: ShownPosition[] = [];

function SelectedPosition({ position, onDone }: { position: ShownPosition; onDone: () => void }) {
  const acting = useShiftAct(position, onDone);
  return (
    <>
      <PositionPanel position={position} acting={acting} />
      <div className="shift-right">
        <RosterPanel position={position} acting={acting} />
        <HandoverList position={position} />
      </div>
    </>
  );
}
