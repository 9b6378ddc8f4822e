import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import type { ReactNode } from 'react';

/** What is shown this once: whoever closes it without having copied it makes another one. */
export function OneTimeSecret({
  title,
  text,
  onClose,
}: {
  title: ReactNode;
  text: string;
  onClose: () => void;
}) {
  const [isCopied, setCopied] = useState(false);
  // Without TLS browsers lend no clipboard: the text is selected whole by one click.
  const canCopy = 'clipboard' in navigator;
  return (
    <div className="account-secret" role="status">
      <b>{title}</b>
      <code>{text}</code>
      <span className="account-row">
        {canCopy && (
          <button
            className="button button-primary"
            type="button"
            onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
          >
            {isCopied ? <Trans>Đã chép</Trans> : <Trans>Chép</Trans>}
          </button>
        )}
        <button className="button" type="button" onClick={onClose}>
          <Trans>Đã cất giữ, đóng lại</Trans>
        </button>
      </span>
    </div>
  );
}
