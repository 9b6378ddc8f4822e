import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { ShiftActing } from './use-shift-act.ts';

/** A free note for whoever comes next: it goes into the brief. The words stay until the centre has them. */
export function ShiftNoteBox({ acting }: { acting: ShiftActing }) {
  const { t } = useLingui();
  const [text, setText] = useState('');
  const isSaving = acting.state.phase === 'saving';
  const send = async (): Promise<void> => {
    if (text.trim() === '' || isSaving) return;
    if (await acting.send({ action: 'note', text: text.trim() })) setText('');
  };
  return (
    <form
      className="shift-form"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <label htmlFor="shift-note">
        <Trans>Ghi chú cho ca sau</Trans>
      </label>
      <textarea
        id="shift-note"
        className="field"
        rows={2}
        maxLength={4_000}
        value={text}
        readOnly={isSaving}
        placeholder={t`Viết cho người nhận ca đọc`}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send();
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      <button className="button" type="submit" disabled={isSaving || text.trim() === ''}>
        <Trans>Ghi vào sổ ca</Trans>
      </button>
    </form>
  );
}
