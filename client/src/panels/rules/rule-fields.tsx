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
  min: number;
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
