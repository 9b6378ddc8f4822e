import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { ChevronLeft, ChevronRight, HardDrive } from 'lucide-react';
import { DESK_EXTRAS, LAYOUT, moved, shown, USUAL_LAYOUT } from '../../live/desk-layout.ts';
import type { DeskColumn, DeskExtra } from '../../live/desk-layout.ts';
import { isSame } from '../../live/person-setting.ts';
import { usePersonSetting } from '../../live/use-person-setting.ts';
import './layout-choice.css';

const COLUMN_WORDS: Record<DeskColumn, MessageDescriptor> = {
  queue: msg`Hàng đợi`,
  map: msg`Bản đồ`,
  detail: msg`Chi tiết`,
};
const EXTRA_WORDS: Record<DeskExtra, MessageDescriptor> = {
  map: msg`Bản đồ`,
  nearby: msg`Số đo quanh đó, trên bản đồ`,
  keys: msg`Dòng phím dưới hàng đợi`,
  load: msg`Báo động trong 10 phút`,
  stats: msg`Chỉ số báo động`,
};

/** Which parts the desk shows, and in which order its columns stand. Widths are drawn on the desk itself. */
export function LayoutChoice() {
  const { i18n, t } = useLingui();
  const { value: layout, base, change } = usePersonSetting(LAYOUT);
  const isUsual = isSame(layout, USUAL_LAYOUT);
  const isOnlyHere = !isUsual && !isSame(layout, base);
  return (
    <details className="layout-choice">
      <summary>
        <Trans>Bố trí bàn trực</Trans>
      </summary>
      <ol aria-label={t`Thứ tự các cột, từ trái sang phải`}>
        {layout.order.map((column, at) => {
          const name = i18n._(COLUMN_WORDS[column]);
          return (
            <li key={column}>
              <button
                className="button"
                type="button"
                aria-label={t`${name} sang trái`}
                disabled={at === 0}
                onClick={() => change((before) => moved(before, column, -1))}
              >
                <ChevronLeft className="icon" aria-hidden="true" />
              </button>
              <span>{name}</span>
              <button
                className="button"
                type="button"
                aria-label={t`${name} sang phải`}
                disabled={at === layout.order.length - 1}
                onClick={() => change((before) => moved(before, column, 1))}
              >
                <ChevronRight className="icon" aria-hidden="true" />
              </button>
            </li>
          );
        })}
      </ol>
      {DESK_EXTRAS.map((extra) => (
        <label key={extra}>
          <input
            type="checkbox"
            checked={!layout.hidden.includes(extra)}
            onChange={({ target }) => change((before) => shown(before, extra, target.checked))}
          />
          {i18n._(EXTRA_WORDS[extra])}
        </label>
      ))}
      <button className="button" type="button" disabled={isUsual} onClick={() => change(() => USUAL_LAYOUT)}>
        <Trans>Về bố trí mặc định</Trans>
      </button>
      {isOnlyHere && (
        <small role="status">
          <HardDrive className="icon" aria-hidden="true" /> <Trans>chỉ trong trình duyệt này</Trans>
        </small>
      )}
    </details>
  );
}
