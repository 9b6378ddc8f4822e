import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { formatDateTime } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { inLocale, useLocale } from '../../ui/use-locale.ts';
import { ruleState } from './rule-answers.ts';
import { FaultWords } from './fault-words.tsx';
import { NewRuleForm } from './new-rule-form.tsx';
import type { RuleAnswer } from './rule-answers.ts';
import { RuleBacktest } from './rule-backtest.tsx';
import { asksBaseline, RuleBaselines } from './rule-baselines.tsx';
import { RuleForm } from './rule-form.tsx';
import { RuleHistory } from './rule-history.tsx';
import { RuleJson } from './rule-json.tsx';
import { RulePreview } from './rule-preview.tsx';
import { RuleSave } from './rule-save.tsx';
import { useRulePreview } from './use-rule-preview.ts';
import { useRuleDraft } from './use-rule-draft.ts';
import './rule-panel.css';

const TABS = ['form', 'text', 'backtest', 'history'] as const;
type Tab = (typeof TABS)[number];

/** One rule: to read, and for supervisors to edit, to try over recorded hours and to save. */
export function RulePanel({
  answer,
  rules,
  onSaved,
  onBegin,
}: {
  answer: RuleAnswer;
  /** All of them: a rule may name others. */
  rules: readonly RuleAnswer[];
  onSaved: () => void;
  /** Begins a new rule of this id, as a copy. */
  onBegin: (id: string) => void;
}) {
  const { session } = useCentre();
  const locale = useLocale();
  const [tab, setTab] = useState<Tab>('form');
  const draft = useRuleDraft(answer, onSaved);
  const isReadOnly = session.role !== 'supervisor' && session.role !== 'admin';
  const { rule, revision } = answer;
  const hasPreview = !isReadOnly && (tab === 'form' || tab === 'text');
  const preview = useRulePreview(rule.id, draft.text, hasPreview);
  const fault = draft.fault ?? preview.fault;
  return (
    <Panel className="rule-panel" title={inLocale(rule.name, locale)} subtitle={rule.id}>
      <div className="rule-inside">
        <RuleHead answer={answer} />
        {!isReadOnly && revision > 0 && (
          <div className="rule-new">
            <NewRuleForm rules={rules} onBegin={onBegin} />
          </div>
        )}
        {asksBaseline(rule) && <RuleBaselines id={rule.id} isReadOnly={isReadOnly} />}
        <Tabs tab={tab} onTab={setTab} />
        <div className={`rule-body ${hasPreview ? 'has-preview' : ''}`}>
          <div
            className="rule-scroll"
            role="tabpanel"
            id="rule-tab"
            aria-labelledby={`tab-${tab}`}
            tabIndex={0}
          >
            {tab === 'form' && <RuleForm draft={draft} rules={rules} fault={fault} isReadOnly={isReadOnly} />}
            {tab === 'text' && <RuleJson draft={draft} fault={fault} isReadOnly={isReadOnly} />}
            {tab === 'backtest' && <RuleBacktest draft={draft} id={rule.id} isReadOnly={isReadOnly} />}
            {tab === 'history' && <RuleHistory id={rule.id} revision={revision} />}
          </div>
          {hasPreview && <RulePreview draft={draft} preview={preview} />}
        </div>
        {isReadOnly ? (
          <p className="rule-foot muted">
            <Trans>Chỉ trưởng ca sửa được luật.</Trans>
          </p>
        ) : (
          <RuleSave draft={draft} revision={revision} />
        )}
      </div>
    </Panel>
  );
}

function RuleHead({ answer }: { answer: RuleAnswer }) {
  const { ground } = useCentre();
  const { disabled, fault, by, at, revision, rule } = answer;
  const saved = formatDateTime(Date.parse(at), ground.zone);
  return (
    <div className="rule-head">
      <p className="muted">
        {revision === 0 ? (
          <b>
            <Trans>Luật mới, chưa lưu ở trung tâm</Trans>
          </b>
        ) : (
          <Trans>
            Bản {revision} · {by} · <span className="num">{saved}</span>
          </Trans>
        )}{' '}
        · <Trans>nguồn giới hạn: {rule.source}</Trans>
      </p>
      {disabled !== null && (
        <p className="rule-notice" role="status">
          <b>
            <Trans>
              Trung tâm đã ngừng luật này lúc {formatDateTime(Date.parse(disabled.at), ground.zone)}:
            </Trans>
          </b>{' '}
          {disabled.reason}. <Trans>Luật không báo gì cho tới khi được sửa và lưu lại.</Trans>
        </p>
      )}
      {fault !== null && (
        <p className="rule-notice" role="status">
          <b>
            <Trans>Luật không dùng được:</Trans>
          </b>{' '}
          <FaultWords fault={fault} />
        </p>
      )}
      {ruleState(answer) === 'off' && (
        <p className="rule-notice" role="status">
          <Trans>Luật đang tắt: không báo gì.</Trans>
        </p>
      )}
    </div>
  );
}

function Tabs({ tab, onTab }: { tab: Tab; onTab: (tab: Tab) => void }) {
  const { t } = useLingui();
  const words: Record<Tab, string> = {
    form: t`Luật`,
    text: t`Văn bản`,
    backtest: t`Chạy thử`,
    history: t`Các bản đã lưu`,
  };
  const step = (by: number): void => {
    const next = TABS[(TABS.indexOf(tab) + by + TABS.length) % TABS.length]!;
    onTab(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <div
      className="rule-tabs"
      role="tablist"
      aria-label={t`Phần của luật`}
      onKeyDown={(event) => {
        if (event.key === 'ArrowRight') step(1);
        if (event.key === 'ArrowLeft') step(-1);
      }}
    >
      {TABS.map((each) => (
        <button
          key={each}
          id={`tab-${each}`}
          type="button"
          role="tab"
          aria-selected={each === tab}
          aria-controls="rule-tab"
          tabIndex={each === tab ? 0 : -1}
          onClick={() => onTab(each)}
        >
          {words[each]}
        </button>
      ))}
    </div>
  );
}
