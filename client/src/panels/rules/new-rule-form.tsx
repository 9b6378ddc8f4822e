import { Trans, useLingui } from '@lingui/react/macro';
import { useId, useState } from 'react';
import { newIdFault } from './new-rule.ts';
import type { RuleAnswer } from './rule-answers.ts';

/** Begins a new rule as a copy of the chosen one: nothing of it is in force, or even at the centre, before it is saved. */
export function NewRuleForm({
  rules,
  onBegin,
}: {
  rules: readonly RuleAnswer[];
  onBegin: (id: string) => void;
}) {
  const { t } = useLingui();
  const field = useId();
  const [isOpen, setOpen] = useState(false);
  const [id, setId] = useState('');
  const fault = id === '' ? null : newIdFault(id, rules);
  if (!isOpen)
    return (
      <button className="button" type="button" onClick={() => setOpen(true)}>
        <Trans>Luật mới từ luật này…</Trans>
      </button>
    );
  return (
    <form
      className="rule-ways"
      onSubmit={(event) => {
        event.preventDefault();
        if (id !== '' && fault === null) onBegin(id);
      }}
    >
      <input
        className="field"
        // It was asked for just now: what is typed next is the id.
        ref={(input) => input?.focus()}
        aria-label={t`Mã của luật mới`}
        placeholder={t`mã: chữ thường, số, gạch nối`}
        maxLength={64}
        spellCheck={false}
        autoComplete="off"
        value={id}
        aria-invalid={fault !== null}
        aria-describedby={fault === null ? undefined : field}
        onChange={({ target }) => setId(target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setOpen(false);
        }}
      />
      <button className="button" type="submit" disabled={id === '' || fault !== null}>
        <Trans>Bắt đầu</Trans>
      </button>
      {fault !== null && (
        <p className="rule-fault" role="alert" id={field}>
          {fault === 'taken' ? (
            <Trans>Đã có luật mã {id}.</Trans>
          ) : (
            <Trans>Mã gồm chữ thường không dấu, số và gạch nối.</Trans>
          )}
        </p>
      )}
    </form>
  );
}
