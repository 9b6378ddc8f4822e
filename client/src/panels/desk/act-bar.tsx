import { Trans, useLingui } from '@lingui/react/macro';
import { LEGAL_ACTIONS, LEGAL_STATUS } from '@metropane/incidents';
import type { IncidentRecord } from '@metropane/live-state';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { Acting } from '../../live/use-acting.ts';
import { STATE_WORDS } from '../../ui/incident-words.ts';
import { ActForm } from './act-form.tsx';
import { offeredForms, useIncidentForm } from './incident-forms.tsx';
import type { IncidentForm } from './incident-forms.tsx';

/**
 * The legal acts of the incident's state. What needs an answer opens a form first: no single key or click closes an incident.
 * The form that is open belongs to the desk, because keys open it too.
 */
export function ActBar({
  incident,
  acting,
  form,
  onForm,
}: {
  incident: IncidentRecord;
  acting: Acting;
  form: IncidentForm | null;
  onForm: (form: IncidentForm | null) => void;
}) {
  const { i18n } = useLingui();
  const { isSaving } = acting;
  const legal = LEGAL_ACTIONS[incident.state];
  const send = (action: string, fields = {}): void => void acting.send({ action, ...fields });
  if (form !== null && offeredForms(incident).includes(form))
    return <IncidentActForm {...{ incident, acting, form }} onDone={() => onForm(null)} />;
  const isPaused = incident.pauses?.at(-1) !== undefined && incident.pauses.at(-1)?.toMs === undefined;
  return (
    <div className="act-bar">
      {legal.includes('acknowledge') && (
        <button
          className="button button-primary"
          type="button"
          disabled={isSaving}
          onClick={() => send('acknowledge')}
        >
          <Trans>Xác nhận</Trans> <kbd className="keycap">A</kbd>
        </button>
      )}
      {legal.includes('claim') && incident.claimedBy === undefined && (
        <button className="button" type="button" disabled={isSaving} onClick={() => send('claim')}>
          <Trans>Nhận việc</Trans> <kbd className="keycap">C</kbd>
        </button>
      )}
      {incident.state !== 'new' &&
        legal.includes('status') &&
        LEGAL_STATUS[incident.state].filter(isForward).map((to) => (
          <button
            key={to}
            className="button"
            type="button"
            disabled={isSaving}
            onClick={() => send('status', { to })}
          >
            {i18n._(STATE_WORDS[to])}
          </button>
        ))}
      {isPaused && legal.includes('resume') && (
        <button className="button" type="button" disabled={isSaving} onClick={() => send('resume')}>
          <Trans>Chạy lại đồng hồ</Trans>
        </button>
      )}
      <FormButtons {...{ incident, onForm }} />
      {isSaving && (
        <span className="saving" role="status">
          <Trans>đang lưu…</Trans>
        </span>
      )}
    </div>
  );
}

function IncidentActForm({
  incident,
  acting,
  form,
  onDone,
}: {
  incident: IncidentRecord;
  acting: Acting;
  form: IncidentForm;
  onDone: () => void;
}) {
  const { spec, toAct } = useIncidentForm(form, incident);
  return (
    <ActForm
      key={form}
      spec={spec}
      onCancel={onDone}
      onSend={(values) => {
        // The outbox keeps the words from here on, whatever becomes of them.
        void acting.send(toAct(values));
        onDone();
      }}
    />
  );
}

const ALWAYS_SHOWN = new Set<IncidentForm>(['assign', 'close', 'reopen']);

/** The forms: the usual ones as buttons, the rest behind one. */
function FormButtons({
  incident,
  onForm,
}: {
  incident: IncidentRecord;
  onForm: (form: IncidentForm) => void;
}) {
  const { t } = useLingui();
  const [isOpen, setIsOpen] = useState(false);
  const offered = offeredForms(incident);
  const rest = offered.filter((form) => !ALWAYS_SHOWN.has(form));
  const words: Record<IncidentForm, ReactNode> = {
    assign: <Trans>Giao việc…</Trans>,
    escalate: <Trans>Nâng mức…</Trans>,
    pause: <Trans>Tạm dừng…</Trans>,
    link: <Trans>Liên kết…</Trans>,
    merge: <Trans>Gộp…</Trans>,
    split: <Trans>Tách…</Trans>,
    'move-alarm': <Trans>Chuyển báo động…</Trans>,
    withdraw: <Trans>Rút việc…</Trans>,
    'set-title': <Trans>Đổi tên…</Trans>,
    'set-seriousness': <Trans>Đổi mức…</Trans>,
    close: <Trans>Đóng…</Trans>,
    reopen: <Trans>Mở lại…</Trans>,
  };
  const keys: Partial<Record<IncidentForm, string>> = { assign: 'G', close: '⇧E' };
  const shown = isOpen ? offered : offered.filter((form) => ALWAYS_SHOWN.has(form));
  return (
    <>
      {shown.map((form) => (
        <button key={form} className="button" type="button" onClick={() => onForm(form)}>
          {words[form]} {keys[form] !== undefined && <kbd className="keycap">{keys[form]}</kbd>}
        </button>
      ))}
      {rest.length > 0 && (
        <button
          className="button"
          type="button"
          aria-expanded={isOpen}
          aria-label={t`Việc khác`}
          onClick={() => setIsOpen(!isOpen)}
        >
          {isOpen ? '−' : '…'}
        </button>
      )}
    </>
  );
}

function isForward(state: IncidentRecord['state']): boolean {
  return state === 'on-scene' || state === 'mitigated';
}
