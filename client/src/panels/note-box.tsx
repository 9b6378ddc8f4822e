import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { IncidentRecord } from '@metropane/live-state';
import type { IncidentActing } from '../live/use-incident-act.ts';

/** Unsent words per incident: going to look at another one must not lose them. Lasts as long as the page. */
const drafts = new Map<string, string>();
const MOST_CHARACTERS = 4_000;

/** A note, sent with Ctrl+Enter. The words stay until the server has them. */
export function NoteBox({ incident, acting }: { incident: IncidentRecord; acting: IncidentActing }) {
  const { t } = useLingui();
  const [text, setText] = useState(drafts.get(incident.id) ?? '');
  const isSaving = acting.state.phase === 'saving' && acting.state.act.action === 'note';
  const change = (next: string): void => {
    setText(next);
    if (next === '') drafts.delete(incident.id);
    else drafts.set(incident.id, next);
  };
  const send = async (): Promise<void> => {
    if (text.trim() === '' || isSaving) return;
    if (await acting.send({ action: 'note', text: text.trim() }, incident.revision)) change('');
  };
  return (
    <section className="note-box">
      <h3>
        <label htmlFor="note">
          <Trans>Ghi chú</Trans>
        </label>
        <span className="note-hint">
          {isSaving ? (
            <span className="saving" role="status">
              <Trans>đang lưu…</Trans>
            </span>
          ) : (
            <>
              <kbd className="keycap">Ctrl ↵</kbd>{' '}
              <span>
                <Trans>gửi</Trans>
              </span>
            </>
          )}
        </span>
      </h3>
      <textarea
        id="note"
        rows={2}
        maxLength={MOST_CHARACTERS}
        value={text}
        readOnly={isSaving}
        placeholder={t`Viết cho người sau đọc`}
        onChange={(event) => change(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send();
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      <button
        className="button note-send"
        type="button"
        disabled={isSaving || text.trim() === ''}
        onClick={() => void send()}
      >
        <Trans>Gửi ghi chú</Trans>
      </button>
    </section>
  );
}
