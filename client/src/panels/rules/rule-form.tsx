import { Trans, useLingui } from '@lingui/react/macro';
import { useId } from 'react';
import type { ReactNode } from 'react';
import type { Rule } from '@metropane/city';
import { PriorityGlyph } from '../../ui/priority-glyph.tsx';
import { ExpressionField } from './expression-field.tsx';
import type { RuleFaultAnswer } from './rule-answers.ts';
import { NumberField, TextField, TextPair } from './rule-fields.tsx';
import { RuleInputs } from './rule-inputs.tsx';
import { rulePriority } from './rule-priority.ts';
import { RuleSchedule } from './rule-schedule.tsx';
import type { RuleDraft } from './use-rule-draft.ts';
import './rule-form.css';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/** The rule in fields: what it watches, when it holds and ends, how serious it is, and what is to be done. */
export function RuleForm({
  draft,
  fault,
  isReadOnly,
}: {
  draft: RuleDraft;
  fault: RuleFaultAnswer | null;
  isReadOnly: boolean;
}) {
  if (!draft.read.ok)
    return (
      <p className="rule-unread" role="alert">
        <Trans>Văn bản chưa phải một luật đọc được: sửa ở thẻ Văn bản.</Trans>
      </p>
    );
  const { rule } = draft.read;
  const set = <K extends keyof Rule>(name: K, value: Rule[K] | undefined): void =>
    draft.change((before) => withField(before, name, value));
  return (
    <fieldset className="rule-form" disabled={isReadOnly || draft.isSaving}>
      <Serious rule={rule} set={set} />
      <Conditions rule={rule} set={set} fault={fault} />
      <FormPart title={<Trans>Số đo và ngưỡng</Trans>}>
        <RuleInputs inputs={rule.inputs ?? {}} fault={fault} onChange={(inputs) => set('inputs', inputs)} />
      </FormPart>
      <FormPart title={<Trans>Khi nào theo dõi</Trans>}>
        <RuleSchedule schedule={rule.schedule} onChange={(schedule) => set('schedule', schedule)} />
      </FormPart>
      <Words rule={rule} set={set} fault={fault} />
    </fieldset>
  );
}

type Set = <K extends keyof Rule>(name: K, value: Rule[K] | undefined) => void;

/** A field that is emptied is gone: a rule has no empty ones. */
function withField<K extends keyof Rule>(rule: Rule, name: K, value: Rule[K] | undefined): Rule {
  if (value !== undefined) return { ...rule, [name]: value };
  const { [name]: _, ...rest } = rule;
  return rest as Rule;
}

function Serious({ rule, set }: { rule: Rule; set: Set }) {
  const { t } = useLingui();
  const id = useId();
  const severities = [t`1 tính mạng`, t`2 dịch vụ lớn`, t`3 tại chỗ`, t`4 để biết`];
  return (
    <FormPart title={<Trans>Mức độ</Trans>}>
      <label className="rule-check">
        <input
          type="checkbox"
          checked={rule.isEnabled}
          onChange={(event) => set('isEnabled', event.target.checked)}
        />
        <Trans>Luật đang chạy</Trans>
      </label>
      <label className="rule-check">
        <input
          type="checkbox"
          checked={rule.isLatching === true}
          onChange={(event) => set('isLatching', event.target.checked ? true : undefined)}
        />
        <Trans>Giữ lại tới khi người xóa</Trans>
      </label>
      <div className="rule-field">
        <label htmlFor={id}>
          <Trans>Hậu quả</Trans>
        </label>
        <select
          id={id}
          className="field"
          value={rule.severity}
          onChange={(event) => set('severity', Number(event.target.value) as Rule['severity'])}
        >
          {severities.map((words, index) => (
            <option key={words} value={index + 1}>
              {words}
            </option>
          ))}
        </select>
      </div>
      <NumberField
        label={<Trans>Thời gian để ứng phó (phút)</Trans>}
        value={rule.respondWithinMs / MINUTE_MS}
        min={1}
        onChange={(minutes) => minutes !== null && set('respondWithinMs', minutes * MINUTE_MS)}
      />
      <p className="rule-priority">
        <PriorityGlyph priority={rulePriority(rule)} />{' '}
        <Trans>Hậu quả và thời gian cho ra mức P{rulePriority(rule)}</Trans>
      </p>
    </FormPart>
  );
}

