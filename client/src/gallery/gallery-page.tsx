import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMemo, Suspense } from 'react';
import type { CSSProperties, ReactNode } from 'react';
import { CentreContext } from '../live/centre-context.ts';
import type { GalleryPiece, GallerySample, GalleryState } from '../ui/gallery-piece.ts';
import { PanelBoundary } from '../ui/panel-boundary.tsx';
import { ReceiptContext } from '../ui/receipt-opener.ts';
import { makeGalleryCentre } from './gallery-centre.ts';
import { GALLERY_PIECES } from './gallery-pieces.ts';
import { GalleryTokens } from './gallery-tokens.tsx';
import './gallery-page.css';

/** Every small piece of the screens in every state, at one fixed moment and without a city: for eyes and for visual tests. */
export function GalleryPage({ bar }: { bar: ReactNode }) {
  return (
    <main className="gallery">
      <header className="gallery-bar">
        <h1>
          <Trans>Bộ mẫu giao diện</Trans>
        </h1>
        <p className="muted">
          <Trans>Số liệu bịa, đứng ở một thời điểm; không có thành phố nào phía sau.</Trans>
        </p>
        <div className="gallery-choices">{bar}</div>
      </header>
      <GalleryTokens />
      {GALLERY_PIECES.map((piece) => (
        <PieceOf key={piece.name} piece={piece} />
      ))}
    </main>
  );
}

function PieceOf({ piece }: { piece: GalleryPiece }) {
  const { width, height } = piece.box ?? {};
  const style: CSSProperties = {
    ...(width === undefined ? {} : { width: `min(100%, ${width}rem)` }),
    ...(height === undefined ? {} : { height: `${height}rem` }),
  };
  return (
    <section className="gallery-piece" data-piece={piece.name}>
      <h2>
        <code>{piece.name}</code>
      </h2>
      <div className="gallery-samples">
        {piece.samples.map((sample, at) => (
          <SampleOf key={at} sample={sample} style={style} />
        ))}
      </div>
    </section>
  );
}

function SampleOf({ sample, style }: { sample: GallerySample; style: CSSProperties }) {
  const { i18n } = useLingui();
  const centre = useMemo(() => makeGalleryCentre(sample.room ?? {}), [sample]);
  return (
    <figure className="gallery-sample" data-state={sample.state} style={{ width: style.width }}>
      <figcaption>
        {i18n._(STATE_WORDS[sample.state])}
        {sample.note !== undefined && <span className="num"> · {sample.note}</span>}
      </figcaption>
      <div className="gallery-box" style={{ height: style.height }}>
        <CentreContext value={centre}>
          <ReceiptContext value={sample.room?.hasReceipts === true ? OFFERED : NOT_OFFERED}>
            <PanelBoundary>
              {/* Charts come when they are first shown. */}
              <Suspense>{sample.show()}</Suspense>
            </PanelBoundary>
          </ReceiptContext>
        </CentreContext>
      </div>
    </figure>
  );
}

const OFFERED = { isOffered: true, open: () => undefined };
const NOT_OFFERED = { isOffered: false, open: () => undefined };

const STATE_WORDS: Readonly<Record<GalleryState, MessageDescriptor>> = {
  usual: msg`bình thường`,
  p1: msg`ưu tiên 1`,
  p2: msg`ưu tiên 2`,
  p3: msg`ưu tiên 3`,
  p4: msg`ưu tiên 4`,
  unacknowledged: msg`chưa xác nhận`,
  returned: msg`đã hết, chưa xác nhận`,
  shelved: msg`đã gác`,
  late: msg`trễ`,
  stale: msg`cũ`,
  dead: msg`đã mất`,
  partial: msg`thiếu một phần`,
  empty: msg`rỗng`,
  'no-source': msg`không có nguồn`,
  loading: msg`đang tải`,
  error: msg`lỗi`,
  chosen: msg`đang chọn`,
  disabled: msg`không bấm được`,
  long: msg`chữ dài`,
  huge: msg`số rất lớn`,
};
