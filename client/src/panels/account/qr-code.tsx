import { useMemo } from 'react';
import { drawn } from './draw-qr.ts';

/** A QR code, dark on light in every theme: many readers do not know the other way round. Four modules of quiet zone (ISO/IEC 18004). */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { size, path } = useMemo(() => drawn(text), [text]);
  return (
    <svg className="qr-code" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <path d={path} />
    </svg>
  );
}