function Conditions({ rule, set, fault }: { rule: Rule; set: Set; fault: RuleFaultAnswer | null }) {
  const names = Object.keys(rule.inputs ?? {}).join(', ');
  return (
    <FormPart
      title={<Trans>Điều kiện</Trans>}
      note={
        <Trans>
          Được dùng: <code>{names}</code>
        </Trans>
      }
    >
      <ExpressionField
        label={<Trans>Báo khi</Trans>}
        field="when"
        value={rule.when}
        fault={fault}
        onChange={(text) => set('when', text)}
      />
      <ExpressionField
        label={<Trans>Hết khi (trống: khi điều kiện trên không còn đúng)</Trans>}
        field="clear"
        value={rule.clear ?? ''}
        fault={fault}
        onChange={(text) => set('clear', text === '' ? undefined : text)}
      />
      <NumberField
        label={<Trans>Giữ bao lâu mới báo (giây)</Trans>}
        value={(rule.onDelayMs ?? 0) / SECOND_MS}
        min={0}
        onChange={(seconds) => set('onDelayMs', seconds === null ? undefined : seconds * SECOND_MS)}
      />
      <NumberField
        label={<Trans>Hết bao lâu mới thôi (giây)</Trans>}
        value={(rule.offDelayMs ?? 0) / SECOND_MS}
        min={0}
        onChange={(seconds) => set('offDelayMs', seconds === null ? undefined : seconds * SECOND_MS)}
      />
      <NumberField
        label={<Trans>Cần ít nhất bao nhiêu phần số liệu (%)</Trans>}
        value={Math.round((rule.minCompleteness ?? 0) * 100)}
        min={0}
        onChange={(percent) => set('minCompleteness', percent === null ? undefined : percent / 100)}
      />
    </FormPart>
  );
}

function Words({ rule, set, fault }: { rule: Rule; set: Set; fault: RuleFaultAnswer | null }) {
  const faultOf = (field: string): string | null => (fault?.field === field ? fault.message : null);
  return (
    <FormPart title={<Trans>Nguyên nhân, hậu quả, việc phải làm</Trans>}>
      <TextPair label={<Trans>Tên</Trans>} value={rule.name} onChange={(text) => set('name', text)} />
      <TextPair
        label={<Trans>Nguyên nhân</Trans>}
        value={rule.cause}
        onChange={(text) => set('cause', text)}
      />
      <TextPair
        label={<Trans>Nếu không làm gì thì sao</Trans>}
        value={rule.consequence}
        onChange={(text) => set('consequence', text)}
      />
      <TextPair
        label={<Trans>Người trực phải làm gì</Trans>}
        value={rule.response}
        onChange={(text) => set('response', text)}
      />
      <TextField
        label={<Trans>Quy trình (mã; trống: theo loại sự việc)</Trans>}
        value={rule.sop ?? ''}
        fault={faultOf('sop')}
        onChange={(sop) => set('sop', sop === '' ? undefined : sop)}
      />
      <TextField
        label={<Trans>Vị trí trực (mã; trống: theo loại sự việc)</Trans>}
        value={rule.position ?? ''}
        fault={faultOf('position')}
        onChange={(position) => set('position', position === '' ? undefined : position)}
      />
    </FormPart>
  );
}

function FormPart({ title, note, children }: { title: ReactNode; note?: ReactNode; children: ReactNode }) {
  return (
    <section className="rule-part">
      <h3>{title}</h3>
      {note !== undefined && <p className="muted">{note}</p>}
      <div className="rule-fields">{children}</div>
    </section>
  );
}
