import type { ReactNode } from 'react';

/** A part of the form under its heading. */
export function FormPart({
  title,
  note,
  children,
}: {
  title: ReactNode;
  note?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="rule-part">
      <h3>{title}</h3>
      {note !== undefined && <p className="muted">{note}</p>}
      <div className="rule-fields">{children}</div>
    </section>
  );
}
