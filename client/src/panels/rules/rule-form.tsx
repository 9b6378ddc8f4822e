import { Plural, Trans } from '@lingui/react/macro';
import { useMemo } from 'react';
import type { RuleAnswer, RuleFaultAnswer } from './rule-answers.ts';
import { checkRuleFields } from './rule-check.ts';
import { useRuleChoices } from './rule-choices.ts';
import { RuleConditions } from './rule-conditions.tsx';
import { RuleEditingContext } from './rule-editing.ts';
import type { RuleEditing } from './rule-editing.ts';
import { withField } from './rule-edits.ts';
import { RuleInputs } from './rule-inputs.tsx';
import { FormPart } from './rule-part.tsx';
import { RuleResponse } from './rule-response.tsx';
import { RuleSchedule } from './rule-schedule.tsx';
import { RuleScope } from './rule-scope.tsx';
import { RuleSerious } from './rule-serious.tsx';
import { hasShape } from './rule-shape.ts';
import { RuleShows } from './rule-shows.tsx';
import { RuleSuppression } from './rule-suppression.tsx';
import type { RuleDraft } from './use-rule-draft.ts';
import './rule-form.css';

/** The rule in fields: what it watches, when it holds and ends, how serious it is, and what is to be done. */
export function RuleForm({
  draft,
  rules,
  fault,
  isReadOnly,
}: {
  draft: RuleDraft;
  rules: readonly RuleAnswer[];
  fault: RuleFaultAnswer | null;
  isReadOnly: boolean;
}) {
  const { choices, problem } = useRuleChoices(!isReadOnly);
  const { read } = draft;
  const rule = read.ok && hasShape(read.rule) ? read.rule : null;
  const own = useMemo(() => (rule === null ? [] : checkRuleFields(rule)), [rule]);
  const names = useMemo(() => rules.map((one) => ({ id: one.rule.id, name: one.rule.name })), [rules]);
  if (rule === null)
    return (
      <p className="rule-unread" role="alert">
        <Trans>Văn bản chưa phải một luật đọc được: sửa ở thẻ Văn bản.</Trans>
      </p>
    );
  const set: RuleEditing['set'] = (name, value) => draft.change((before) => withField(before, name, value));
  return (
    <RuleEditingContext value={{ rule, rules: names, choices, own, fault, change: draft.change, set }}>
      {problem !== null && (
        <p className="rule-notice" role="status">
          <Trans>Chưa lấy được danh sách để chọn: {problem.message}</Trans> <code>{problem.code}</code>
        </p>
      )}
      {own.length > 0 && (
        <p className="rule-notice" role="status">
          <Plural value={own.length} other="# chỗ chưa đúng, ghi ngay dưới từng ô." />
        </p>
      )}
      <fieldset className="rule-form" disabled={isReadOnly || draft.isSaving}>
        <RuleSerious />
        <RuleScope />
        <RuleInputs />
        <RuleConditions />
        <FormPart title={<Trans>Khi nào theo dõi</Trans>}>
          <RuleSchedule schedule={rule.schedule} onChange={(schedule) => set('schedule', schedule)} />
        </FormPart>
        <RuleShows />
        <RuleResponse />
        <RuleSuppression />
      </fieldset>
    </RuleEditingContext>
  );
}
