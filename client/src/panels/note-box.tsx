import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { Acting } from '../live/use-acting.ts';
import { keepDraft, readDraft } from '../live/drafts.ts';

const MOST_CHARACTERS = 4_000;

/** A note, sent with Ctrl+Enter. The words stay in the box until the centre, or the outbox of this desk, has them. */
export function NoteBox({
  subjectId,
  acting,
  presence,
  onTyping,
}: {
  subjectId: string;
  acting: Acting;
  /** Who else writes here now. */
  presence?: ReactNode;
  onTyping?: () => void;
}) {
  const { t } = useLingui();
  const [text, setText] = useState(() => readDraft(subjectId));
  const isSaving = acting.entries.some(({ act, phase }) => act.action === 'note' && phase === 'saving');
  const change = (next: string): void => {
    setText(next);
    keepDraft(subjectId, next);
    onTyping?.();
  };
  const send = async (): Promise<void> => {
    if (text.trim() === '' || isSaving) return;
    // A refused note stays in its box and beside the reason: nothing that was typed is ever gone.
    if ((await acting.send({ action: 'note', text: text.trim() })) !== 'failed') change('');
  };
  return (
    <section className="note-box">
      <h3>
        <label htmlFor="note">
          <Trans>Ghi chú</Trans>
        </label>
        {presence}
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
        data-kept
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
