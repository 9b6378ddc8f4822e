import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import type { CentreApi, Problem } from '../../live/centre-port.ts';
import { formatElapsed } from '../../ui/format.ts';
import { useLocale } from '../../ui/use-locale.ts';
import { QrCode } from './qr-code.tsx';
import { type Pairing, usePairing } from './use-pairing.ts';
import '../../ui/panel.css';
import './pairing-view.css';

/** A screen that nobody let in yet: its short code and the QR code, large enough to be read from the desk. Shows nothing of the city. */
export function PairingView({
  api,
  room,
  screen,
  onLetIn,
  onSignIn,
  children,
}: {
  api: Pick<CentreApi, 'post'>;
  room: string;
  screen: string;
  /** Must stay the same function. */
  onLetIn: () => void;
  /** The other way in, for who stands at this screen with a keyboard. */
  onSignIn: () => void;
  children?: ReactNode;
}) {
  const { t } = useLingui();
  const place = `${room} / ${screen}`;
  const pairing = usePairing(api, { room, screen }, onLetIn);
  const { userCode, url } = pairing;
  return (
    <main className="pairing">
      <p className="pairing-place">
        <Trans>Màn hình {place}</Trans>
      </p>
      <h1>
        <Trans>Màn hình này chưa được cho vào</Trans>
      </h1>
      <p className="pairing-how">
        <Trans>
          Ở bàn trực, mở Quyền vào › Màn hình tường và gõ mã này, hoặc quét ô vuông bằng điện thoại đã đăng
          nhập. Trưởng ca hoặc người quản trị cho vào.
        </Trans>
      </p>
      <div className="pairing-code" aria-live="polite">
        {userCode === null || url === null ? (
          <Phase pairing={pairing} />
        ) : (
          <>
            <strong className="num">{userCode}</strong>
            <QrCode text={url} label={t`Ô vuông dẫn tới ${url}`} />
          </>
        )}
      </div>
      <p className="pairing-rest">
        <TimeLeft endsAtMs={pairing.endsAtMs} />
      </p>
      {pairing.problem !== null && <NoAnswer problem={pairing.problem} />}
      <div className="pairing-foot">
        <button className="button" type="button" onClick={onSignIn}>
          <Trans>Đăng nhập tại màn này</Trans>
        </button>
        {children}
      </div>
    </main>
  );
}

function Phase({ pairing: { phase } }: { pairing: Pairing }) {
  switch (phase) {
    case 'denied':
      return (
        <p>
          <Trans>Có người đã từ chối màn hình này. Mã mới sẽ hiện ngay sau đây.</Trans>
        </p>
      );
    case 'let-in':
      return (
        <p>
          <Trans>Đã được cho vào, đang mở…</Trans>
        </p>
      );
    default:
      return (
        <p aria-busy="true">
          <Trans>Đang xin mã…</Trans>
        </p>
      );
  }
}

function NoAnswer({ problem }: { problem: Problem }) {
  return (
    <p className="pairing-problem" role="alert">
      {problem.code === 'unknown-room' ? (
        <Trans>Thành phố không có phòng này: kiểm tra địa chỉ của màn hình.</Trans>
      ) : problem.code === 'too-many-devices' ? (
        <Trans>Quá nhiều màn hình đang chờ: màn này tự thử lại.</Trans>
      ) : (
        <Trans>Chưa liên lạc được với trung tâm: màn này tự thử lại.</Trans>
      )}{' '}
      <code>{problem.code}</code>
    </p>
  );
}

function TimeLeft({ endsAtMs }: { endsAtMs: number | null }) {
  const locale = useLocale();
  const [nowMs, setNowMs] = useState(() => performance.now());
  useEffect(function countDown() {
    const timer = setInterval(() => setNowMs(performance.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  if (endsAtMs === null) return null;
  const left = formatElapsed(Math.max(0, endsAtMs - nowMs), locale);
  return <Trans>Mã còn dùng được {left}; mã mới tự hiện.</Trans>;
}
