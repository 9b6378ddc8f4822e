import { Trans, useLingui } from '@lingui/react/macro';
import { LEGAL_ACTIONS, LEGAL_STATUS } from '@metropane/incidents';
import type { IncidentRecord } from '@metropane/live-state';
import { useState } from 'react';
import type { IncidentActing, WantedAct } from '../live/use-incident-act.ts';
import { STATE_WORDS } from '../ui/incident-words.ts';

/** The legal acts of the incident's state as buttons. Closing asks for a reason first: no single key or click closes. */
export function ActBar({ incident, acting }: { incident: IncidentRecord; acting: IncidentActing }) {
  const { i18n } = useLingui();
  const [isClosing, setIsClosing] = useState(false);
  const legal = LEGAL_ACTIONS[incident.state];
  const isSaving = acting.state.phase === 'saving';
  const send = (act: WantedAct): void => void acting.send(act, incident.revision);
  return (
    <div className="act-bar">
      {legal.includes('acknowledge') && (
        <button
          className="button button-primary"
          type="button"
          disabled={isSaving}
          onClick={() => send({ action: 'acknowledge' })}
        >
          <Trans>Xác nhận</Trans> <kbd className="keycap">A</kbd>
        </button>
      )}
      {legal.includes('claim') && incident.claimedBy === undefined && (
        <button
          className="button"
          type="button"
          disabled={isSaving}
          onClick={() => send({ action: 'claim' })}
        >
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
            onClick={() => send({ action: 'status', to })}
          >
            {i18n._(STATE_WORDS[to])}
          </button>
        ))}
      {legal.includes('close') && !isClosing && (
        <button className="button" type="button" disabled={isSaving} onClick={() => setIsClosing(true)}>
          <Trans>Đóng…</Trans>
        </button>
      )}
      {legal.includes('reopen') && (
        <button className="button" type="button" disabled={isSaving} onClick={() => setIsClosing(true)}>
          <Trans>Mở lại…</Trans>
        </button>
      )}
      {isSaving && (
        <span className="saving" role="status">
          <Trans>đang lưu…</Trans>
        </span>
      )}
      {isClosing && (
        <ReasonForm
          isReopening={incident.state === 'closed'}
          isSaving={isSaving}
          onCancel={() => setIsClosing(false)}
          onSend={(reason) => {
            void acting
              .send({ action: incident.state === 'closed' ? 'reopen' : 'close', reason }, incident.revision)
              .then((isDone) => isDone && setIsClosing(false));
          }}
        />
      )}
    </div>
  );
}

function isForward(state: IncidentRecord['state']): boolean {
  return state === 'on-scene' || state === 'mitigated';
}

function ReasonForm({
  isReopening,
  isSaving,
  onSend,
  onCancel,
}: {
  isReopening: boolean;
  isSaving: boolean;
  onSend: (reason: string) => void;
  onCancel: () => void;
}) {
  const { t } = useLingui();
  const [reason, setReason] = useState('');
  return (
    <form
      className="reason-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim() !== '' && !isSaving) onSend(reason.trim());
      }}
    >
      <input
        autoFocus
        value={reason}
        aria-label={t`Lý do`}
        placeholder={isReopening ? t`Vì sao mở lại?` : t`Kết quả xử lý, lý do đóng`}
        onChange={(event) => setReason(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onCancel();
        }}
      />
      <button className="button button-primary" type="submit" disabled={isSaving || reason.trim() === ''}>
        {isReopening ? <Trans>Mở lại</Trans> : <Trans>Đóng sự cố</Trans>}
      </button>
      <button className="button" type="button" onClick={onCancel}>
        <Trans>Thôi</Trans>
      </button>
    </form>
  );
}
