import { useId } from 'react';
import type { ReactNode } from 'react';
import type { Text } from '@metropane/live-state';

/** A whole number that may be empty. What is no number is not taken over. */
export function NumberField({
  label,
  value,
  min,
  onChange,
}: {
  label: ReactNode;
  value: number;
  min?: number;
  onChange: (value: number | null) => void;
}) {
  const id = useId();
  return (
    <div className="rule-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="field num"
        type="number"
        min={min}
        value={Number.isFinite(value) ? value : ''}
        onChange={(event) => {
          const { value: text, valueAsNumber } = event.target;
          if (text === '') onChange(null);
          else if (Number.isFinite(valueAsNumber)) onChange(valueAsNumber);
        }}
      />
    </div>
  );
}

/** One of a few words of the rule language, as they stand in its text. */
export function ChoiceField<T extends string>({
  label,
  value,
  choices,
  onChange,
}: {
  label: ReactNode;
  value: T;
  choices: readonly T[];
  onChange: (value: T) => void;
}) {
  const id = useId();
  return (
    <div className="rule-field">
      <label htmlFor={id}>{label}</label>
      <select id={id} className="field" value={value} onChange={(event) => onChange(event.target.value as T)}>
        {choices.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </select>
    </div>
  );
}

/** A short text; `fault`: why the centre did not take it. */
export function TextField({
  label,
  value,
  fault = null,
  onChange,
}: {
  label: ReactNode;
  value: string;
  fault?: string | null;
  onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <div className="rule-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="field"
        maxLength={64}
        value={value}
        aria-invalid={fault !== null}
        aria-describedby={fault === null ? undefined : `${id}-fault`}
        onChange={(event) => onChange(event.target.value)}
      />
      {fault !== null && (
        <p className="rule-fault" id={`${id}-fault`} role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}

/** A text in both languages of the screens: both are shown, so that none is forgotten. */
export function TextPair({
  label,
  value,
  onChange,
}: {
  label: ReactNode;
  value: Text | undefined;
  onChange: (text: Text) => void;
}) {
  const id = useId();
  const { vi, en } = value ?? { vi: '', en: '' };
  return (
    <div className="rule-pair" role="group" aria-labelledby={`${id}-label`}>
      <span id={`${id}-label`}>{label}</span>
      {(['vi', 'en'] as const).map((language) => (
        <label key={language}>
          <span className="rule-language" lang={language}>
            {language === 'vi' ? 'Tiếng Việt' : 'English'}
          </span>
          <textarea
            className="field"
            rows={2}
            maxLength={1_000}
            value={language === 'vi' ? vi : en}
            onChange={(event) => onChange({ vi, en, [language]: event.target.value })}
          />
        </label>
      ))}
    </div>
  );
}
