import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useRef } from 'react';
import { DESK_KEY_IDS, DESK_KEYS, OTHER_KEYS } from './desk-key-table.ts';

/** All keys of the desk, opened and closed with `?`: the rows that the keys themselves are made from. */
export function KeysHelp({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { i18n } = useLingui();
  useEffect(function openModal() {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} className="keys-help" onClose={onClose}>
      <h2>
        <Trans>Phím của bàn trực</Trans>
      </h2>
      <dl>
        {[...DESK_KEY_IDS.map((id) => DESK_KEYS[id]), ...OTHER_KEYS].map(({ shown, words }) => (
          <div key={`${shown} ${words.id}`}>
            <dt>
              <kbd className="keycap">{shown}</kbd>
            </dt>
            <dd>{i18n._(words)}</dd>
          </div>
        ))}
      </dl>
      <button className="button" type="button" autoFocus onClick={() => dialog.current?.close()}>
        <Trans>Đóng bảng phím</Trans> <kbd className="keycap">Esc</kbd>
      </button>
    </dialog>
  );
}
