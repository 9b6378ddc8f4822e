import { useState } from 'react';
import type { ReactNode } from 'react';

/** A button for what cannot be undone: the first press asks, the second does. Looking elsewhere takes the question back. */
export function SureButton({
  children,
  sure,
  label,
  isBusy,
  onSure,
}: {
  children: ReactNode;
  /** What the button asks after the first press. */
  sure: ReactNode;
  /** Whole sentence for who does not see the row. */
  label?: string;
  isBusy: boolean;
  onSure: () => void;
}) {
  const [isAsking, setAsking] = useState(false);
  return (
    <button
      className="button"
      type="button"
      disabled={isBusy}
      aria-label={isAsking ? undefined : label}
      onClick={() => {
        setAsking(!isAsking);
        if (isAsking) onSure();
      }}
      onBlur={() => setAsking(false)}
    >
      {isAsking ? sure : children}
    </button>
  );
}
