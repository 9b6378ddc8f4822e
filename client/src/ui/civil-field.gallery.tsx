import { useState } from 'react';
import { CivilField } from './civil-field.tsx';
import type { CivilKind } from './civil-text.ts';
import type { GalleryPiece } from './gallery-piece.ts';

function Sample({ kind, value: first, label }: { kind: CivilKind; value: string; label: string }) {
  const [value, setValue] = useState(first);
  return <CivilField {...{ kind, value, label }} onChange={setValue} />;
}

export default {
  name: 'CivilField',
  samples: [
    { state: 'usual', show: () => <Sample kind="date" value="2026-11-23" label="Date" /> },
    {
      state: 'usual',
      note: 'hh:mm',
      show: () => <Sample kind="date-time" value="2026-11-23T15:32" label="Date and time" />,
    },
    { state: 'usual', note: 'time', show: () => <Sample kind="time" value="06:00" label="Time" /> },
    { state: 'empty', show: () => <Sample kind="date" value="" label="Date" /> },
    { state: 'error', show: () => <Sample kind="date" value="2026-02-31" label="Date" /> },
  ],
} satisfies GalleryPiece;
