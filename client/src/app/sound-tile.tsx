import { Trans, useLingui } from '@lingui/react/macro';
import { Volume2, VolumeX } from 'lucide-react';
import { useStore } from 'zustand';
import { alarmSound } from './alarm-sound.ts';
import { useAlarmSound } from './use-alarm-sound.ts';

/** Whether the desk would be heard. Muting and a browser that has not been touched yet are said in words. */
export function SoundTile() {
  const { t } = useLingui();
  useAlarmSound();
  const { isReady, isMuted, sounding } = useStore(alarmSound.state);
  const isSilent = isMuted || !isReady;
  return (
    <button
      className={`header-tile sound-tile ${sounding !== null && !isSilent ? 'is-sounding' : ''}`}
      type="button"
      aria-pressed={isMuted}
      title={t`Tiếng báo P1 đến P3; phím M tắt tới báo động mới`}
      onClick={() => alarmSound.setMuted(!isMuted)}
    >
      {isSilent ? (
        <VolumeX className="icon" aria-hidden="true" />
      ) : (
        <Volume2 className="icon" aria-hidden="true" />
      )}
      <span className={`tile-words clip ${isSilent || sounding !== null ? '' : 'is-calm'}`}>
        {isMuted ? (
          <Trans>Đã tắt tiếng</Trans>
        ) : !isReady ? (
          <Trans>Chạm để bật tiếng</Trans>
        ) : sounding === null ? (
          <Trans>Có tiếng</Trans>
        ) : (
          <Trans>P{sounding} đang kêu</Trans>
        )}
      </span>
      <kbd className="keycap">M</kbd>
    </button>
  );
}
