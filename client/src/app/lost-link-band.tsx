import { Trans, useLingui } from '@lingui/react/macro';
import { WifiOff } from 'lucide-react';
import { useState } from 'react';
import { useCentre } from '../live/centre-context.ts';
import { LOST_AFTER_MS } from '../live/link-state.ts';
import { useLink } from '../live/use-live.ts';
import { useLocalNowMs } from '../live/use-now.ts';
import { formatElapsed, formatTime } from '../ui/format.ts';
import { useLocale } from '../ui/use-locale.ts';
import { SimulatedTile } from './link-tiles.tsx';
import { REFUSAL_WORDS } from './refusal-words.ts';

/**
 * Says that nothing arrives (any more), since when, as of when the figures are, and why if the centre told. Neither alarm nor
 * accent hue: it must not be taken for an incident. It lies over the header's mark of simulated figures, so it says that again.
 */
export function LostLinkBand() {
  const { ground, live } = useCentre();
  const locale = useLocale();
  const nowMs = useLocalNowMs();
  const [openedMs] = useState(nowMs);
  const phase = useLink((link) => link.phase);
  const { lastHeardMs } = live.link.getState();
  const sinceMs = lastHeardMs ?? openedMs;
  if (phase === 'live' || (phase === 'connecting' && nowMs - sinceMs < LOST_AFTER_MS)) return null;
  const asOf = live.state.atMs === 0 ? null : formatTime(live.state.atMs, ground.zone);
  return (
    <div className="lost-band" role="alert">
      <SimulatedTile />
      <WifiOff className="icon" aria-hidden="true" />
      <strong>
        {phase === 'lost' ? <Trans>MẤT KẾT NỐI</Trans> : <Trans>CHƯA KẾT NỐI</Trans>}{' '}
        <span className="num">{formatElapsed(nowMs - sinceMs, locale)}</span>
      </strong>
      <span className="lost-detail">
        {asOf === null ? <Trans>chưa có số liệu nào</Trans> : <Trans>số liệu cuối {asOf}</Trans>}
        <LinkReason />
      </span>
    </div>
  );
}

function LinkReason() {
  const { i18n } = useLingui();
  const attempts = useLink((link) => link.attempts);
  const code = useLink(({ refusal }) => refusal?.code ?? null);
  const message = useLink(({ refusal }) => refusal?.message ?? null);
  if (code !== null) {
    const words = REFUSAL_WORDS[code];
    return <> · {words === undefined ? message : i18n._(words)}</>;
  }
  return attempts > 0 ? <Trans> · nối lại lần {attempts}</Trans> : null;
}
