import { Trans } from '@lingui/react/macro';
import { useCallback, useState } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { Panel } from '../../ui/panel.tsx';
import { keptNewRule, newRule } from './new-rule.ts';
import type { RuleAnswer } from './rule-answers.ts';
import { RuleList } from './rule-list.tsx';
import { RulePanel } from './rule-panel.tsx';
import { SetAsideList } from './set-aside-list.tsx';
import { useDayCounts } from './use-day-counts.ts';
import { useListKeys } from '../../ui/use-list-keys.ts';
import '../../ui/field.css';
import './rules-view.css';

const EVERY_MS = 15_000;

/** The rules that make alarms: the list, and the chosen one to read, try and change. */
export function RulesView({
  selectedId,
  onSelect,
}: {
  selectedId: string | null;
  onSelect: (id: string | null) => void;
}) {
  const { api, live, session } = useCentre();
  const question = useCallback(() => api.get<{ items: RuleAnswer[] }>('/rules'), [api]);
  const { value, problem, ask } = useAnswer(question, EVERY_MS);
  const counts = useDayCounts();
  const rules = value?.items ?? NONE;
  const [begun, setBegun] = useState<RuleAnswer | null>(() =>
    selectedId === null ? null : keptNewRule(session.realm, selectedId),
  );
  const known = rules.find(({ rule }) => rule.id === selectedId);
  const selected = known ?? (begun?.rule.id === selectedId ? begun : undefined);
  const isNew = begun !== null && !rules.some(({ rule }) => rule.id === begun.rule.id);
  const listed = isNew ? [...rules, begun] : rules;
  const begin = (from: RuleAnswer, id: string): void => {
    setBegun(keptNewRule(session.realm, id) ?? newRule(from.rule, id, live.clock.nowMs()));
    onSelect(id);
  };
  useListKeys({ attribute: 'data-rule', selectedId, onSelect, searchId: 'rule-search' });
  return (
    <main className={`rules-main ${selectedId === null ? '' : 'has-rule'}`}>
      <Panel className="rules-list" title={<Trans>Luật báo động</Trans>} subtitle={value?.items.length ?? ''}>
        {problem !== null && (
          <p className="shift-problem" role="alert">
            <Trans>Danh sách luật không còn mới: {problem.message}</Trans> <code>{problem.code}</code>
          </p>
        )}
        {value === null ? (
          problem === null && (
            <p className="empty-note" aria-busy="true">
              <Trans>Đang lấy danh sách luật…</Trans>
            </p>
          )
        ) : (
          <RuleList rules={listed} counts={counts} selectedId={selectedId} onSelect={onSelect} />
        )}
      </Panel>
      {selected === undefined ? (
        <section className="panel rules-none">
          {selectedId === null && <SetAsideList />}
          <p className="empty-note">
            {selectedId === null || value === null ? (
              <Trans>Chọn một luật: J, K để đi, / để tìm.</Trans>
            ) : (
              <Trans>Không có luật {selectedId}.</Trans>
            )}
          </p>
        </section>
      ) : (
        <RulePanel
          key={selected.rule.id}
          answer={selected}
          rules={rules}
          onSaved={ask}
          onBegin={(id) => begin(selected, id)}
        />
      )}
    </main>
  );
}

const NONE: RuleAnswer[] = [];
