import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { Panel } from '../../ui/panel.tsx';
import { ActProblem } from './act-problem.tsx';
import { useAccountAct } from './use-account-act.ts';
import './account-view.css';

interface PersonalAnswer {
  items: {
    source: string;
    id: string;
    status: 'open' | 'erased' | 'damaged';
    contact?: { name?: string; phone?: string };
    description?: string;
  }[];
  files: { attachment: string; status: 'open' | 'erased' | 'damaged'; name?: string }[];
}

const MAY_ASK = new Set(['operator', 'supervisor', 'admin']);

/**
 * What people told of themselves and in their own words: sealed until somebody says why they need it, which the journal keeps with their
 * name. Shown here only, and gone with the page.
 */
export function PersonalPanel({ incidentId }: { incidentId: string }) {
  const { api, session } = useCentre();
  const act = useAccountAct();
  const [answer, setAnswer] = useState<PersonalAnswer | null>(null);
  if (!MAY_ASK.has(session.role)) return null;
  const ask = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get('reason')).trim();
    act.run(
      () => api.post<PersonalAnswer>(`/incidents/${encodeURIComponent(incidentId)}/personal`, { reason }),
      setAnswer,
    );
  };
  return (
    <Panel className="personal-panel" title={<Trans>Thông tin cá nhân (niêm phong)</Trans>}>
      {answer === null ? (
        <form className="account-form" onSubmit={ask}>
          <label>
            <Trans>Vì sao cần xem? Lý do và tên bạn được ghi vào nhật ký.</Trans>
            <input className="field" name="reason" minLength={3} maxLength={500} required />
          </label>
          <ActProblem problem={act.problem} />
          <span className="account-row">
            <button className="button" type="submit" disabled={act.isBusy}>
              <Trans>Mở niêm phong</Trans>
            </button>
          </span>
        </form>
      ) : (
        <Opened answer={answer} onClose={() => setAnswer(null)} />
      )}
    </Panel>
  );
}

function Opened({ answer: { items, files }, onClose }: { answer: PersonalAnswer; onClose: () => void }) {
  return (
    <div className="account-grant">
      {items.length + files.length === 0 && (
        <p>
          <Trans>Sự cố này không có gì được niêm phong.</Trans>
        </p>
      )}
      <ul className="personal-list">
        {items.map((item) => (
          <li key={`${item.source} ${item.id}`}>
            <small>{item.source}</small>
            {item.status !== 'open' && <Closed status={item.status} />}
            {item.contact !== undefined && (
              <b>{[item.contact.name, item.contact.phone].filter(Boolean).join(' · ')}</b>
            )}
            {item.description !== undefined && <p>{item.description}</p>}
          </li>
        ))}
        {files.map((file) => (
          <li key={file.attachment}>
            <small>
              <Trans>tên tệp {file.attachment.slice(0, 8)}</Trans>
            </small>
            {file.status === 'open' ? <b>{file.name}</b> : <Closed status={file.status} />}
          </li>
        ))}
      </ul>
      <span className="account-row">
        <button className="button" type="button" onClick={onClose}>
          <Trans>Che lại</Trans>
        </button>
      </span>
    </div>
  );
}

function Closed({ status }: { status: 'erased' | 'damaged' }) {
  return status === 'erased' ? (
    <Trans>đã xoá theo yêu cầu</Trans>
  ) : (
    <Trans>không mở được: báo người quản trị</Trans>
  );
}
