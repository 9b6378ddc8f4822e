import { Trans } from '@lingui/react/macro';
import { Link2 } from 'lucide-react';
import { useState } from 'react';

/** Copies the address of what is open now; where the browser forbids it, shows it to be copied by hand. */
export function CopyLink() {
  const [state, setState] = useState<'idle' | 'copied' | 'by-hand'>('idle');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(location.href);
      setState('copied');
    } catch {
      // No clipboard without TLS, or no permission: the address is then shown.
      setState('by-hand');
    }
  };
  if (state === 'by-hand')
    return (
      <input
        className="receipt-link"
        readOnly
        value={location.href}
        aria-label={location.href}
        onFocus={({ currentTarget }) => currentTarget.select()}
      />
    );
  return (
    <button className="button" type="button" onClick={() => void copy()}>
      <Link2 aria-hidden="true" />
      {state === 'copied' ? <Trans>Đã chép</Trans> : <Trans>Chép liên kết</Trans>}
    </button>
  );
}
