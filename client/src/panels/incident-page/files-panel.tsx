import { Trans, useLingui } from '@lingui/react/macro';
import { Paperclip } from 'lucide-react';
import type { IncidentRecord } from '@metropane/live-state';
import { useRef, useState } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { Problem } from '../../live/centre-port.ts';
import { withRealm } from '../../live/realm.ts';
import { formatNumber } from '../../ui/format.ts';
import { useLocale } from '../../ui/use-locale.ts';
import { useTimeText } from '../../ui/use-time-text.ts';

/** Files of an incident, and sending one more: what the centre refuses is said with its reason, and the file stays chosen. */
export function FilesPanel({ incident }: { incident: IncidentRecord }) {
  const { session } = useCentre();
  const timeText = useTimeText();
  const locale = useLocale();
  const files = incident.attachments ?? [];
  return (
    <section className="panel files-panel">
      <header className="panel-head">
        <h2>
          <Trans>Tệp đính kèm</Trans>
        </h2>
        <span className="panel-sub num">{files.length}</span>
      </header>
      <FileSender incidentId={incident.id} />
      <ul>
        {files.map((file) => (
          <li key={file.id}>
            <Paperclip className="icon" aria-hidden="true" />
            <a
              className="clip"
              href={withRealm(`/api/v1/incidents/${incident.id}/attachments/${file.id}`, session.realm)}
              download={file.name}
            >
              {file.name}
            </a>
            <span className="num muted">
              {formatNumber(file.bytes / 1_024, 0, locale)} KB · {file.by} · {timeText(file.atMs)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function FileSender({ incidentId }: { incidentId: string }) {
  const { t } = useLingui();
  const { api } = useCentre();
  const [phase, setPhase] = useState<'idle' | 'sending' | Problem>('idle');
  const [chosen, setChosen] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const isStripped = useRef<HTMLInputElement>(null);
  const send = async (): Promise<void> => {
    const file = input.current?.files?.[0];
    if (file === undefined) return;
    setPhase('sending');
    try {
      const path = `/incidents/${encodeURIComponent(incidentId)}/attachments`;
      await api.upload(isStripped.current?.checked === true ? `${path}?metadata=strip` : path, file);
      setPhase('idle');
      if (input.current !== null) input.current.value = '';
      setChosen(null);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setPhase(error);
    }
  };
  return (
    <form
      className="file-sender"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <label className="file-choice">
        <input
          ref={input}
          type="file"
          className="sr-only"
          aria-label={t`Tệp để đính kèm`}
          disabled={phase === 'sending'}
          onChange={(event) => setChosen(event.currentTarget.files?.[0]?.name ?? null)}
        />
        <span className="button">
          <Trans>Chọn tệp…</Trans>
        </span>
        <span className="clip">{chosen ?? <Trans>chưa chọn</Trans>}</span>
      </label>
      <label className="file-strip">
        <input ref={isStripped} type="checkbox" /> <Trans>bỏ vị trí, giờ, máy chụp khỏi ảnh</Trans>
      </label>
      <button className="button" type="submit" disabled={phase === 'sending'}>
        {phase === 'sending' ? <Trans>đang gửi…</Trans> : <Trans>Đính kèm</Trans>}
      </button>
      {phase instanceof Problem && (
        <p className="file-problem" role="alert">
          <FileProblem problem={phase} />
        </p>
      )}
    </form>
  );
}

function FileProblem({ problem: { code, message, status } }: { problem: Problem }) {
  const words: Record<string, React.ReactNode> = {
    oversize: <Trans>Tệp lớn quá mức trung tâm nhận.</Trans>,
    'attachments-full': <Trans>Sự cố này đã đủ tệp.</Trans>,
    'attachment-type': <Trans>Loại tệp này không được nhận.</Trans>,
    'attachment-disguised': <Trans>Nội dung tệp không đúng với loại mà tên tệp nói.</Trans>,
    'attachment-empty': <Trans>Tệp rỗng.</Trans>,
    'cannot-strip': <Trans>Chỉ bỏ được thông tin khỏi ảnh JPEG, PNG, WebP.</Trans>,
    'picture-damaged': <Trans>Ảnh hỏng: không bỏ được thông tin trong ảnh.</Trans>,
  };
  return (
    <>
      <b>
        <Trans>Chưa đính kèm.</Trans>
      </b>{' '}
      {words[code] ??
        (status === 0 ? (
          <Trans>Không tới được trung tâm; tệp còn đây, gửi lại khi có kết nối.</Trans>
        ) : (
          message
        ))}{' '}
      <code>{code}</code>
    </>
  );
}
