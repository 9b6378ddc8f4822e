import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { allowedShiftActs } from '@metropane/incidents';
import type { ShiftActionName } from '@metropane/incidents';
import { useCentre } from '../../live/centre-context.ts';
import { ActForm } from './act-form.tsx';
import type { ShownPosition } from './shift-answers.ts';
import { SHIFT_REFUSALS } from './shift-words.ts';
import type { ShiftActing, WantedShiftAct } from './use-shift-act.ts';
import './shift-acts.css';

/** What this person may do with the position now; every act asks for its words first, and says why it was refused. */
export function ShiftActs({ position, acting }: { position: ShownPosition; acting: ShiftActing }) {
  const { session } = useCentre();
  const [asked, setAsked] = useState<ShiftActionName | null>(null);
  const allowed = allowedShiftActs(position, session.name).filter((act) => BUTTONS.has(act));
  const open = asked !== null && allowed.includes(asked) ? asked : null;
  const isSaving = acting.state.phase === 'saving';
  const send = async (text: string): Promise<void> => {
    if (open === null) return;
    if (await acting.send(actOf({ action: open, text, position }))) setAsked(null);
  };
  return (
    <div className="shift-acts">
      {open === null ? (
        <div className="shift-buttons">
          {allowed.map((act) => (
            <button
              key={act}
              className={`button ${PRIMARY.has(act) ? 'button-primary' : ''}`}
              type="button"
              disabled={isSaving}
              onClick={() => setAsked(act)}
            >
              {BUTTONS.get(act)}
            </button>
          ))}
        </div>
      ) : (
        <ActForm
          key={open}
          label={<Question act={open} position={position} />}
          isRequired={open === 'cancel' || (open === 'claim' && position.holder !== null)}
          isSaving={isSaving}
          send={BUTTONS.get(open)}
          onSend={(text) => void send(text)}
          onBack={() => setAsked(null)}
        />
      )}
      <ShiftProblem acting={acting} />
    </div>
  );
}

const BUTTONS: ReadonlyMap<ShiftActionName, ReactNode> = new Map<ShiftActionName, ReactNode>([
  ['claim', <Trans key="claim">Nhận vị trí</Trans>],
  ['begin', <Trans key="begin">Bắt đầu bàn giao</Trans>],
  ['sign-give', <Trans key="give">Ký giao</Trans>],
  ['sign-take', <Trans key="take">Ký nhận</Trans>],
  ['cancel', <Trans key="cancel">Hủy bàn giao</Trans>],
  ['release', <Trans key="release">Trả vị trí</Trans>],
]);
const PRIMARY: ReadonlySet<ShiftActionName> = new Set(['claim', 'begin', 'sign-give', 'sign-take']);

function Question({ act, position }: { act: ShiftActionName; position: ShownPosition }) {
  const holder = position.holder?.person ?? '';
  switch (act) {
    case 'claim':
      return position.holder === null ? (
        <Trans>Ghi chú khi nhận (không bắt buộc)</Trans>
      ) : (
        <Trans>{holder} đang giữ. Lý do nhận thay người vắng (bắt buộc)</Trans>
      );
    case 'begin':
      return <Trans>Giao cho ai? Để trống nếu ai trong phòng cũng nhận được</Trans>;
    case 'sign-give':
      return <Trans>Tôi giao vị trí kèm bản tóm tắt này. Lời nhắn (không bắt buộc)</Trans>;
    case 'sign-take':
      return <Trans>Tôi đã đọc bản tóm tắt và nhận vị trí. Lời nhắn (không bắt buộc)</Trans>;
    case 'cancel':
      return <Trans>Lý do hủy bàn giao (bắt buộc)</Trans>;
    default:
      return <Trans>Lý do trả vị trí không bàn giao (không bắt buộc)</Trans>;
  }
}

function actOf({
  action,
  text,
  position,
}: {
  action: ShiftActionName;
  text: string;
  position: ShownPosition;
}): WantedShiftAct {
  if (text === '' && action !== 'sign-give' && action !== 'sign-take') return { action };
  switch (action) {
    case 'begin':
      return { action, to: text };
    case 'sign-give':
    case 'sign-take': {
      const briefHash = position.handover?.brief.hash ?? '';
      return { action, briefHash, ...(text === '' ? {} : { text }) };
    }
    default:
      return { action, reason: text };
  }
}

/** Why the last act was not done. What was typed is still in its box. */
export function ShiftProblem({ acting: { state, dismiss } }: { acting: ShiftActing }) {
  const { i18n } = useLingui();
  if (state.phase !== 'failed') return null;
  const words = SHIFT_REFUSALS[state.problem.code];
  return (
    <div className="act-problem" role="alert">
      <p>
        <b>
          <Trans>Chưa làm.</Trans>
        </b>{' '}
        {words === undefined ? state.problem.message : i18n._(words)} <code>{state.problem.code}</code>
      </p>
      <button className="button" type="button" onClick={dismiss}>
        <Trans>Đã hiểu</Trans>
      </button>
    </div>
  );
}
