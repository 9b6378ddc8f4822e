import { Trans, useLingui } from '@lingui/react/macro';
import { useId, useState } from 'react';
import type { RuleInput } from '@metropane/city';
import { FieldFault } from './field-fault.tsx';
import { fieldWords } from './field-words.ts';
import { KIND_WORDS, KINDS } from './input-words.ts';
import { newInput } from './new-input.ts';
import { MOST_INPUTS } from './rule-check.ts';
import { addInput, removeInput, renameInput, usesOf, withInput } from './rule-edits.ts';
import { useRuleEditing } from './rule-editing.ts';
import { RuleInputFields } from './rule-input-fields.tsx';
import { FormPart } from './rule-part.tsx';

/** What the conditions compare: each with a name, what is measured, and over how long. */
export function RuleInputs() {
  const { rule } = useRuleEditing();
  return (
    <FormPart title={<Trans>Số đo và ngưỡng</Trans>}>
      <ul className="rule-inputs">
        {Object.entries(rule.inputs).map(([name, input], i) => (
          // Its place: the name is what is being typed.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={i}>
            <InputCard name={name} input={input} />
          </li>
        ))}
      </ul>
      <AddInput />
      <FieldFault field="inputs" />
    </FormPart>
  );
}

function InputCard({ name, input }: { name: string; input: RuleInput }) {
  const { t, i18n } = useLingui();
  const { rule, change } = useRuleEditing();
  const uses = usesOf(rule, name);
  const parts = uses.map((field) => fieldWords(field)).filter((words) => words !== null);
  const places = [...new Set(parts.map((words) => i18n._(words)))].join(', ');
  const kind = i18n._(KIND_WORDS[input.kind]);
  return (
    <div className="rule-input" role="group" aria-label={t`Số đo ${name}: ${kind}`}>
      <div className="rule-input-head">
        <InputName name={name} />
        <span>{kind}</span>
        <button
          className="button"
          type="button"
          disabled={uses.length > 0}
          aria-label={t`Bỏ số đo ${name}`}
          onClick={() => change((before) => removeInput(before, name))}
        >
          <Trans>Bỏ</Trans>
        </button>
      </div>
      <p className="muted">
        {uses.length === 0 ? (
          <Trans>Chưa điều kiện nào dùng tới.</Trans>
        ) : (
          <Trans>Được dùng ở: {places}</Trans>
        )}
      </p>
      <div className="rule-fields">
        <RuleInputFields
          path={`inputs.${name}`}
          input={input}
          onChange={(next) => change((before) => withInput(before, name, next))}
        />
      </div>
      <FieldFault field={`inputs.${name}`} />
    </div>
  );
}

/** Renames when one has finished typing: a name on its way would be taken, or be none. */
function InputName({ name }: { name: string }) {
  const { t } = useLingui();
  const id = useId();
  const { rule, change } = useRuleEditing();
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? name;
  const isTaken = shown !== name && Object.hasOwn(rule.inputs, shown);
  const isName = /^[a-zA-Z_][a-zA-Z0-9_]{0,39}$/.test(shown);
  const isWrong = isTaken || !isName;
  const finish = (): void => {
    if (typed === null || isWrong) return;
    change((before) => renameInput(before, name, typed));
    setTyped(null);
  };
  return (
    <span className="rule-input-name">
      <input
        className="field"
        aria-label={t`Tên của số đo ${name}`}
        maxLength={40}
        spellCheck={false}
        autoComplete="off"
        value={shown}
        aria-invalid={isWrong}
        aria-describedby={isWrong ? id : undefined}
        onChange={({ target }) => setTyped(target.value)}
        onBlur={finish}
        onKeyDown={(event) => {
          if (event.key === 'Enter') finish();
          if (event.key === 'Escape') setTyped(null);
        }}
      />
      {isWrong && (
        <p className="rule-fault" role="alert" id={id}>
          {isTaken ? (
            <Trans>Đã có số đo tên {shown}.</Trans>
          ) : (
            <Trans>Tên là chữ cái không dấu, số và dấu gạch dưới, chữ đứng đầu.</Trans>
          )}
        </p>
      )}
    </span>
  );
}

function AddInput() {
  const { t, i18n } = useLingui();
  const { rule, choices, change } = useRuleEditing();
  const isFull = Object.keys(rule.inputs).length >= MOST_INPUTS;
  const add = (kind: RuleInput['kind']): void => {
    const { wish, input } = newInput(kind, rule, choices);
    change((before) => addInput(before, wish, input));
  };
  return (
    <div className="rule-ways is-wide" role="group" aria-label={t`Thêm số đo`}>
      <span className="rule-language">
        {isFull ? <Trans>Đã đủ {MOST_INPUTS} số đo.</Trans> : <Trans>Thêm:</Trans>}
      </span>
      {KINDS.map((kind) => (
        <button key={kind} className="button" type="button" disabled={isFull} onClick={() => add(kind)}>
          {i18n._(KIND_WORDS[kind])}
        </button>
      ))}
    </div>
  );
}
