import { Trans } from '@lingui/react/macro';
import { useId, useState } from 'react';
import type { ReactNode } from 'react';

/** One question before an act: a line of text, needed or not, and the two ways on. Enter sends, Esc goes back. */
export function ActForm({
  label,
  isRequired,
  isSaving,
  send,
  onSend,
  onBack,
}: {
  label: ReactNode;
  isRequired: boolean;
  isSaving: boolean;
  /** The word on the button. */
  send: ReactNode;
  onSend: (text: string) => void;
  onBack: () => void;
}) {
  const id = useId();
  const [text, setText] = useState('');
  const isReady = !isSaving && (!isRequired || text.trim() !== '');
  return (
    <form
      className="shift-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) onSend(text.trim());
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onBack();
      }}
    >
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="field"
        value={text}
        maxLength={1_000}
        // The form appears because its button was pressed: the next thing that is done is to write.
        ref={(element) => element?.focus()}
        onChange={(event) => setText(event.target.value)}
      />
      <span className="shift-form-ways">
        <button className="button button-primary" type="submit" disabled={!isReady}>
          {isSaving ? <Trans>đang lưu…</Trans> : send}
        </button>
        <button className="button" type="button" onClick={onBack}>
          <Trans>Thôi</Trans>
        </button>
      </span>
    </form>
  );
}
