import { GALLERY_NOW_MS, NEVER_ANSWERED } from '../ui/gallery-piece.ts';
import type { GalleryPiece } from '../ui/gallery-piece.ts';
import { SystemsPanel } from './systems-panel.tsx';

export default {
  name: 'SystemsPanel',
  box: { width: 27, height: 12 },
  samples: [
    {
      state: 'usual',
      room: {
        answers: {
          '/systems': {
            items: [
              system(1, 'connected', 1_284),
              system(2, 'silent', 96.4),
              system(3, 'never-heard', null),
              system(4, 'own', 12_345_678_901),
            ],
          },
        },
      },
      show: () => <SystemsPanel />,
    },
    { state: 'empty', room: { answers: { '/systems': { items: [] } } }, show: () => <SystemsPanel /> },
    { state: 'loading', room: { answers: { '/systems': NEVER_ANSWERED } }, show: () => <SystemsPanel /> },
    { state: 'error', show: () => <SystemsPanel /> },
  ],
} satisfies GalleryPiece;

function system(number: number, status: string, value: number | null): object {
  const isHeard = status !== 'never-heard' && status !== 'own';
  return {
    ...{ number, code: `s${number}`, status, silentAfterMs: isHeard ? 600_000 : null },
    name: { vi: 'Tiếp nhận phản ánh của người dân 1022', en: 'Citizens’ reports 1022' },
    lastEvent: isHeard
      ? new Date(GALLERY_NOW_MS - (status === 'silent' ? 4_000_000 : 20_000)).toISOString()
      : null,
    headline: [{ code: 'n', name: { vi: 'đang xử lý', en: 'being handled' }, unit: '', value }],
  };
}
