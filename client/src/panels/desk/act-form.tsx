import { Trans } from '@lingui/react/macro';
import { useId, useState } from 'react';
import type { ReactNode } from 'react';

/** One thing that an act needs to be told. */
export interface ActField {
  name: string;
  label: string;
  kind: 'text' | 'choice' | 'suggested' | 'checks';
  options?: readonly { value: string; label: string }[];
  placeholder?: string;
  isOptional?: boolean;
  first?: string;
}
export interface ActFormSpec {
  title: ReactNode;
  send: ReactNode;
  fields: readonly ActField[];
  /** What is lost or cannot be taken back, in words. */
  warning?: ReactNode;
}

/** What an act needs, asked in one line each. Enter sends, Escape gives up; what was typed stays while it is being sent. */
export function ActForm({
  spec,
  onSend,
  onCancel,
}: {
  spec: ActFormSpec;
  /** `checks` arrive as one value per line. */
  onSend: (values: Readonly<Record<string, string>>) => void;
  onCancel: () => void;
}) {
  const [values, setValues] = useState<Record<string, string>>(() =>
    Object.fromEntries(spec.fields.map(({ name, first }) => [name, first ?? ''])),
  );
  const isComplete = spec.fields.every(
    ({ name, isOptional }) => isOptional === true || (values[name] ?? '').trim() !== '',
  );
  return (
    <form
      className="act-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isComplete) onSend(trimmed(values));
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onCancel();
      }}
    >
      <h3>{spec.title}</h3>
      {spec.fields.map((field, index) => (
        <Field
          key={field.name}
          field={field}
          isFirst={index === 0}
          value={values[field.name] ?? ''}
          onChange={(value) => setValues((before) => ({ ...before, [field.name]: value }))}
        />
      ))}
      {spec.warning !== undefined && <p className="act-warning">{spec.warning}</p>}
      <div className="act-form-end">
        <button className="button button-primary" type="submit" disabled={!isComplete}>
          {spec.send}
        </button>
        <button className="button" type="button" onClick={onCancel}>
          <Trans>Thôi</Trans> <kbd className="keycap">Esc</kbd>
        </button>
      </div>
    </form>
  );
}

function trimmed(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.trim()]));
}

function Field({
  field,
  isFirst,
  value,
  onChange,
}: {
  field: ActField;
  isFirst: boolean;
  value: string;
  onChange: (value: string) => void;
}) {
  const id = useId();
  const options = field.options ?? [];
  if (field.kind === 'checks') return <Checks {...{ field, value, onChange }} />;
  return (
    <div className="act-field">
      <label htmlFor={id}>{field.label}</label>
      {field.kind === 'choice' ? (
        <select id={id} autoFocus={isFirst} value={value} onChange={(event) => onChange(event.target.value)}>
          {field.first === undefined && <option value="">—</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      ) : (
        <input
          id={id}
          autoFocus={isFirst}
          autoComplete="off"
          maxLength={4_000}
          list={field.kind === 'suggested' ? `${id}-list` : undefined}
          value={value}
          placeholder={field.placeholder}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      {field.kind === 'suggested' && (
        <datalist id={`${id}-list`}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </datalist>
      )}
    </div>
  );
}

function Checks({
  field,
  value,
  onChange,
}: {
  field: ActField;
  value: string;
  onChange: (value: string) => void;
}) {
  const chosen = new Set(value.split('\n').filter((each) => each !== ''));
  return (
    <fieldset className="act-checks">
      <legend>{field.label}</legend>
      {(field.options ?? []).map((option) => (
        <label key={option.value}>
          <input
            type="checkbox"
            checked={chosen.has(option.value)}
            onChange={({ target }) => {
              if (target.checked) chosen.add(option.value);
              else chosen.delete(option.value);
              onChange([...chosen].join('\n'));
            }}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
