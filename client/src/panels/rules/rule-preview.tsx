import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useCentre } from '../../live/centre-context.ts';
import { formatTime, formatUpTo } from '../../ui/format.ts';
import { PriorityGlyph } from '../../ui/priority-glyph.tsx';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import { FaultReason } from './fault-words.tsx';
import type { PreviewAnswer, PreviewItem, PreviewKeyState } from './preview-answer.ts';
import type { RuleDraft } from './use-rule-draft.ts';
import type { RulePreview as Preview } from './use-rule-preview.ts';
import './rule-preview.css';

const STATES: readonly PreviewKeyState[] = ['calls', 'between', 'clear', 'unknown', 'off-hours'];
const STATE_WORDS: Record<PreviewKeyState, MessageDescriptor> = {
  calls: msg`sẽ gọi`,
  between: msg`giữa hai ngưỡng`,
  clear: msg`không gọi`,
  unknown: msg`chưa phán đoán`,
  'off-hours': msg`ngoài giờ`,
};
/** Rows of one state. */
const SHOWN = 12;

/** What the rule as it is being edited would do at this moment: computed by the centre, nobody is called. */
export function RulePreview({ draft, preview }: { draft: RuleDraft; preview: Preview }) {
  const { ground } = useCentre();
  const { answer, isOfNow } = preview;
  const time = answer === null ? null : formatTime(Date.parse(answer.at), ground.zone);
  return (
    <section
      className="rule-preview"
      aria-labelledby="rule-preview-title"
      aria-busy={!isOfNow && draft.read.ok}
      // Scrolled by keyboard too.
      tabIndex={0}
    >
      <h3 id="rule-preview-title">
        <Trans>Ngay lúc này, bản đang sửa</Trans>
        {time !== null && isOfNow && <span className="num muted">{time}</span>}
      </h3>
      <PreviewBody draft={draft} preview={preview} />
    </section>
  );
}

function PreviewBody({ draft, preview }: { draft: RuleDraft; preview: Preview }) {
  const { answer, fault, problem, isOfNow } = preview;
  if (!draft.read.ok)
    return (
      <p className="rule-notice" role="status">
        <Trans>Văn bản chưa đọc được: chưa tính được.</Trans>
      </p>
    );
  if (fault !== null)
    return (
      <p className="rule-notice" role="status">
        <Trans>
          Luật chưa đúng ở <code>{fault.field}</code>: chưa tính được.
        </Trans>{' '}
        <FaultReason fault={fault} />
      </p>
    );
  if (problem !== null)
    return (
      <p className="rule-notice" role="alert">
        <Trans>Chưa tính được: {problem.message}</Trans> <code>{problem.code}</code>
      </p>
    );
  if (answer === null || !isOfNow)
    return (
      <p className="muted" role="status">
        <Trans>Đang tính trên số liệu hiện có…</Trans>
      </p>
    );
  return <Told answer={answer} onDelayMs={draft.read.rule.onDelayMs ?? 0} />;
}

function Told({ answer, onDelayMs }: { answer: PreviewAnswer; onDelayMs: number }) {
  const { i18n } = useLingui();
  const { keys, looked, counts, broke } = answer;
  const heldS = onDelayMs / 1_000;
  return (
    <>
      {broke !== null && (
        <p className="rule-notice" role="alert">
          <Trans>
            Luật hỏng ở <code>{broke.key}</code>: {broke.reason}
          </Trans>
        </p>
      )}
      {keys === 0 ? (
        <p className="muted">
          <Trans>Lúc này luật không theo dõi điểm đo nào.</Trans>
        </p>
      ) : (
        <div role="status">
          <dl className="preview-counts">
            {STATES.filter((state) => state === 'calls' || counts[state] > 0).map((state) => (
              <div key={state} className={`preview-${state}`}>
                <dt>{i18n._(STATE_WORDS[state])}</dt>
                <dd className="num">{counts[state]}</dd>
              </div>
            ))}
          </dl>
        </div>
      )}
      {looked < keys && broke === null && (
        <p className="rule-notice">
          <Trans>
            Chỉ xem được {looked} trong {keys} điểm đo.
          </Trans>
        </p>
      )}
      {heldS > 0 && counts.calls > 0 && (
        <p className="muted">
          <Trans>Chưa tính thời gian giữ {heldS} giây trước khi báo.</Trans>
        </p>
      )}
      {STATES.map((state) => (
        <Rows key={state} state={state} answer={answer} />
      ))}
    </>
  );
}

function Rows({ state, answer }: { state: PreviewKeyState; answer: PreviewAnswer }) {
  const { i18n } = useLingui();
  const shown = answer.items.filter((item) => item.state === state).slice(0, SHOWN);
  const more = answer.counts[state] - shown.length;
  if (shown.length === 0 || state === 'off-hours') return null;
  const words = i18n._(STATE_WORDS[state]);
  return (
    <div className="preview-part">
      <h4>{words}</h4>
      <ul>
        {shown.map((item) => (
          <Row key={item.key} item={item} />
        ))}
      </ul>
      {more > 0 && (
        <p className="muted">
          <Trans>Còn {more} điểm đo nữa.</Trans>
        </p>
      )}
    </div>
  );
}

function Row({ item }: { item: PreviewItem }) {
  const { t } = useLingui();
  const locale = useLocale();
  const { key, name, priority, state, value, limit, missing, isStanding } = item;
  const missed = missing.join(', ');
  const share = value === null || limit === null || limit === 0 ? null : value / limit;
  return (
    <li>
      <PriorityGlyph priority={priority} look={state === 'calls' ? 'filled' : 'shelved'} />
      <span className="preview-name">
        <span className="clip" title={key}>
          {name === null ? key : inLocale(name, locale)}
        </span>
        {isStanding && (
          <span className="muted">
            <Trans>đang có báo động</Trans>
          </span>
        )}
        {state === 'unknown' && missed !== '' && (
          <span className="muted">
            <Trans>thiếu {missed}</Trans>
          </span>
        )}
      </span>
      <span className="num preview-value">
        {formatUpTo(value, 2, locale)}
        {limit !== null && (
          <span className="muted" aria-label={t`ngưỡng ${formatUpTo(limit, 2, locale)}`}>
            {' / '}
            {formatUpTo(limit, 2, locale)}
          </span>
        )}
      </span>
      <span className="preview-near" aria-hidden="true">
        {share !== null && <i style={{ inlineSize: `${Math.max(0, Math.min(1, share)) * 100}%` }} />}
      </span>
    </li>
  );
}
